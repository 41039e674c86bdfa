import { LEVELS, type RuleText } from "../rule";

/** Reported of a place in the configuration where nothing is ignored. */
export const UNUSED_IGNORE: RuleText = {
  id: "ignore-unused",
  levels: LEVELS.advice,
  description: "Every entry of ignore matches a finding.",
  fix: "Remove the entry, or correct its path.",
};

/** Reported of a mistake in the configuration, without which its connector is not checked. */
export const CONFIGURATION_MISTAKE: RuleText = {
  id: "configuration-structure",
  levels: LEVELS.refused,
  description: "The configuration is YAML, with known properties, levels and rules.",
  fix: "Correct the configuration at this place, then check the connector again.",
};

/** What is checked of the configuration. */
export const configurationRules: readonly RuleText[] = [CONFIGURATION_MISTAKE, UNUSED_IGNORE];
