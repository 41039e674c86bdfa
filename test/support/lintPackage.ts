import type { ConnectorVariant } from "../../toolkit/document/connectorVariant";
import type { Files } from "../../toolkit/files/reproducibleZip";
import type { Finding } from "../../toolkit/lint/finding";
import { lintDocuments } from "../../toolkit/lint/lintDocuments";

/**
 * What the linter finds in a package as a whole.
 *
 * @param variant what to check for. @default as the package's properties say
 */
export function lintPackage(files: Files, variant?: ConnectorVariant): readonly Finding[] {
  const text = (name: string) => String(files[name]);
  const certification = files["ConnectorPackage.zip"];
  const { findings } = lintDocuments(
    {
      definition: text("apiDefinition.swagger.json"),
      properties: text("apiProperties.json"),
      settings: text("settings.json"),
      icon: files["icon.png"] as Uint8Array,
      readme: text("README.md"),
      intro: text("intro.md"),
      ...(certification && { certification: certification as Uint8Array }),
    },
    { isWhole: true, fileNames: Object.keys(files), ...(variant && { variant }) },
  );
  return findings;
}
