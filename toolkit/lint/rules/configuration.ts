import { LEVELS, type RuleText } from "../rule";

/** Reported of a place in the configuration where nothing is ignored. */
export const UNUSED_IGNORE: RuleText = {
  id: "ignore-unused",
  levels: LEVELS.advice,
  description: "Every entry of ignore matches a finding.",
  fix: "Remove the entry, or correct its path.",
};

/** What is checked of the configuration, which is refused where it cannot be read. */
export const configurationRules: readonly RuleText[] = [UNUSED_IGNORE];
