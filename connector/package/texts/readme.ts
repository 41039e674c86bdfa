import { firstAction } from "../../definition/firstAction";
import type { ConnectorDefinition } from "../../definition/swagger";
import { credentialBlocks, signInsOf, type TextOptions } from "./credentialTexts";
import { limitations } from "./limitationTexts";
import { bulletList, markdown, numberedList, operationBlocks } from "./markdown";
import {
  documentedOperation,
  documentedOperations,
  type DocumentedOperation,
  type Field,
} from "./operationTables";
import { sentenceList } from "./sentenceList";

/** The README that certification asks for, in Markdown, with all of its headings. */
export function readme(definition: ConnectorDefinition, options: TextOptions): string {
  const operations = documentedOperations(definition);
  return markdown(
    `# ${definition.info.title}`,
    definition.info.description,
    `## Publisher: ${options.connector.about.publisher}`,
    "## Prerequisites",
    bulletList(prerequisites(options)),
    "## Supported Operations",
    ...blocksOf("Actions", operations, "action"),
    ...blocksOf("Triggers", operations, "trigger"),
    "## Obtaining Credentials",
    ...credentialBlocks(options),
    "## Getting Started",
    numberedList(firstSteps(definition, options)),
    "## Known Issues and Limitations",
    bulletList(limitations(options)),
    "## Deployment Instructions",
    numberedList(deploymentSteps(options)),
  );
}

/** What must be there before a connection can be made. */
export function prerequisites({ gateway, multiTenant }: TextOptions): string[] {
  return [
    "A plan that includes premium connectors, since this is one.",
    multiTenant
      ? "A deployment of the service for your organization, and its host name."
      : "A deployment of the service.",
    ...(gateway ? ["An on-premises data gateway that reaches the service."] : []),
  ];
}

/** How a maker gets a first result. */
export function firstSteps(definition: ConnectorDefinition, { connector }: TextOptions): string[] {
  const action = firstAction(definition, connector);
  return [
    "In an app, a flow or an agent, add the connector and make a connection.",
    ...(action ? [firstCall(documentedOperation(definition, action))] : []),
  ];
}

function firstCall({ title, inputs, outputs }: DocumentedOperation): string {
  const parts = [
    ...(inputs.length > 0 ? [`takes ${titlesOf(inputs)}`] : []),
    ...(outputs.length > 0 ? [`returns ${titlesOf(outputs)}`] : []),
  ];
  const rest = parts.length > 0 ? ` It ${parts.join(", and ")}.` : "";
  return `Add the action **${title}**.${rest}`;
}

function titlesOf(fields: readonly Field[]): string {
  return sentenceList(fields.map(({ title }) => title));
}

function blocksOf(
  heading: string,
  operations: readonly DocumentedOperation[],
  kind: DocumentedOperation["kind"],
): string[] {
  const ofKind = operations.filter((operation) => operation.kind === kind);
  if (ofKind.length === 0) return [];
  return [`**${heading}**`, ...ofKind.flatMap(operationBlocks)];
}

function deploymentSteps({ auth, gateway, variant }: TextOptions): string[] {
  const signIns = signInsOf(auth);
  const secret = signIns > 0 ? " --secret CLIENT_SECRET" : "";
  const isToCertify = variant === "certify";
  const folder = isToCertify ? "that folder" : "this folder";
  return [
    gateway
      ? "Run the service where the on-premises data gateway reaches it."
      : "Deploy the service with `pulumi up`.",
    "Install the connectors' command line tool: `pip install paconn`, and sign in: `paconn login`.",
    // tools/paconn-cli/README.md of microsoft/PowerPlatformConnectors, "Limitations"
    ...(isToCertify
      ? [
          "This folder is for certification: `paconn` cannot create a connector that names a stackOwner. " +
            "Make the folder for `paconn` by the same command with `--variant deploy` and an `--out` " +
            "of its own.",
        ]
      : []),
    `In ${folder}, create the connector: \`paconn create --settings settings.json${secret}\`. ` +
      "It asks for the environment." +
      (signIns > 1
        ? " The one secret goes to both sign-ins, so both registrations must have it."
        : ""),
    ...(signIns > 0
      ? [
          "On the connector's **Security** page, copy the redirect URL and add it to the client's " +
            "registration. Each connector has its own.",
        ]
      : []),
    "Make a connection on the connector's **Test** page, and call an operation.",
    `After a change, make ${folder} again and update the connector: ` +
      `\`paconn update --settings settings.json${secret}\`. The settings remember which one it is.`,
  ];
}
