import { publisher } from "../about";
import type { ConnectorDefinition } from "../swagger";
import { credentialBlocks, type TextOptions } from "./credentialTexts";
import { limitations } from "./limitationTexts";
import { bulletList, markdown, numberedList, operationBlocks } from "./markdown";
import { documentedOperations, type DocumentedOperation } from "./operationTables";

/** The README that certification asks for, in Markdown, with all of its headings. */
export function readme(definition: ConnectorDefinition, options: TextOptions): string {
  const operations = documentedOperations(definition);
  return markdown(
    `# ${definition.info.title}`,
    definition.info.description,
    `## Publisher: ${publisher}`,
    "## Prerequisites",
    bulletList(prerequisites(options)),
    "## Supported Operations",
    ...blocksOf("Actions", operations, "action"),
    ...blocksOf("Triggers", operations, "trigger"),
    "## Obtaining Credentials",
    ...credentialBlocks(options),
    "## Getting Started",
    numberedList(firstSteps(operations)),
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

/** How a maker comes to a first answer. */
export function firstSteps(operations: readonly DocumentedOperation[]): string[] {
  const first = operations.find(({ kind }) => kind === "action");
  return [
    "In an app, a flow or an agent, add the connector and make a connection.",
    ...(first
      ? [
          `Add the action **${first.title}**. It takes ` +
            `${first.inputs.map(({ title }) => title).join(" and ")}, and answers ` +
            `${first.outputs.map(({ title }) => title).join(", ")}.`,
        ]
      : []),
  ];
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

function deploymentSteps({ auth, gateway }: TextOptions): string[] {
  const signsIn = auth.modes.some((mode) => mode === "oauth2" || mode === "entraId");
  return [
    gateway
      ? "Run the service where the on-premises data gateway reaches it by http."
      : "Deploy the service with `pulumi up`.",
    "Install the connectors' command line tool: `pip install paconn`, and sign in: `paconn login`.",
    "In this folder, create the connector: `paconn create --settings settings.json" +
      `${signsIn ? " --secret CLIENT_SECRET" : ""}\`. It asks for the environment.`,
    ...(signsIn
      ? [
          "On the connector's **Security** page, copy the redirect URL and add it to the client's " +
            "registration. Each connector has its own.",
        ]
      : []),
    "Make a connection on the connector's **Test** page, and call an operation.",
    "After a change, make this folder again and update the connector: " +
      "`paconn update --settings settings.json`. The settings remember which one it is.",
  ];
}
