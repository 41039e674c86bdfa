import * as pulumi from "@pulumi/pulumi";
import type { ConnectorFiles } from "../toolkit/lint/connectorFiles";
import { lintDocuments } from "../toolkit/lint/lintDocuments";

/**
 * Checks a connector before anything of it is deployed, in a preview too. Advice is shown as warnings.
 *
 * @throws pulumi.RunError with each finding for which the platform would refuse it.
 */
export async function requireSoundConnector(files: ConnectorFiles): Promise<void> {
  const { findings } = lintDocuments(files, { variant: "deploy" });
  const lines = findings.map(({ severity, file, path, message, fix, rule }) => ({
    severity,
    text: `${file} ${path}: ${message} ${fix} (${rule})`,
  }));
  for (const { severity, text } of lines) {
    if (severity === "warning") await pulumi.log.warn(text);
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
