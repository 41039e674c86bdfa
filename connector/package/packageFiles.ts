import { CONNECTOR_FILE_NAMES } from "../../toolkit/document/connectorFileNames";
import { connectorDocuments, type DocumentsOptions } from "../documents/connectorDocuments";
import { intro } from "./texts/intro";
import { jsonText } from "../../toolkit/text/jsonText";
import { readme } from "./texts/readme";
import type { Files } from "../../toolkit/files/reproducibleZip";
import { certificationZip } from "./solution/certificationZip";
import { deriveSampleFlow } from "./solution/sampleFlow/deriveSampleFlow";
import { requireSampleFlow } from "./solution/sampleFlow/requireSampleFlow";

/** What a package is made of. */
export interface PackageOptions extends DocumentsOptions {
  /** The connector's icon, a PNG. */
  readonly icon: Uint8Array;
  /** The connector that was created from an earlier package. Absent when there is none. */
  readonly created?: CreatedConnector;
}

/** A connector that is there, as its command line tool writes it down in the settings. */
export interface CreatedConnector {
  readonly connectorId?: string;
  readonly environment?: string;
}

const { script: _script, ...names } = CONNECTOR_FILE_NAMES;

/** The names of a package's files. The last is in the variant for certification only. */
export const PACKAGE_FILES = { ...names, certification: "ConnectorPackage.zip" } as const;

/**
 * The files of a connector's package, by their names: what its command line tool creates the connector
 * from, and what certification asks for. No secret is in any of them.
 *
 * @throws RangeError when the options cannot be combined, no host is known, or the sample flow does not
 *   fit the connector
 */
export function packageFiles(options: PackageOptions): Files {
  const { connector, icon, created = {}, variant = "deploy" } = options;
  const documents = connectorDocuments(options);
  const { sampleFlow } = connector.about;
  if (sampleFlow) requireSampleFlow(sampleFlow, documents.definition);
  const introduction = intro(documents.definition, options);
  return {
    [PACKAGE_FILES.definition]: jsonText(documents.definition),
    [PACKAGE_FILES.properties]: jsonText(documents.properties),
    [PACKAGE_FILES.settings]: jsonText({ ...created, ...settings }),
    [PACKAGE_FILES.icon]: icon,
    [PACKAGE_FILES.readme]: readme(documents.definition, options),
    [PACKAGE_FILES.intro]: introduction,
    ...(variant === "certify" && {
      [PACKAGE_FILES.certification]: certificationZip({
        about: connector.about,
        documents,
        sampleFlow: sampleFlow ?? deriveSampleFlow(documents.definition, connector),
        intro: introduction,
        icon,
      }),
    }),
  };
}

/**
 * What the connectors' command line tool reads. Without an environment and a connector's id it asks for
 * the one, and writes both down once the connector is there.
 */
const settings = {
  apiProperties: PACKAGE_FILES.properties,
  apiDefinition: PACKAGE_FILES.definition,
  icon: PACKAGE_FILES.icon,
  powerAppsUrl: "https://api.powerapps.com",
  powerAppsApiVersion: "2016-11-01",
} as const;
