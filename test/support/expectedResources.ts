import { dirname, join, relative } from "node:path";
import { DEFAULT_AUTH } from "../../connector/auth/auth";
import { connectorDocuments } from "../../connector/documents/connectorDocuments";
import type { Connector } from "../../function/contract/connector";
import { functionNamesOf } from "../../function/functionNames";
import type { Hosting } from "../../infra/hosting";
import { makerPortals } from "../../infra/makerPortals";
import type { Names } from "../../infra/names";
import { projectFolder } from "./projectFolder";

export const subscriptionId = "11111111-2222-3333-4444-555555555555";
export const apiKey = "the-key-that-was-made";
export const basicPassword = "the-password-that-was-made";
export const signingKey = "the-signing-key-that-was-made";
const workspaceSuffix = "0123abcd";
/** What the provider of random values makes, by the end of the resource's name. */
const secretsMade: Record<string, string> = {
  "-secrets-api-key": apiKey,
  "-secrets-basic-password": basicPassword,
  "-secrets-signing-key": signingKey,
};
export const connectionString =
  "InstrumentationKey=0;IngestionEndpoint=https://westeurope.example/";

const swaggerUi = relative(
  join(projectFolder, "infra"),
  dirname(require.resolve("swagger-ui-dist/package.json")),
);
const secret = (value: unknown) => ({ secret: value });

/** What Azure adds to the inputs of the resources that others refer to. */
export function cloudOutputs(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
  hostName?: string,
): object {
  const account = String(inputs["accountName"]);
  const endpoint = (service: string) => `https://${account}.${service}.core.windows.net/`;
  switch (type) {
    case "azure-native:resources:ResourceGroup":
      return { name: inputs["resourceGroupName"] };
    case "azure-native:managedidentity:UserAssignedIdentity":
      return { principalId: "the-principal", clientId: "the-client" };
    case "azure-native:applicationinsights:Component":
      return { connectionString: connectionString };
    case "azure-native:storage:StorageAccount":
      return {
        name: account,
        primaryEndpoints: {
          blob: endpoint("blob"),
          queue: endpoint("queue"),
          table: endpoint("table"),
          web: endpoint("z6.web"),
        },
      };
    case "functionapp:index:StaticSite":
      return { containerName: "$web" };
    case "azure-native:storage:BlobContainer":
      return { name: inputs["containerName"] };
    case "random:index/randomId:RandomId":
      return { hex: workspaceSuffix };
    case "azure-native:web:WebApp":
      return { defaultHostName: hostName ?? `${String(inputs["name"])}.azurewebsites.net` };
    case "random:index/randomPassword:RandomPassword":
      return { result: Object.entries(secretsMade).find(([end]) => name.endsWith(end))?.[1] };
    default:
      return {};
  }
}

/** Every resource by its label: the component that it belongs to, and its inputs. */
type Expected = Record<string, [parent: string, inputs: Record<string, unknown>]>;

/** What is expected of a run. */
interface ExpectedOptions {
  /** Name of the component. */
  readonly component: string;
  readonly connector: Connector;
  readonly hosting: Hosting;
  readonly names: Names;
  /** Name of the package's file, which its content gives it. */
  readonly packageName: string;
}

