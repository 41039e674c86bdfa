import { identityOf } from "./identity";
import { languages, named } from "./solutionXml";
import { XSI, xmlDocument, type XmlContent } from "./xml";
import type { About } from "../../../function/contract/about";

/** What a solution holds. */
export interface CustomizationsOptions {
  readonly about: About;
  /** Where the connector's files are in the solution, by the element that names each. */
  readonly connectorFiles: Readonly<Record<string, string>>;
  /** Absent when the solution holds the connector only. */
  readonly flow?: {
    readonly name: string;
    readonly description: string;
    /** Where its definition is in the solution. */
    readonly file: string;
  };
}

/** A solution's `customizations.xml`: the connector, and a flow with the connection that it needs. */
export function customizationsXml({ about, connectorFiles, flow }: CustomizationsOptions): string {
  return xmlDocument("ImportExportXml", {
    ...XSI,
    Entities: "",
    Roles: "",
    Workflows: flow ? { Workflow: workflowXml(about, flow) } : "",
    FieldSecurityProfiles: "",
    Templates: "",
    EntityMaps: "",
    EntityRelationships: "",
    OrganizationSettings: "",
    optionsets: "",
    CustomControls: "",
    EntityDataProviders: "",
    ...(flow && { connectionreferences: { connectionreference: connectionReferenceXml(about) } }),
    Connectors: { Connector: connectorXml(about, connectorFiles) },
    Languages: languages,
  });
}

function connectorXml(about: About, files: CustomizationsOptions["connectorFiles"]): XmlContent {
  const { brandColor, info } = about;
  const identity = identityOf(about);
  const paths = Object.entries(files).map(([element, file]) => [element, `/${file}`]);
  return {
    connectorid: identity.connectorId,
    description: info.description,
    displayname: info.title,
    iconbrandcolor: brandColor,
    name: identity.connectorName,
    // A custom connector.
    connectortype: "1",
    ...(Object.fromEntries(paths) as Record<string, string>),
  };
}

function connectionReferenceXml(about: About): XmlContent {
  const identity = identityOf(about);
  return {
    "@connectionreferencelogicalname": identity.connectionReference,
    connectionreferencedisplayname: about.info.title,
    connectorid: `/providers/Microsoft.PowerApps/apis/${identity.apiName}`,
    customconnectorid: { connectorid: identity.connectorId },
    iscustomizable: "1",
    promptingbehavior: "0",
    statecode: "0",
    statuscode: "1",
  };
}

/** A cloud flow that is off: it is turned on once it has a connection. */
function workflowXml(
  about: About,
  { name, description, file }: NonNullable<CustomizationsOptions["flow"]>,
): XmlContent {
  return {
    "@WorkflowId": `{${identityOf(about).flowId}}`,
    "@Name": name,
    JsonFileName: `/${file}`,
    Type: "1",
    Subprocess: "0",
    // A cloud flow.
    Category: "5",
    Mode: "0",
    Scope: "4",
    OnDemand: "0",
    TriggerOnCreate: "0",
    TriggerOnDelete: "0",
    AsyncAutodelete: "0",
    SyncWorkflowLogOnFailure: "0",
    StateCode: "0",
    StatusCode: "1",
    RunAs: "1",
    IsTransacted: "1",
    IntroducedVersion: `${about.info.version}.0`,
    IsCustomizable: "1",
    BusinessProcessType: "0",
    IsCustomProcessingStepAllowedForOtherPublishers: "1",
    PrimaryEntity: "none",
    LocalizedNames: { LocalizedName: named(name) },
    Descriptions: { Description: named(description) },
  };
}
