import { own } from "../document/json";
import type { JsonPath } from "../source/jsonPath";
import type { Problem, Rule } from "./rule";

/** The most problems that one rule reports: a thousand are not fixed one by one. */
const MAX_PROBLEMS_OF_A_RULE = 1000;

/** A problem with the rule that it breaks. */
export interface RuleProblem extends Problem {
  readonly rule: string;
}

/**
 * Applies rules to a document. The same problem of a rule at the same place is reported once, however
 * many ways lead to it.
 *
 * @param subject what the rules look at: a model of the document
 * @param data the document itself, as it was parsed
 */
export function runRules<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
  data: unknown,
): RuleProblem[] {
  return rules.flatMap((rule) => {
    const problems = new Map<string, RuleProblem>();
    let count = 0;
    for (const { path, message } of rule.check(subject)) {
      if (count === MAX_PROBLEMS_OF_A_RULE) break;
      count += 1;
      const problem = { rule: rule.id, path: existingPart(path, data), message };
      problems.set(JSON.stringify([problem.path, message]), problem);
    }
    return [...problems.values()];
  });
}

/** The path as far as it leads, with the indexes of lists as numbers: what is missing has no place. */
function existingPart(path: JsonPath, data: unknown): JsonPath {
  const existing: (string | number)[] = [];
  let value = data;
  for (const segment of path) {
    const key = Array.isArray(value) ? Number(segment) : String(segment);
    value = Array.isArray(value) ? (value as unknown[])[Number(key)] : own(value, String(key));
    if (value === undefined) break;
    existing.push(key);
  }
  return existing;
}
