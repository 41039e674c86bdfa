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
import { UnreadableFileError } from "./unreadableFile";

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
 * Checks every connector at the paths. A file that cannot be read is a finding, and the others are
 * checked; with a mistake in its configuration a connector is not.
 *
 * @throws Error when a path has no connector, or the configuration for all of them cannot be read
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
  const mistakes = new Map<string, Finding>();
  for (const path of paths.flatMap(connectorsAt)) {
    const { folder, files, unreadable, ...options } = readConnector(path);
    const variantOption = variant && { variant };
    const subject = { path, variant: variantOf(files, variantOption) };
    const config = shared || configIn(folder, rulesOff);
    if ("severity" in config) {
      checked.push({ ...subject, findings: unreadable, ignored: [] });
      mistakes.set(config.file, config);
      continue;
    }
    const { findings, ignored } = lintDocuments(files, { ...options, ...variantOption, config });
    const connector = { ...subject, findings: [...unreadable, ...findings], ignored };
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
  const found = checked.flatMap(({ findings }) => findings);
  return { checked, findings: [...found, ...mistakes.values(), ...unused.flat()] };
}

/** The configuration in a folder; the finding of what keeps it from being read. */
function configIn(folder: string, rulesOff: readonly string[]): LintConfig | Finding {
  try {
    return withRulesOff(lintConfigIn(folder), rulesOff);
  } catch (error) {
    if (error instanceof UnreadableFileError) return error.finding;
    throw error;
  }
}
