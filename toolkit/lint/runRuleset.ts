import { Spectral, type RulesetDefinition } from "@stoplight/spectral-core";
import { valueAt } from "./model/references";
import type { ParsedSource } from "../source/parsedSource";
import type { JsonPath } from "../source/jsonPath";

/** One result of Spectral's. */
export interface RulesetResult {
  readonly rule: string;
  readonly path: JsonPath;
  readonly message: string;
}

type Resolver = NonNullable<ConstructorParameters<typeof Spectral>[0]>["resolver"];

/**
 * Spectral would open every file and address that a document refers to, before it applies a rule.
 * The rules need nothing of that: documents stay as they are.
 */
const RESOLVES_NOTHING = {
  uriCache: {},
  resolve: (result: unknown) => Promise.resolve({ result, errors: [], graph: null }),
} as unknown as NonNullable<Resolver>;

/** Applies a ruleset to a document that was read. */
export async function runRuleset(
  ruleset: RulesetDefinition,
  source: ParsedSource,
): Promise<RulesetResult[]> {
  const spectral = new Spectral({ resolver: RESOLVES_NOTHING });
  spectral.setRuleset(ruleset);
  const results = await spectral.run({
    parsed: { data: source.data, diagnostics: [], ast: null, lineMap: [] },
    getLocationForJsonPath: (_parsed: unknown, path: JsonPath) => {
      // Spectral counts from 0.
      const { line, column } = source.locate(path);
      const place = { line: line - 1, character: column - 1 };
      return { range: { start: place, end: place } };
    },
  });
  return results.map(({ code, message, path }) => {
    return { rule: `${code}`, path: withIndexes(path, source.data), message };
  });
}

/** Spectral makes texts of all segments; those of lists are numbers. */
function withIndexes(path: JsonPath, data: unknown): JsonPath {
  return path.map((segment, index) =>
    Array.isArray(valueAt(data, path.slice(0, index))) ? Number(segment) : segment,
  );
}
