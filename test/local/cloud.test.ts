import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { EmulatorProvider } from "../../local/cloud/provider";
import { isWire, secret, unknownValue, type Wire } from "../../providers/rest/wire";
import { deployer } from "../../local/identity/deployer";
import {
  containerInputs,
  contentAccountName,
  deployBase,
  flexAppInputs,
  hostAccountName,
  inGroup,
  withSetting,
  type Base,
} from "../support/localCloud/baseResources";
import { call, deployCode, isAlive, setKey } from "../support/localCloud/deployments";
import {
  create,
  diff,
  isThere,
  remove,
  urnOf,
  type Resource,
  type TypeName,
} from "../support/localCloud/engine";
import { packageReturning } from "../support/localCloud/functionPackage";
import { publishPage } from "../support/localCloud/publishedPage";
import { start } from "../support/localCloud/startedCloud";
import { group, location, valid } from "../support/localCloud/validInputs";

let base: Base;
let provider: EmulatorProvider;
let flexApp: Resource;

beforeAll(async () => {
  base = await deployBase(await start());
  ({ provider } = base);
  flexApp = await create(provider, "WebApp", flexAppInputs(base));
});

test("a role can be assigned to the deployer", async () => {
  const { principalId } = deployer;
  const role = await createValid("RoleAssignment", { principalId, scope: base.hostAccount.id });
  expect(await isThere(provider, role)).toBe(true);
  await remove(provider, role);
});

/** A resource of the valid inputs with some changed. */
async function createValid(type: TypeName, changes: Wire = {}): Promise<Resource> {
  return create(provider, type, { ...valid[type], ...changes });
}

test("a website that is turned on serves blobs at the account's web address, until the account is deleted", async () => {
  const account = await createValid("StorageAccount", { accountName: "stweb" });
  const { web } = account.outs["primaryEndpoints"] as { web: string };
  const get = async (): Promise<[number, string]> => {
    const response = await fetch(web);
    return [response.status, await response.text()];
  };
  expect((await get())[0]).toBe(404);
  await publishPage(base.started, "stweb", "content");
  expect(await get()).toEqual([200, "content"]);
  await publishPage(base.started, "stweb", "changed");
  expect(await get()).toEqual([200, "changed"]);
  await remove(provider, account);
  await expect(fetch(web)).rejects.toThrow("fetch failed");
});

test("a storage account that is deleted takes its containers and blobs with it", async () => {
  const account = await createValid("StorageAccount", { accountName: "stshort" });
  const inputs = containerInputs("stshort", "packages");
  const container = await create(provider, "BlobContainer", inputs);
  const { storageAccounts } = base.started.cloud;
  await storageAccounts.blobs("stshort").createContainer("made-by-an-app");
  await remove(provider, account);
  expect(await isThere(provider, container)).toBe(false);

  const again = await createValid("StorageAccount", { accountName: "stshort" });
  const names: string[] = [];
  const blobs = storageAccounts.blobs("stshort");
  for await (const { name } of blobs.listContainers({ includeDeleted: true })) names.push(name);
  expect(names).toEqual([]);
  await remove(provider, again);
});

test("a container that is deleted is gone from storage, with its blobs", async () => {
  const inputs = containerInputs(contentAccountName, "short");
  const container = await create(provider, "BlobContainer", inputs);
  const inStorage = base.started.cloud.storageAccounts
    .blobs(contentAccountName)
    .getContainerClient("short");
  const blob = inStorage.getBlockBlobClient("a/b.zip");
  await blob.upload("content", 7);
  await remove(provider, container);
  expect([await inStorage.exists(), await blob.exists()]).toEqual([false, false]);
});

test("a deleted resource group removes apps and accounts that the engine does not know, too", async () => {
  const started = await start();
  const lost = await deployBase(started);
  const app = await create(started.provider, "WebApp", flexAppInputs(lost));
  await deployCode(lost, app, packageReturning("lost"));
  await setKey(lost, app, "key");
  const { pid } = await call(app, "key");
  const [resourceGroup] = started.cloud.inventory.ofType("azure-native:resources:ResourceGroup");

  await new EmulatorProvider(started.cloud).delete(resourceGroup?.id ?? "", urnOf("ResourceGroup"));

  expect(isAlive(pid)).toBe(false);
  await expect(call(app)).rejects.toThrow("fetch failed");
  expect(started.cloud.storageAccounts.has(hostAccountName)).toBe(false);
  expect(JSON.parse(readFileSync(join(started.directory, "resources.json"), "utf8"))).toEqual([]);
  await started.stop();
});

