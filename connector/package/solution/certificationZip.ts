import type { About } from "../../../function/contract/about";
import type { SampleFlow } from "../../../function/contract/sampleFlow";
import type { ConnectorDocuments } from "../../documents/connectorDocuments";
import { jsonText } from "../../../toolkit/text/jsonText";
import { reproducibleZip, type Files } from "../../../toolkit/files/reproducibleZip";
import { customizationsXml } from "./customizationsXml";
import { identityOf } from "./identity";
import { workflow } from "./sampleFlow/workflow";
import { solutionXml, type RootComponent } from "./solutionXml";
import { xmlDocument } from "./xml";

/** What a certification package is made of. */
export interface CertificationOptions {
  readonly about: About;
  readonly documents: ConnectorDocuments;
  readonly sampleFlow: SampleFlow;
  /** The introduction, in Markdown. */
  readonly intro: string;
  /** A PNG. */
  readonly icon: Uint8Array;
}

/** What is submitted for certification: the introduction, and a package of two solutions. */
export function certificationZip(options: CertificationOptions): Uint8Array {
  const { about, documents, intro, icon } = options;
  const connector = connectorFiles(about, documents, icon);
  return reproducibleZip({
    "intro.md": intro,
    "package.zip": reproducibleZip({
      "PkgAssets/ConnectorSolution.zip": connectorSolution(about, connector),
      "PkgAssets/FlowSolution.zip": flowSolution(options, connector),
    }),
  });
}

/** The connector's files in a solution, by the element of customizations.xml that names each. */
type ConnectorFiles = Readonly<
  Record<string, { readonly path: string; readonly content: string | Uint8Array }>
>;

function connectorFiles(
  about: About,
  { definition, properties }: ConnectorDocuments,
  icon: Uint8Array,
) {
  const { connectorName } = identityOf(about);
  const jsonFile = (element: string, content: object) => ({
    path: `Connector/${connectorName}_${element}.json`,
    content: jsonText(content),
  });
  const { connectionParameters, connectionParameterSets, policyTemplateInstances } =
    properties.properties;
  return {
    openapidefinition: jsonFile("openapidefinition", definition),
    connectionparameters: jsonFile("connectionparameters", connectionParameters ?? {}),
    ...(connectionParameterSets && {
      connectionparametersets: jsonFile("connectionparametersets", connectionParameterSets),
    }),
    policytemplateinstances: jsonFile("policytemplateinstances", policyTemplateInstances),
    iconblob: { path: `Connector/${connectorName}_iconblob.Png`, content: icon },
  };
}

function connectorSolution(about: About, connector: ConnectorFiles): Uint8Array {
  return solutionZip("Connector", about, connector, [connectorComponent(about)], {
    "customizations.xml": customizationsXml({ about, connectorFiles: pathsOf(connector) }),
  });
}

function flowSolution(
  { about, documents, sampleFlow: flow }: CertificationOptions,
  connector: ConnectorFiles,
): Uint8Array {
  const identity = identityOf(about);
  const { flowId } = identity;
  // A part of an OPC package: its name has no spaces.
  const file = `Workflows/${flow.name.replaceAll(/\W+/g, "")}-${flowId.toUpperCase()}.json`;
  return solutionZip(
    "Flow",
    about,
    connector,
    [connectorComponent(about), { type: "29", id: flowId }],
    {
      [file]: jsonText(workflow({ flow, definition: documents.definition, identity })),
      "customizations.xml": customizationsXml({
        about,
        connectorFiles: pathsOf(connector),
        flow: { name: flow.name, description: flow.description, file },
      }),
    },
  );
}

function connectorComponent(about: About): RootComponent {
  const { connectorId, connectorName } = identityOf(about);
  return { type: "372", id: connectorId, schemaName: connectorName };
}

function solutionZip(
  kind: "Connector" | "Flow",
  about: About,
  connector: ConnectorFiles,
  components: readonly RootComponent[],
  files: Files,
): Uint8Array {
  return reproducibleZip({
    ...files,
    ...Object.fromEntries(Object.values(connector).map(({ path, content }) => [path, content])),
    "solution.xml": solutionXml({
      about,
      uniqueName: `${about.solutionNames.solution}${kind}`,
      displayName: `${about.info.title} ${kind}`,
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

/** Open Packaging Conventions: a solution lists the types of its files by their endings. */
function contentTypesXml(): string {
  return xmlDocument("Types", {
    "@xmlns": "http://schemas.openxmlformats.org/package/2006/content-types",
    Default: ["xml", "json", "Png"].map((extension) => ({
      "@Extension": extension,
      "@ContentType": "application/octet-stream",
    })),
  });
}
