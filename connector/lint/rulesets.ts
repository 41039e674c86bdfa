import type { RulesetDefinition, RulesetFunctionContext } from "@stoplight/spectral-core";
import { schema } from "@stoplight/spectral-functions";
import { definitionOf, type Definition } from "./model/definition";
import { isObject } from "./model/json";
import { propertiesOf } from "./model/properties";
import { valueAt } from "./model/references";
import { quote } from "./quote";
import type { JsonPath, Level, Rule, ShapeRule, Variant } from "./rule";
import { allPropertiesRules, allSettingsRules, definitionRules } from "./rules/allRules";

/** One rule reports no more than this; whoever has so many mends them all or none. */
const MAX_PROBLEMS_OF_A_RULE = 1000;

/** A ruleset of rules only, which extends none. */
type OwnRuleset = Extract<RulesetDefinition, { rules: object }> & { extends?: never };
type SpectralRule = Exclude<OwnRuleset["rules"][string], string | number | boolean>;

/**
 * The rules of connector definitions as rulesets for Spectral, one for each variant. A team's own
 * ruleset may extend one, switch rules off and change their severity:
 *
 * ```ts
 * import { definitionRulesets } from "./connector/lint/rulesets";
 * export default {
 *   extends: [definitionRulesets.deploy],
 *   rules: { "operation-id-case": "off", "parameter-summary": "error" },
 * };
 * ```
 */
export const definitionRulesets: Readonly<Record<Variant, RulesetDefinition>> = {
  deploy: rulesetOf(definitionRules, "deploy", definitionOf),
  certify: rulesetOf(definitionRules, "certify", definitionOf),
};

/**
 * The rules of apiProperties.json as a ruleset for Spectral.
 *
 * @param definition the connector's definition, parsed; rules that compare the two need it
 */
export function propertiesRuleset(variant: Variant, definition?: Definition): RulesetDefinition {
  return rulesetOf(allPropertiesRules, variant, (data) => propertiesOf(data, definition));
}

/**
 * The rules of settings.json as a ruleset for Spectral.
 *
 * @param fileNames names of the files next to it @default they are not looked up
 */
export function settingsRuleset(
  variant: Variant,
  fileNames?: readonly string[],
): RulesetDefinition {
  return rulesetOf(allSettingsRules, variant, (data) => {
    return { node: isObject(data) ? data : {}, fileNames };
  });
}

function rulesetOf<Subject>(
  rules: readonly (Rule<Subject> | ShapeRule)[],
  variant: Variant,
  subjectOf: (data: unknown) => Subject,
): RulesetDefinition {
  const entries = rules.map((rule): [string, SpectralRule] => {
    const { code, fix } = rule;
    const spectralRule: SpectralRule = {
      description: rule.demands,
      message: "{{error}}",
      severity: spectralSeverity(rule.levels[variant]),
      given: "$",
      // References are followed by the rules themselves, and never out of the document.
      resolved: false,
      extensions: code === undefined ? { fix } : { code, fix },
      // oxlint-disable-next-line unicorn/no-thenable -- Spectral's name for what a rule does
      then: { function: "shape" in rule ? shapeFunction(rule) : checkFunction(rule, subjectOf) },
    };
    return [rule.id, spectralRule];
  });
  return { rules: Object.fromEntries(entries) };
}

function spectralSeverity(level: Level): "error" | "warn" | "off" {
  return level === "warning" ? "warn" : level;
}

interface SpectralResult {
  readonly message: string;
  readonly path: (string | number)[];
}

function checkFunction<Subject>(rule: Rule<Subject>, subjectOf: (data: unknown) => Subject) {
  return (data: unknown): SpectralResult[] => {
    const results: SpectralResult[] = [];
    for (const { path, message } of rule.check(subjectOf(data))) {
      if (results.length === MAX_PROBLEMS_OF_A_RULE) break;
      results.push({ path: path.map(escaped), message });
    }
    return results;
  };
}

/** Spectral takes segments for those of a JSON pointer. */
function escaped(segment: string | number): string | number {
  return typeof segment === "number" ? segment : segment.replaceAll("~", "~0");
}

function shapeFunction({ shape }: ShapeRule) {
  return (data: unknown, _options: unknown, context: RulesetFunctionContext): SpectralResult[] => {
    const options = { schema: { ...shape }, dialect: "draft7" as const, allErrors: true };
    const found = schema(data, options, context);
    const results = Array.isArray(found) ? found.slice(0, MAX_PROBLEMS_OF_A_RULE) : [];
    return results.map(({ message, path = [] }) => {
      return {
        path: [...path].map(segmentOf),
        message: `${sentence(message)}${valueOf(data, path)}`,
      };
    });
  };
}

function segmentOf(segment: PropertyKey): string | number {
  return typeof segment === "symbol" ? String(segment) : segment;
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}`.replace(/\.?$/, ".");
}

/** Spectral's message says what was expected; this adds what was found. */
function valueOf(data: unknown, path: readonly PropertyKey[]): string {
  const names: JsonPath = path.map((segment) =>
    String(segment).replaceAll("~1", "/").replaceAll("~0", "~"),
  );
  const value = valueAt(data, names);
  return value === undefined || typeof value === "object" ? "" : ` Found ${quote(value)}.`;
}
