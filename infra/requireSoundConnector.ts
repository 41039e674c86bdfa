import * as pulumi from "@pulumi/pulumi";
import type { ConnectorFiles } from "../toolkit/lint/connectorFiles";
import type { LintConfig } from "../toolkit/lint/config/lintConfig";
import { lintDocuments } from "../toolkit/lint/lintDocuments";

/**
 * Checks a connector before anything of it is deployed, in a preview too. Advice is shown as warnings.
 *
 * @param config levels of rules, and places that are left alone
 * @throws pulumi.RunError with each finding for which the platform would refuse it
 */
export function requireSoundConnector(files: ConnectorFiles, config?: LintConfig): void {
  const { findings } = lintDocuments(files, { variant: "deploy", config });
  const lines = findings.map(({ severity, file, path, message, fix, rule }) => ({
    severity,
    text: `${file} ${path}: ${message} ${fix} (${rule})`,
  }));
  for (const { severity, text } of lines) {
    // Logging ends by itself: a program waits for its log.
    if (severity === "warning") void pulumi.log.warn(text);
  }
  const errors = lines.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  throw new pulumi.RunError(
    [
      "The connector would be refused, so nothing is deployed:",
      ...errors.map(({ text }) => text),
    ].join("\n"),
  );
}
