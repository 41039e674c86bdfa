import { randomUUID } from "node:crypto";
import type { EmulatorProvider } from "../../../local/cloud/provider";
import { secret, type Wire } from "../../../providers/rest/wire";
import { create, type Resource } from "./engine";
import type { Started } from "./startedCloud";
import { consumptionSku, flexSku, group, groupId, location, roles, valid } from "./validInputs";

export const hostAccountName = "sthostsample";
export const contentAccountName = "stsitesample";

/** What every app needs. */
export interface Base {
  started: Started;
  provider: EmulatorProvider;
  hostAccount: Resource;
  contentAccount: Resource;
  packages: Resource;
  identity: Resource;
  flexPlan: Resource;
  consumptionPlan: Resource;
}

export function inGroup(inputs: Wire): Wire {
  return { resourceGroupName: group, location, ...inputs };
}

export async function deployBase(started: Started): Promise<Base> {
  const { provider } = started;
  await create(provider, "ResourceGroup", valid.ResourceGroup);
  const account = { ...valid.StorageAccount, allowSharedKeyAccess: false };
  const hostAccount = await create(provider, "StorageAccount", {
    ...account,
    accountName: hostAccountName,
  });
  const contentAccount = await create(provider, "StorageAccount", {
    ...account,
    accountName: contentAccountName,
  });
  await create(provider, "BlobContainer", containerInputs(hostAccountName, "deployments"));
  const packages = await create(
    provider,
    "BlobContainer",
    containerInputs(contentAccountName, "packages"),
  );
  const identity = await create(
    provider,
    "UserAssignedIdentity",
    inGroup({ resourceName: "id-app" }),
  );
  await grant(provider, identity, "blobOwner", hostAccount.id);
  await grant(provider, identity, "blobReader", packages.id);
  const flexPlan = await create(provider, "AppServicePlan", planInputs("plan-flex", flexSku));
  const consumptionPlan = await create(
    provider,
    "AppServicePlan",
    planInputs("plan-consumption", consumptionSku),
  );
  return {
    started,
    provider,
    hostAccount,
    contentAccount,
    packages,
    identity,
    flexPlan,
    consumptionPlan,
  };
}

export function containerInputs(accountName: string, containerName: string): Wire {
  return { resourceGroupName: group, accountName, containerName };
}

export function planInputs(name: string, sku: Wire): Wire {
  return inGroup({ name, sku, kind: "functionapp", reserved: sku === flexSku });
}

export async function grant(
  provider: EmulatorProvider,
  identity: Resource,
  role: keyof typeof roles,
  scope: string,
): Promise<Resource> {
  const roleDefinitionId = `${groupId.slice(0, 51)}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`;
  const { principalId } = identity.outs;
  return create(provider, "RoleAssignment", { principalId, roleDefinitionId, scope });
}

/** Stores a package in the container for those that apps mount. @returns its address */
export async function uploadPackage(
  { started }: Pick<Base, "started">,
  packageZip: Uint8Array,
): Promise<string> {
  const { storageAccounts } = started.cloud;
  const container = storageAccounts.blobs(contentAccountName).getContainerClient("packages");
  const blob = container.getBlockBlobClient(`${randomUUID()}.zip`);
  await blob.uploadData(packageZip);
  return blob.url;
}

export function blobEndpoint(account: Resource): string {
  return (account.outs["primaryEndpoints"] as { blob: string }).blob;
}

export function flexAppInputs({ hostAccount, identity, flexPlan }: Base): Wire {
  return inGroup({
    name: "func-flex",
    kind: "functionapp,linux",
    reserved: true,
    serverFarmId: flexPlan.id,
    httpsOnly: true,
    identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
    functionAppConfig: {
      deployment: {
        storage: {
          type: "blobContainer",
          value: `${blobEndpoint(hostAccount)}deployments`,
          authentication: {
            type: "UserAssignedIdentity",
            userAssignedIdentityResourceId: identity.id,
          },
        },
      },
      runtime: { name: "node", version: "22" },
      scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 40 },
    },
    siteConfig: {
      alwaysOn: false,
      cors: { allowedOrigins: ["https://make.powerapps.com"] },
      appSettings: nameValuePairs(hostSettings(hostAccount, identity)),
    },
  });
}

export function consumptionAppInputs(base: Base, packageUrl: string): Wire {
  const { hostAccount, identity, consumptionPlan } = base;
  return inGroup({
    name: "func-consumption",
    kind: "functionapp",
    reserved: false,
    serverFarmId: consumptionPlan.id,
    httpsOnly: true,
    identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
    siteConfig: {
      appSettings: nameValuePairs({
        ...hostSettings(hostAccount, identity),
        FUNCTIONS_EXTENSION_VERSION: "~4",
        FUNCTIONS_WORKER_RUNTIME: "node",
        WEBSITE_NODE_DEFAULT_VERSION: "~22",
        WEBSITE_RUN_FROM_PACKAGE: packageUrl,
        WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: identity.id,
      }),
    },
  });
}

export function hostSettings(hostAccount: Resource, identity: Resource): Wire {
  return {
    AzureWebJobsStorage__credential: "managedidentity",
    AzureWebJobsStorage__clientId: identity.outs["clientId"],
    AzureWebJobsStorage__blobServiceUri: blobEndpoint(hostAccount),
    APPLICATIONINSIGHTS_CONNECTION_STRING: secret("InstrumentationKey=1"),
  };
}

export function nameValuePairs(settings: Wire): Wire[] {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}

/** The same app with one setting changed, or without it. */
export function withSetting(app: Wire, name: string, value?: unknown): Wire {
  const siteConfig = app["siteConfig"] as { appSettings: { name: string }[] };
  const others = siteConfig.appSettings.filter((setting) => setting.name !== name);
  const appSettings = value === undefined ? others : [...others, { name, value }];
  return { ...app, siteConfig: { ...siteConfig, appSettings } };
}

/** The same object with the value at a path replaced, or left out where it is undefined. */
export function withValue(
  object: Wire,
  [key = "", ...path]: readonly string[],
  value: unknown,
): Wire {
  const inner = path.length === 0 ? value : withValue((object[key] ?? {}) as Wire, path, value);
  return Object.fromEntries(
    Object.entries({ ...object, [key]: inner }).filter(([, kept]) => kept !== undefined),
  );
}
