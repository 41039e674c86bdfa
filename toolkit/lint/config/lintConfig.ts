import { basename } from "node:path";
import type { ConnectorVariant } from "../../document/connectorVariant";
import type { Place } from "../../source/textPlaces";
import type { Finding } from "../finding";
import type { Level, RuleText } from "../rule";

/** How a project wants to be checked: other levels for rules, and places that are left alone. */
export interface LintConfig {
  /** Levels in place of the rules' own, by the rules' ids, for both variants. */
  readonly levels: ReadonlyMap<string, Level>;
  readonly ignoredPlaces: readonly IgnoredPlace[];
}

/** Where a rule may be broken, and why. */
export interface IgnoredPlace {
  readonly rule: string;
  /** JSONPath as findings have it; one that ends with `*` stands for all that begin alike. */
  readonly path: string;
  /** Name of the connector's file, such as `README.md`. Absent when it may be any of its files. */
  readonly file?: string;
  readonly reason: string;
  /** Where the configuration's file says so. */
  readonly statedAt: Place & { readonly file: string; readonly path: string };
}

/** The level of a rule where a connector is checked for a variant. */
export function levelOf(
  { id, levels }: RuleText,
  variant: ConnectorVariant,
  config: LintConfig | undefined,
): Level {
  return config?.levels.get(id) ?? levels[variant];
}

/** True for a finding in a place that the configuration leaves alone. */
export function isIgnoredPlace(finding: Finding, config: LintConfig | undefined): boolean {
  return config?.ignoredPlaces.some((place) => isAt(finding, place)) ?? false;
}

/** True for a finding of the rule in that place. */
export function isAt(finding: Finding, { rule, path, file }: IgnoredPlace): boolean {
  if (finding.rule !== rule) return false;
  if (file !== undefined && basename(finding.file) !== file) return false;
  return path.endsWith("*") ? finding.path.startsWith(path.slice(0, -1)) : finding.path === path;
}

/** The configuration with rules switched off; a new one where there is none. */
export function withRulesOff(config: LintConfig | undefined, ids: readonly string[]): LintConfig {
  const off = ids.map((id) => [id, "off"] as const);
  return {
    levels: new Map([...(config?.levels ?? []), ...off]),
    ignoredPlaces: config?.ignoredPlaces ?? [],
  };
}
