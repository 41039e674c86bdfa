import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  containerInputs,
  deployBase,
  contentAccountName,
} from "../support/localCloud/baseResources";
import { create, remove, tokens, urnOf } from "../support/localCloud/engine";
import { start, type Started } from "../support/localCloud/startedCloud";
import { groupId } from "../support/localCloud/validInputs";

const accountId = `${groupId}/providers/Microsoft.Storage/storageAccounts/${contentAccountName}`;
const containerId = `${accountId}/blobServices/default/containers/old`;

/** What an earlier version of the emulator made, by ids. */
const earlier: Readonly<Record<string, string>> = {
  [`${groupId}/providers/Microsoft.Resources/deployments/code`]:
    "azure-native:resources:Deployment",
  [`${containerId}/blobs/package.zip`]: "azure-native:storage:Blob",
  [`${accountId}/blobServices/default`]: "azure-native:storage:BlobServiceProperties",
  [`${accountId}/staticWebsite`]: "azure-native:storage:StorageAccountStaticWebsite",
};

let started: Started;
beforeAll(async () => {
  const before = await start();
  const { provider } = await deployBase(before);
  await create(provider, "BlobContainer", containerInputs(contentAccountName, "old"));
  for (const [id, type] of Object.entries(earlier)) {
    const inputs = { accountName: contentAccountName };
    before.cloud.inventory.put({ id, type, inputs, outputs: { name: "any" }, hidden: {} });
  }
  await before.stop();
  started = await start(before.directory);
});

function inventoryText(): string {
  return readFileSync(join(started.directory, "resources.json"), "utf8");
}

/** Ids of what the emulator has of an earlier version. */
function left(): string[] {
  return Object.keys(earlier).filter((id) => started.cloud.inventory.find(id) !== undefined);
}

test.each(Object.entries(earlier).map(([id, token]) => [token, id] as const))(
  "%s of an earlier version counts as gone, and deleting it changes nothing",
  async (token, id) => {
    expect(Object.values(tokens)).not.toContain(token);
    const urn = `urn:pulumi:local::project::project:infra:Part$${token}::any`;
    expect(await started.provider.read(id, urn, { name: "any" })).toEqual({ id: "", props: {} });
    const before = inventoryText();
    await started.provider.delete(id, urn);
    expect(inventoryText()).toBe(before);
  },
);

test("what an earlier version made goes with its container, its account or its group", async () => {
  const { provider, cloud } = started;
  const there = { type: "BlobContainer", id: containerId, inputs: {}, outs: {} } as const;
  await remove(provider, there);
  expect(left()).not.toContain(`${containerId}/blobs/package.zip`);
  const container = cloud.storageAccounts.blobs(contentAccountName).getContainerClient("old");
  expect(await container.exists()).toBe(false);

  expect(left().length).toBe(3);
  await remove(provider, { ...there, type: "StorageAccount", id: accountId });
  expect(left().length).toBe(1);
  expect(cloud.storageAccounts.has(contentAccountName)).toBe(false);

  await provider.delete(groupId, urnOf("ResourceGroup"));
  expect(JSON.parse(inventoryText())).toEqual([]);
});
