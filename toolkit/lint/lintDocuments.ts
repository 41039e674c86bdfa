import { CONNECTOR_FILE_NAMES } from "../document/connectorFileNames";
import { jsonPathOf } from "../source/jsonPath";
import { safeMessage } from "../text/messageText";
import { isIgnoredPlace, levelOf } from "./config/lintConfig";
import { variantOf, type ConnectorFiles, type LintOptions } from "./connectorFiles";
import type { Finding, Severity } from "./finding";
import { findProblems, type PlacedProblem } from "./findProblems";
import { PARTS } from "./model/folder";
import type { RuleText } from "./rule";
import { rulesById } from "./rules/allRules";

/** What a check of a connector found. */
export interface LintResult {
  /** By file and line; none where nothing is wrong. */
  readonly findings: readonly Finding[];
  /** What the configuration ignores, in the same order. */
  readonly ignored: readonly Finding[];
}

/**
 * Checks a connector by Microsoft's rules, as far as that can be done offline. Documents are read as
 * untrusted input: nothing outside of them is opened, and no content makes it throw.
 */
export function lintDocuments(files: ConnectorFiles, options: LintOptions = {}): LintResult {
  const variant = variantOf(files, options);
  const { config } = options;
  const names = { ...CONNECTOR_FILE_NAMES, ...options.names };
  const isOn = (rule: RuleText) =>
    rule.levels[variant] !== "off" || levelOf(rule, variant, config) !== "off";
  const findings: Finding[] = [];
  const ignored: Finding[] = [];
  for (const problem of findProblems(files, options, isOn).toSorted(byPlace)) {
    const rule = rulesById.get(problem.rule);
    if (rule === undefined) continue;
    // What keeps a file from being read is an error, whatever is configured.
    const level = problem.isUnreadable ? "error" : levelOf(rule, variant, config);
    const severity = level === "off" ? (rule.levels[variant] as Severity) : level;
    const finding = findingOf(problem, rule, severity, names[problem.part]);
    const isIgnored = level === "off" || isIgnoredPlace(finding, config);
    (isIgnored && !problem.isUnreadable ? ignored : findings).push(finding);
  }
  return { findings, ignored };
}

function byPlace(one: PlacedProblem, other: PlacedProblem): number {
  return (
    PARTS.indexOf(one.part) - PARTS.indexOf(other.part) ||
    one.place.line - other.place.line ||
    one.place.column - other.place.column ||
    one.rule.localeCompare(other.rule, "en") ||
    one.path.join().localeCompare(other.path.join(), "en")
  );
}

function findingOf(
  { path, place, message }: PlacedProblem,
  { id, code, fix }: RuleText,
  severity: Severity,
  file: string,
): Finding {
  return {
    severity,
    rule: id,
    ...(code === undefined ? {} : { code }),
    file,
    path: jsonPathOf(path),
    line: place.line,
    column: place.column,
    message: safeMessage(message),
    fix,
  };
}
