import { existsSync } from "node:fs";
import { join } from "node:path";
import { readSmallText } from "../readSmallFile";
import type { LintConfig } from "./lintConfig";
import { parseLintConfig } from "./parseLintConfig";

/** The name of a connector's configuration of `lint`, in the connector's folder. */
export const LINT_CONFIG_FILE = ".connectorlint.yaml";

/**
 * Reads a configuration.
 *
 * @throws UnreadableFileError when the file cannot be read, or has something unknown in it
 */
export function readLintConfig(file: string): LintConfig {
  return parseLintConfig(readSmallText(file), file);
}

/**
 * Reads the configuration in a connector's folder.
 *
 * @returns undefined when there is none
 * @throws UnreadableFileError when there is one that cannot be read, or has something unknown in it
 */
export function lintConfigIn(folder: string): LintConfig | undefined {
  const file = join(folder, LINT_CONFIG_FILE);
  return existsSync(file) ? readLintConfig(file) : undefined;
}