describe("a comparison with new inputs", () => {
  const samples: [TypeName, () => Resource][] = [
    ["WebApp", () => flexApp],
    ["AppServicePlan", () => base.flexPlan],
    ["StorageAccount", () => base.hostAccount],
    ["UserAssignedIdentity", () => base.identity],
  ];

  test.each(samples)(
    "finds no change in equal inputs of a %s, in any order, secret or not",
    async (_type, sample) => {
      const resource = sample();
      const same = { changes: false, replaces: [], deleteBeforeReplace: false };
      expect(await diff(provider, resource, resource.inputs)).toEqual(same);
      const inputs = Object.fromEntries(
        Object.entries(resource.inputs)
          .map(([key, value]) => [key, disguised(value)] as const)
          .toReversed(),
      );
      expect(await diff(provider, resource, inputs)).toEqual(same);
    },
  );

  test("finds a changed secret, a new input and a removed one", async () => {
    const { inputs } = flexApp;
    const { httpsOnly: _left, ...without } = inputs;
    for (const changed of [
      withSetting(inputs, "APPLICATIONINSIGHTS_CONNECTION_STRING", secret("other")),
      { ...inputs, clientAffinityEnabled: false },
      without,
    ]) {
      expect(await diff(provider, flexApp, changed)).toEqual({
        changes: true,
        replaces: [],
        deleteBeforeReplace: false,
      });
    }
  });

  test.each<[TypeName, string[]]>([
    ["ResourceGroup", ["resourceGroupName", "location"]],
    ["UserAssignedIdentity", ["resourceGroupName", "location", "resourceName"]],
    ["Workspace", ["resourceGroupName", "location", "workspaceName"]],
    ["Component", ["resourceGroupName", "location", "resourceName"]],
    ["StorageAccount", ["resourceGroupName", "location", "accountName"]],
    ["BlobContainer", ["resourceGroupName", "accountName", "containerName"]],
    ["AppServicePlan", ["resourceGroupName", "location", "name"]],
    ["WebApp", ["resourceGroupName", "location", "name", "kind"]],
    ["RoleAssignment", ["principalId", "roleDefinitionId", "scope"]],
    ["RandomId", ["byteLength", "keepers", "prefix"]],
    ["RandomPassword", ["length", "special", "keepers"]],
  ])(
    "reports for each input of a %s whether it replaces the resource, and in which order",
    async (type, replacing) => {
      const inputs = valid[type];
      const resource = {
        type,
        id: "some-id",
        inputs,
        outs: { ...inputs, __inputs: secret(inputs) },
      };
      const named = !["RoleAssignment", "RandomId", "RandomPassword"].includes(type);
      for (const property of Object.keys(inputs)) {
        const replaces = replacing.includes(property) ? [property] : [];
        for (const value of ["another value", unknownValue]) {
          expect([
            property,
            await diff(provider, resource, { ...inputs, [property]: value }),
          ]).toEqual([
            property,
            { changes: true, replaces, deleteBeforeReplace: named && replaces.length > 0 },
          ]);
        }
      }
    },
  );
});

test("a random id has its bytes in every notation, after the prefix, and is another one each time", async () => {
  const { id, outs } = await createValid("RandomId", { byteLength: 12 });
  const bytes = Buffer.from(id, "base64url");
  expect(bytes.length).toBe(12);
  expect(outs).toMatchObject({
    hex: `a-${bytes.toString("hex")}`,
    b64Std: `a-${bytes.toString("base64")}`,
    b64Url: `a-${id}`,
    dec: `a-${BigInt(`0x${bytes.toString("hex")}`)}`,
  });
  const bare = await create(provider, "RandomId", { byteLength: 12 });
  expect(bare.outs["hex"]).toMatch(/^[0-9a-f]{24}$/);
  expect(bare.id).not.toBe(id);
});

