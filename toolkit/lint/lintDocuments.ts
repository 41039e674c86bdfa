import type { ConnectorFiles, LintOptions } from "./connectorFiles";
import type { Finding } from "./finding";

/**
 * Checks a connector by Microsoft's rules, as far as that can be done offline. Documents are read as
 * untrusted input: nothing outside of them is opened, and no content makes it throw.
 *
 * The rules and their engine are loaded by the first call, which takes some tenths of a second.
 *
 * @returns the findings, by file and line; none where nothing is wrong
 */
export async function lintDocuments(
  files: ConnectorFiles,
  options: LintOptions = {},
): Promise<Finding[]> {
  // Required here, so that who never lints never loads Spectral.
  const { lintWith }: typeof import("./lintWith") = require("./lintWith");
  return await lintWith(files, options);
}
