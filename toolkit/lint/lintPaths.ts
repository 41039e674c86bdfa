import { setImmediate } from "node:timers/promises";
import type { ConnectorVariant } from "../document/connectorVariant";
import { lintConfigIn, readLintConfig } from "./config/readLintConfig";
import { withRulesOff, type LintConfig } from "./config/lintConfig";
import { requireRule } from "./config/parseLintConfig";
import { unusedIgnores } from "./config/unusedIgnores";
import { variantOf } from "./connectorFiles";
import type { Finding } from "./finding";
import { lintDocuments, type LintResult } from "./lintDocuments";
import { connectorsAt, readConnector } from "./readConnector";

/** How connectors are checked. */
export interface LintPathsOptions {
  /** What they are checked for. Without it, see `variantOf` for each. */
  readonly variant?: ConnectorVariant;
  /** A configuration for all of them. Without it, the one in each folder. */
  readonly configFile?: string;
  /** Ids of rules that are off, whatever is configured. @default [] */
  readonly rulesOff?: readonly string[];
}

/** A connector that was checked. */
export interface CheckedConnector extends LintResult {
  readonly path: string;
  readonly variant: ConnectorVariant;
}

/** All that was checked. */
export interface LintReport {
  readonly checked: readonly CheckedConnector[];
  /** By connector, and at last those of configurations. */
  readonly findings: readonly Finding[];
}

/**
 * Checks every connector at the paths.
 *
 * @throws Error when a path has no connector, or a file or a configuration cannot be read
 * @throws RangeError for an unknown rule
 */
export async function lintPaths(
  paths: readonly string[],
  { variant, configFile, rulesOff = [] }: LintPathsOptions,
): Promise<LintReport> {
  for (const id of rulesOff) requireRule(id);
  const shared = configFile && withRulesOff(readLintConfig(configFile), rulesOff);
  const checked: CheckedConnector[] = [];
  const wholeByConfig = new Map<LintConfig, CheckedConnector[]>();
  for (const path of paths.flatMap(connectorsAt)) {
    const { folder, files, ...options } = readConnector(path);
    const config = shared || withRulesOff(lintConfigIn(folder), rulesOff);
    const connector = {
      path,
      variant: variantOf(files, variant && { variant }),
      ...lintDocuments(files, {
        ...options,
        ...(variant && { variant }),
        config,
      }),
    };
    checked.push(connector);
    if (options.isWhole) {
      wholeByConfig.set(config, [...(wholeByConfig.get(config) ?? []), connector]);
    }
    // Lets a timer of the caller go off.
    await setImmediate();
  }
  const unused = Array.from(wholeByConfig, ([config, connectors]) =>
    unusedIgnores(config, connectors),
  );
  return { checked, findings: [...checked.flatMap(({ findings }) => findings), ...unused.flat()] };
}
