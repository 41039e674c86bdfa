import type { ConnectorVariant } from "../../document/connectorVariant";
import { quoteValue, safeMessage } from "../../text/messageText";
import type { Finding } from "../finding";
import { rulesById } from "../rules/allRules";
import { UNUSED_IGNORE } from "../rules/configuration";
import { isAt, levelOf, type LintConfig } from "./lintConfig";

/** A check of a whole connector that a configuration was used for. */
export interface ConfiguredCheck {
  readonly variant: ConnectorVariant;
  readonly ignored: readonly Finding[];
}

/**
 * The places that a configuration ignores though nothing is wrong there. Those of rules that none of
 * the checks was about, such as certification's in a check for deployment, are not among them.
 *
 * @param checks all that the configuration was used for
 */
export function unusedIgnores(config: LintConfig, checks: readonly ConfiguredCheck[]): Finding[] {
  return config.ignoredPlaces.flatMap((place) => {
    const rule = rulesById.get(place.rule);
    const variants = checks
      .map(({ variant }) => variant)
      .filter((variant) => rule && levelOf(rule, variant, config) !== "off");
    const level = variants.map((variant) => levelOf(UNUSED_IGNORE, variant, config))[0] ?? "off";
    const isUsed = checks.some(({ ignored }) => ignored.some((finding) => isAt(finding, place)));
    if (level === "off" || isUsed) return [];
    const { id, fix } = UNUSED_IGNORE;
    const { file, path, line, column } = place.statedAt;
    const message = `There are no findings of the rule ${place.rule} at ${quoteValue(place.path)}.`;
    const found = { file, path, line, column, message: safeMessage(message), fix };
    return [{ severity: level, rule: id, ...found }];
  });
}
