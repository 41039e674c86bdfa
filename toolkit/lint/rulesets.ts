import type { RulesetDefinition } from "@stoplight/spectral-core";
import { definitionOf, type Definition } from "./model/definition";
import { isObject } from "../document/json";
import { memoizePerObject } from "../document/memoizePerObject";
import { propertiesOf } from "./model/properties";
import { safeMessage } from "../text/messageText";
import type { Level, Rule } from "./rule";
import type { ConnectorVariant } from "../document/connectorVariant";
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
export const definitionRulesets: Readonly<Record<ConnectorVariant, RulesetDefinition>> = {
  deploy: definitionRuleset("deploy"),
  certify: definitionRuleset("certify"),
};

/**
 * The rules of connector definitions as one of `definitionRulesets`.
 *
 * @param usesGateway whether the connector's properties have the capability gateway. @default false
 */
export function definitionRuleset(
  variant: ConnectorVariant,
  usesGateway = false,
): RulesetDefinition {
  // Worked out once, and not for each rule.
  const modelOf = memoizePerObject((root: object) => ({ ...definitionOf(root), usesGateway }));
  return rulesetOf(definitionRules, variant, (data) => modelOf(isObject(data) ? data : {}));
}

/**
 * The rules of apiProperties.json as a ruleset for Spectral.
 *
 * @param definition the connector's definition, parsed; rules that compare the two need it
 */
export function propertiesRuleset(
  variant: ConnectorVariant,
  definition?: Definition,
): RulesetDefinition {
  // Worked out once, and not for each rule.
  const modelOf = memoizePerObject((root: object) => propertiesOf(root, definition));
  return rulesetOf(allPropertiesRules, variant, (data) => modelOf(isObject(data) ? data : {}));
}

/**
 * The rules of settings.json as a ruleset for Spectral.
 *
 * @param fileNames names of the files next to it @default they are not looked up
 */
export function settingsRuleset(
  variant: ConnectorVariant,
  fileNames?: readonly string[],
): RulesetDefinition {
  return rulesetOf(allSettingsRules, variant, (data) => {
    return { node: isObject(data) ? data : {}, fileNames };
  });
}

function rulesetOf<Subject>(
  rules: readonly Rule<Subject>[],
  variant: ConnectorVariant,
  subjectOf: (data: unknown) => Subject,
): RulesetDefinition {
  const entries = rules.map((rule): [string, SpectralRule] => {
    const { code, fix } = rule;
    const spectralRule: SpectralRule = {
      description: rule.description,
      message: "{{error}}",
      severity: spectralSeverity(rule.levels[variant]),
      given: "$",
      // References are followed by the rules themselves, and never out of the document.
      resolved: false,
      extensions: code === undefined ? { fix } : { code, fix },
      ...(code === undefined ? {} : { documentationUrl: documentationOf(code) }),
      // oxlint-disable-next-line unicorn/no-thenable -- Spectral's name for what a rule does
      then: { function: functionOf(rule, subjectOf) },
    };
    return [rule.id, spectralRule];
  });
  return { rules: Object.fromEntries(entries) };
}

/** Microsoft's pages on certification policies and on the rules of the swagger validator. */
function documentationOf(code: string): string {
  const page = code.startsWith("5000.") ? "policy-errors" : "swagger-validator-rules";
  return `https://learn.microsoft.com/connectors/custom-connectors/certification-${page}`;
}

function spectralSeverity(level: Level): "error" | "warn" | "off" {
  return level === "warning" ? "warn" : level;
}

interface SpectralResult {
  readonly message: string;
  readonly path: (string | number)[];
}

function functionOf<Subject>(
  rule: Rule<Subject>,
  subjectOf: (data: unknown) => Subject,
): (data: unknown) => SpectralResult[] {
  return (data) => {
    const results: SpectralResult[] = [];
    for (const { path, message } of rule.check(subjectOf(data))) {
      if (results.length === MAX_PROBLEMS_OF_A_RULE) break;
      results.push({ path: path.map(escaped), message: safeMessage(message) });
    }
    return results;
  };
}

/** Spectral takes segments for those of a JSON pointer. */
function escaped(segment: string | number): string | number {
  return typeof segment === "number" ? segment : segment.replaceAll("~", "~0");
}