describe("secrets", () => {
  test("of the inputs are secret in the outputs, and so is the record of the inputs", async () => {
    const { outs, inputs } = flexApp;
    const { appSettings } = outs["siteConfig"] as { appSettings: Wire[] };
    const connection = appSettings.find(
      ({ name }) => name === "APPLICATIONINSIGHTS_CONNECTION_STRING",
    );
    expect(connection?.["value"]).toEqual(secret("InstrumentationKey=1"));
    expect(outs["__inputs"]).toEqual(secret(inputs));
    const read = await provider.read(flexApp.id, urnOf("WebApp"), outs);
    expect(read.props.siteConfig).toEqual(outs["siteConfig"]);
  });

  test("are passwords, of the requested length, and different each time", async () => {
    const results = await Promise.all([
      createValid("RandomPassword"),
      createValid("RandomPassword"),
    ]);
    const values = results.map(({ outs }) => {
      const { value } = outs["result"] as { value: string };
      expect(outs["result"]).toEqual(secret(value));
      expect(value).toMatch(/^[A-Za-z0-9]{48}$/);
      return value;
    });
    expect(values[0]).not.toBe(values[1]);
  });

  test("are in a file that only this user may read, which is complete at any time", () => {
    const file = join(base.started.directory, "resources.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => statSync(`${file}.new`)).toThrow("ENOENT");
  });
});

describe("a resource that exists already", () => {
  test("is refused when the engine knows it, from its creation, a comparison or a read", async () => {
    const resource = await createValid("StorageAccount", { accountName: "stknown" });
    const refusal = /cannot create already existing resource '.*stknown'/;
    await expect(provider.create(urnOf("StorageAccount"), resource.inputs)).rejects.toThrow(
      refusal,
    );

    const compared = new EmulatorProvider(base.started.cloud);
    await diff(compared, resource, resource.inputs);
    await expect(compared.create(urnOf("StorageAccount"), resource.inputs)).rejects.toThrow(
      refusal,
    );

    const looked = new EmulatorProvider(base.started.cloud);
    await looked.read(resource.id, urnOf("StorageAccount"), {});
    await expect(looked.create(urnOf("StorageAccount"), resource.inputs)).rejects.toThrow(refusal);
    await remove(provider, resource);
  });

  test("is adopted when the engine does not know it, with its key, ids and blobs", async () => {
    const killed = new EmulatorProvider(base.started.cloud);
    const account = await create(killed, "StorageAccount", {
      ...valid.StorageAccount,
      accountName: "storphan",
    });
    await create(killed, "BlobContainer", containerInputs("storphan", "packages"));
    const blob = base.started.cloud.storageAccounts
      .blobs("storphan")
      .getContainerClient("packages")
      .getBlockBlobClient("a/b.zip");
    await blob.upload("content", 7);
    const identity = await create(
      killed,
      "UserAssignedIdentity",
      inGroup({ resourceName: "id-orphan" }),
    );
    const { inventory } = base.started.cloud;
    const { hidden } = inventory.get(account.id);

    const again = await createValid("StorageAccount", { accountName: "storphan" });
    expect(again).toEqual(account);
    expect(inventory.get(account.id).hidden).toEqual(hidden);
    expect(
      await create(provider, "UserAssignedIdentity", inGroup({ resourceName: "id-orphan" })),
    ).toEqual(identity);
    expect(await blob.exists()).toBe(true);
    await remove(provider, again);
  });

  test("can be created again once it or its group is deleted", async () => {
    await create(provider, "ResourceGroup", { resourceGroupName: "rg-again", location });
    const inputs = { ...valid.UserAssignedIdentity, resourceGroupName: "rg-again" };
    const first = await create(provider, "UserAssignedIdentity", inputs);
    await remove(provider, first);
    await create(provider, "UserAssignedIdentity", inputs);
    await provider.delete(
      first.id.slice(0, first.id.indexOf("/providers/")),
      urnOf("ResourceGroup"),
    );
    await create(provider, "ResourceGroup", { resourceGroupName: "rg-again", location });
    const third = await create(provider, "UserAssignedIdentity", inputs);
    expect(third.outs["principalId"]).not.toBe(first.outs["principalId"]);
  });

  test("keeps its id when only the case of a name differs, as Azure compares them", () => {
    const { inventory } = base.started.cloud;
    expect(inventory.get(base.hostAccount.id.toUpperCase()).id).toBe(base.hostAccount.id);
    expect(group).toBe(group.toLowerCase());
  });
});

/** The same value with the keys of every object the other way round, and every value secret. */
function disguised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(disguised);
  if (!isWire(value)) return secret(value);
  if (rpc.specialSigKey in value) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, disguised(inner)] as const)
      .toReversed(),
  );
}