/** What a connector of default settings in westeurope has. */
export function expectedResources(options: ExpectedOptions): Expected {
  const { component, connector, hosting, names, packageName } = options;
  const resourceGroupName = names.resourceGroup;
  const location = "westeurope";
  const hostAccount = { resourceGroupName, accountName: names.hostStorageAccount };
  const contentAccount = { resourceGroupName, accountName: names.contentStorageAccount };
  const contentBlobs = `https://${names.contentStorageAccount}.blob.core.windows.net/`;
  const contentFiles = {
    accountId: `${component}-content-storage-account-id`,
    blobEndpoint: contentBlobs,
  };
  const siteUrl = `https://${names.contentStorageAccount}.z6.web.core.windows.net`;
  const hardened = {
    location,
    kind: "StorageV2",
    sku: { name: "Standard_LRS" },
    allowBlobPublicAccess: false,
    enableHttpsTrafficOnly: true,
    minimumTlsVersion: "TLS1_2",
  };
  const role = (scope: string, roleId: string): Expected[string] => [
    `${component}-app`,
    {
      scope,
      principalId: "the-principal",
      principalType: "ServicePrincipal",
      roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
    },
  ];
  const resourceProviders = [
    "Microsoft.Web",
    "Microsoft.App",
    "Microsoft.Storage",
    "Microsoft.ManagedIdentity",
    "Microsoft.Authorization",
    "Microsoft.OperationalInsights",
    "Microsoft.Insights",
    "Microsoft.AlertsManagement",
  ];
  const hostName = `${names.functionApp}.azurewebsites.net`;
  const { definition } = connectorDocuments({
    connector,
    auth: DEFAULT_AUTH,
    host: hostName,
  });

  return {
    [`functionapp:index:Preflight ${component}-preflight`]: [
      component,
      {
        subscriptionId,
        location,
        resourceGroupName,
        hosting,
        functionAppName: names.functionApp,
        storageAccountNames: [names.hostStorageAccount, names.contentStorageAccount],
        resourceProviders,
      },
    ],
    [`functionapp:index:ResourceProviders ${component}-resource-providers`]: [
      component,
      { subscriptionId, namespaces: resourceProviders },
    ],
    [`resources:ResourceGroup ${component}-resource-group`]: [
      component,
      { resourceGroupName, location },
    ],

    [`random:index/randomId:RandomId ${component}-monitoring-workspace-suffix`]: [
      `${component}-monitoring`,
      { byteLength: 4 },
    ],
    [`operationalinsights:Workspace ${component}-monitoring-workspace`]: [
      `${component}-monitoring`,
      {
        resourceGroupName,
        location,
        workspaceName: `${names.workspace}-${workspaceSuffix}`,
        sku: { name: "PerGB2018" },
        retentionInDays: 30,
      },
    ],
    [`applicationinsights:Component ${component}-monitoring-component`]: [
      `${component}-monitoring`,
      {
        resourceGroupName,
        location,
        resourceName: names.component,
        kind: "web",
        applicationType: "web",
        workspaceResourceId: `${component}-monitoring-workspace-id`,
        disableLocalAuth: true,
        // azure-native's own defaults.
        flowType: "Bluefield",
        ingestionMode: "LogAnalytics",
        publicNetworkAccessForIngestion: "Enabled",
        publicNetworkAccessForQuery: "Enabled",
        requestSource: "rest",
      },
    ],

    [`storage:StorageAccount ${component}-host-storage-account`]: [
      `${component}-host-storage`,
      { ...hostAccount, ...hardened, allowSharedKeyAccess: false },
    ],
    [`storage:BlobContainer ${component}-host-storage-deployments`]: [
      `${component}-host-storage`,
      { ...hostAccount, containerName: "deployments", publicAccess: "None" },
    ],

    [`storage:StorageAccount ${component}-content-storage-account`]: [
      `${component}-content-storage`,
      { ...contentAccount, ...hardened, allowSharedKeyAccess: false },
    ],
    [`functionapp:index:StaticSite ${component}-content-storage-site`]: [
      `${component}-content-storage`,
      { ...contentFiles, indexDocument: "index.html" },
    ],
    ...(hosting === "consumption" && {
      [`storage:BlobContainer ${component}-package-container`]: [
        `${component}-package`,
        { ...contentAccount, containerName: "mounted-packages", publicAccess: "None" },
      ],
      [`functionapp:index:Files ${component}-package-file`]: [
        `${component}-package`,
        {
          ...contentFiles,
          containerName: "mounted-packages",
          files: {
            [packageName]: {
              contentType: "application/zip",
              source: { path: `../dist/${packageName}` },
            },
          },
        },
      ],
    }),

    [`managedidentity:UserAssignedIdentity ${component}-app-identity`]: [
      `${component}-app`,
      { resourceGroupName, location, resourceName: names.identity },
    ],
    [`authorization:RoleAssignment ${component}-app-host-storage-owner`]: role(
      `${component}-host-storage-account-id`,
      "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    ),
    [`authorization:RoleAssignment ${component}-app-queue-contributor`]: role(
      `${component}-host-storage-account-id`,
      "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
    ),
    [`authorization:RoleAssignment ${component}-app-table-contributor`]: role(
      `${component}-host-storage-account-id`,
      "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
    ),
    [`authorization:RoleAssignment ${component}-app-metrics-publisher`]: role(
      `${component}-monitoring-component-id`,
      "3913510d-42f4-4e42-8a64-420c390055eb",
    ),
    ...(hosting === "consumption" && {
      [`authorization:RoleAssignment ${component}-app-packages-reader`]: role(
        `${component}-package-container-id`,
        "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
      ),
    }),

    [`web:AppServicePlan ${component}-function-plan`]: [
      `${component}-function`,
      {
        resourceGroupName,
        location,
        name: names.plan,
        kind: "functionapp",
        ...(hosting === "flex"
          ? { reserved: true, sku: { name: "FC1", tier: "FlexConsumption" } }
          : { reserved: false, sku: { name: "Y1", tier: "Dynamic" } }),
      },
    ],
    [`web:WebApp ${component}-function-app`]: [
      `${component}-function`,
      {
        resourceGroupName,
        location,
        name: names.functionApp,
        serverFarmId: `${component}-function-plan-id`,
        identity: {
          type: "UserAssigned",
          userAssignedIdentities: [`${component}-app-identity-id`],
        },
        httpsOnly: true,
        clientAffinityEnabled: false,
        ...(hosting === "flex"
          ? {
              kind: "functionapp,linux",
              reserved: true,
              functionAppConfig: {
                deployment: {
                  storage: {
                    type: "blobContainer",
                    value: `https://${names.hostStorageAccount}.blob.core.windows.net/deployments`,
                    authentication: {
                      type: "UserAssignedIdentity",
                      userAssignedIdentityResourceId: `${component}-app-identity-id`,
                    },
                  },
                },
                runtime: { name: "node", version: "22" },
                scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 100 },
              },
            }
          : { kind: "functionapp", reserved: false }),
        siteConfig: secret({
          minTlsVersion: "1.2",
          http20Enabled: true,
          apiDefinition: { url: `https://${hostName}/api/apiDefinition.swagger.json` },
          cors: { allowedOrigins: [siteUrl, ...makerPortals] },
          ...(hosting === "flex"
            ? { alwaysOn: false }
            : {
                ftpsState: "Disabled",
                functionAppScaleLimit: 100,
                netFrameworkVersion: "v6.0",
              }),
          appSettings: [
            { name: "AzureWebJobsStorage__credential", value: "managedidentity" },
            { name: "AzureWebJobsStorage__clientId", value: "the-client" },
            { name: "AzureWebJobsStorage__accountName", value: names.hostStorageAccount },
            {
              name: "AzureWebJobsStorage__blobServiceUri",
              value: `https://${names.hostStorageAccount}.blob.core.windows.net/`,
            },
            {
              name: "AzureWebJobsStorage__queueServiceUri",
              value: `https://${names.hostStorageAccount}.queue.core.windows.net/`,
            },
            {
              name: "AzureWebJobsStorage__tableServiceUri",
              value: `https://${names.hostStorageAccount}.table.core.windows.net/`,
            },
            { name: "APPLICATIONINSIGHTS_CONNECTION_STRING", value: connectionString },
            {
              name: "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
              value: "ClientId=the-client;Authorization=AAD",
            },
            { name: "CONNECTOR_SITE_URL", value: siteUrl },
            { name: "CONNECTOR_AUTH", value: "apiKey" },
            { name: "CONNECTOR_SIGNING_KEY", value: signingKey },
            { name: "CONNECTOR_CALLBACK_HOSTS", value: "" },
            { name: "CONNECTOR_NOTICE_RETRY_SECONDS", value: "10" },
            ...(hosting === "flex"
              ? []
              : [
                  { name: "FUNCTIONS_EXTENSION_VERSION", value: "~4" },
                  { name: "FUNCTIONS_WORKER_RUNTIME", value: "node" },
                  { name: "WEBSITE_NODE_DEFAULT_VERSION", value: "~22" },
                  {
                    name: "WEBSITE_RUN_FROM_PACKAGE",
                    value: `${contentBlobs}mounted-packages/${packageName}`,
                  },
                  {
                    name: "WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID",
                    value: `${component}-app-identity-id`,
                  },
                ]),
          ],
          // azure-native's own default.
          localMySqlEnabled: false,
        }),
        // azure-native's own defaults.
        hyperV: false,
        isXenon: false,
        scmSiteAlsoStopped: false,
      },
    ],
    [`functionapp:index:FunctionCode ${component}-function-code`]: [
      `${component}-function`,
      {
        appId: `${component}-function-app-id`,
        package: { path: `../dist/${packageName}` },
        functions: functionNamesOf(connector),
        ...(hosting === "consumption" && {
          mountedFrom: `${contentBlobs}mounted-packages/${packageName}`,
        }),
      },
    ],

    [`random:index/randomPassword:RandomPassword ${component}-secrets-api-key`]: [
      `${component}-secrets`,
      { length: 48, special: false, keepers: { version: "1" } },
    ],
    [`random:index/randomPassword:RandomPassword ${component}-secrets-signing-key`]: [
      `${component}-secrets`,
      { length: 48, special: false, keepers: {} },
    ],
    [`functionapp:index:FunctionKey ${component}-api-key`]: [
      component,
      { appId: `${component}-function-app-id`, name: "connector", value: secret(apiKey) },
    ],

    [`functionapp:index:Files ${component}-published-site`]: [
      component,
      {
        ...contentFiles,
        containerName: "$web",
        files: {
          "apiDefinition.swagger.json": {
            contentType: "application/json",
            source: { text: `${JSON.stringify(definition, null, 2)}\n` },
          },
          "index.html": page("html", "site/index.html"),
          "tryIt.css": page("css", "site/tryIt.css"),
          "tryIt.js": page("javascript", "site/tryIt.js"),
          "swagger-ui.css": page("css", `${swaggerUi}/swagger-ui.css`),
          "swagger-ui-bundle.js": page("javascript", `${swaggerUi}/swagger-ui-bundle.js`),
          "icon.png": { contentType: "image/png", source: { path: "../connector/icon.png" } },
        },
      },
    ],
  };
}

/** A file of the site that is a text of this type. */
function page(type: string, path: string): object {
  return { contentType: `text/${type}; charset=utf-8`, source: { path } };
}
