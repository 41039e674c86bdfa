import type { ConnectorDocuments } from "../documents";
import { jsonText } from "../../../toolkit/text/jsonText";
import { reproducibleZip, type Files } from "../../../toolkit/files/reproducibleZip";
import { customizationsXml } from "./customizationsXml";
import { identity } from "./identity";
import { SAMPLE_FLOW_DESCRIPTION, SAMPLE_FLOW_NAME, sampleFlow } from "./sampleFlow";
import { solutionXml, type RootComponent } from "./solutionXml";
import { xmlDocument } from "./xml";
import { thisConnector } from "../../../function/thisConnector";

const { info, solutionNames } = thisConnector.about;

/** What a certification package is made of. */
export interface CertificationOptions {
  readonly documents: ConnectorDocuments;
  /** The introduction, in Markdown. */
  readonly intro: string;
  /** A PNG. */
  readonly icon: Uint8Array;
}

/** What is handed in for certification: the introduction, and a package of two solutions. */
export function certificationZip({ documents, intro, icon }: CertificationOptions): Uint8Array {
  const connector = connectorFiles(documents, icon);
  return reproducibleZip({
    "intro.md": intro,
    "package.zip": reproducibleZip({
      "PkgAssets/ConnectorSolution.zip": connectorSolution(connector),
      "PkgAssets/FlowSolution.zip": flowSolution(connector),
    }),
  });
}

/** The connector's files in a solution, by the element of customizations.xml that names each. */
type ConnectorFiles = Readonly<
  Record<string, { readonly path: string; readonly content: string | Uint8Array }>
>;

function connectorFiles({ definition, properties }: ConnectorDocuments, icon: Uint8Array) {
  const { connectionParameters, connectionParameterSets, policyTemplateInstances } =
    properties.properties;
  return {
    openapidefinition: jsonFile("openapidefinition", definition),
    connectionparameters: jsonFile("connectionparameters", connectionParameters ?? {}),
    ...(connectionParameterSets && {
      connectionparametersets: jsonFile("connectionparametersets", connectionParameterSets),
    }),
    policytemplateinstances: jsonFile("policytemplateinstances", policyTemplateInstances),
    iconblob: { path: `Connector/${identity.connectorName}_iconblob.Png`, content: icon },
  };
}

function jsonFile(element: string, content: object) {
  const path = `Connector/${identity.connectorName}_${element}.json`;
  return { path, content: jsonText(content) };
}

function connectorSolution(connector: ConnectorFiles): Uint8Array {
  return solutionZip("Connector", connector, [connectorComponent], {
    "customizations.xml": customizationsXml({ connectorFiles: pathsOf(connector) }),
  });
}

function flowSolution(connector: ConnectorFiles): Uint8Array {
  const { flowId } = identity;
  // A part of an OPC package: its name has no blanks.
  const file = `Workflows/${SAMPLE_FLOW_NAME.replaceAll(" ", "")}-${flowId.toUpperCase()}.json`;
  return solutionZip("Flow", connector, [connectorComponent, { type: "29", id: flowId }], {
    [file]: jsonText(sampleFlow()),
    "customizations.xml": customizationsXml({
      connectorFiles: pathsOf(connector),
      flow: { name: SAMPLE_FLOW_NAME, description: SAMPLE_FLOW_DESCRIPTION, file },
    }),
  });
}

const connectorComponent: RootComponent = {
  type: "372",
  id: identity.connectorId,
  schemaName: identity.connectorName,
};

function solutionZip(
  kind: "Connector" | "Flow",
  connector: ConnectorFiles,
  components: readonly RootComponent[],
  files: Files,
): Uint8Array {
  return reproducibleZip({
    ...files,
    ...Object.fromEntries(Object.values(connector).map(({ path, content }) => [path, content])),
    "solution.xml": solutionXml({
      uniqueName: `${solutionNames.solution}${kind}`,
      displayName: `${info.title} ${kind}`,
      components,
    }),
    "[Content_Types].xml": contentTypesXml(),
  });
}

function pathsOf(connector: ConnectorFiles): Record<string, string> {
  return Object.fromEntries(
    Object.entries(connector).map(([element, { path }]) => [element, path]),
  );
}

/** Open Packaging Conventions: a solution tells the type of its files by their endings. */
function contentTypesXml(): string {
  return xmlDocument("Types", {
    "@xmlns": "http://schemas.openxmlformats.org/package/2006/content-types",
    Default: ["xml", "json", "Png"].map((extension) => ({
      "@Extension": extension,
      "@ContentType": "application/octet-stream",
    })),
  });
}
