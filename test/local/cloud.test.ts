import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { functionKeyTemplate } from "../../infra/functionKeyTemplate";
import { EmulatorProvider } from "../../local/cloud/provider";
import { isWire, secret, unknownValue, type Wire } from "../../local/cloud/wire";
import { portIfFree } from "../../local/storage/portChoice";
import {
  consumptionAppInputs,
  containerInputs,
  contentAccountName,
  deployBase,
  flexAppInputs,
  hostAccountName,
  inGroup,
  planInputs,
  uploadPackage,
  withSetting,
  withValue,
  type Base,
} from "../support/localCloud/baseResources";
import {
  call,
  deploy,
  deployCode,
  hostOf,
  isAlive,
  setKey,
} from "../support/localCloud/deployments";
import {
  create,
  diff,
  fileAsset,
  remove,
  textAsset,
  update,
  urnOf,
  type Resource,
  type TypeName,
} from "../support/localCloud/engine";
import { packageReturning, refusedPackages } from "../support/localCloud/functionPackage";
import { start } from "../support/localCloud/startedCloud";
import { flexSku, group, location, valid } from "../support/localCloud/validInputs";

let base: Base;
let provider: EmulatorProvider;
let flexApp: Resource;
let consumptionApp: Resource;

beforeAll(async () => {
  base = await deployBase(await start());
  ({ provider } = base);
  flexApp = await create(provider, "WebApp", flexAppInputs(base));
  const packageBlob = await uploadPackage(base, packageReturning("consumption"));
  consumptionApp = await create(
    provider,
    "WebApp",
    consumptionAppInputs(base, packageBlob.outs["url"]),
  );
});

async function isThere({ type, id, outs }: Resource): Promise<boolean> {
  const response = await provider.read(id, urnOf(type), outs);
  return response.id === id;
}

/** A resource of the valid inputs with some changed. */
async function createValid(type: TypeName, changes: Wire = {}): Promise<Resource> {
  return create(provider, type, { ...valid[type], ...changes });
}

/** A Flex Consumption app with a plan and a deployment container of its own. */
async function createFlexApp(name: string): Promise<Resource> {
  const plan = await create(provider, "AppServicePlan", planInputs(`plan-${name}`, flexSku));
  await create(provider, "BlobContainer", containerInputs(hostAccountName, name));
  const inputs = { ...flexAppInputs(base), name: `func-${name}`, serverFarmId: plan.id };
  const path = ["functionAppConfig", "deployment", "storage", "value"];
  const { blob } = base.hostAccount.outs["primaryEndpoints"] as { blob: string };
  return create(provider, "WebApp", withValue(inputs, path, `${blob}${name}`));
}

describe("a function app's key", () => {
  test("is refused before the app has code", async () => {
    const app = await createFlexApp("empty");
    await expect(setKey(base, app, "early")).rejects.toThrow(
      /no code yet. Set its keys after its code/,
    );
    await remove(provider, app);
  });

  test.each<[string, Wire, Wire]>([
    [
      "another name than its resource's",
      { keyValue: "b" },
      { name: "[concat(parameters('appName'), '/default/other')]" },
    ],
    ["no value", { keyValue: "" }, {}],
    [
      "another place than the host's keys",
      { keyValue: "b" },
      { name: "[concat(parameters('appName'), '/systemKeys/', parameters('keyName'))]" },
    ],
  ])("with %s is refused", async (_what, values, changes) => {
    const resources = [{ ...functionKeyTemplate.resources[0], ...changes }];
    const parameters = { appName: "func-consumption", keyName: "a", ...values };
    await expect(
      deploy(provider, { ...functionKeyTemplate, resources }, parameters),
    ).rejects.toThrow(/A function key has the name APP\/default\/KEY/);
  });

  test("opens the app beside its other keys; a new value of the same name takes its place", async () => {
    await setKey(base, consumptionApp, "first");
    expect(await call(consumptionApp, "first")).toMatchObject({
      status: 200,
      response: "consumption",
    });
    expect((await call(consumptionApp)).status).toBe(401);
    await setKey(base, consumptionApp, "second");
    expect((await call(consumptionApp, "second")).status).toBe(200);
    expect((await call(consumptionApp, "first")).status).toBe(401);
    const { hidden } = base.started.cloud.inventory.get(consumptionApp.id);
    const { default: defaultKey } = hidden["functionKeys"] as { default: string };
    expect((await call(consumptionApp, defaultKey)).status).toBe(200);
  });
});

describe("a function app's code", () => {
  test("on Flex Consumption is brought by a template, and served from then on", async () => {
    expect((await call(flexApp, "key")).status).toBe(404);
    await deployCode(base, flexApp, packageReturning("one"));
    await setKey(base, flexApp, "key");
    const first = await call(flexApp, "key");
    expect(first).toMatchObject({ status: 200, response: "one" });
    await deployCode(base, flexApp, packageReturning("two"));
    const second = await call(flexApp, "key");
    expect(second).toMatchObject({ status: 200, response: "two" });
    expect(second.pid).not.toBe(first.pid);
  });

  test("on Consumption is the package that the settings name", async () => {
    const packageBlob = await uploadPackage(base, packageReturning("changed"));
    await setKey(base, consumptionApp, "key");
    const url = packageBlob.outs["url"];
    const inputs = withSetting(consumptionApp.inputs, "WEBSITE_RUN_FROM_PACKAGE", url);
    consumptionApp = await update(provider, consumptionApp, inputs);
    expect(await call(consumptionApp, "key")).toMatchObject({ status: 200, response: "changed" });
  });

  describe.each(refusedPackages)("in a package that %s", (_what, packageZip, message) => {
    test("is refused on Flex Consumption; what was there is kept and served on", async () => {
      await deployCode(base, flexApp, packageReturning("good"));
      await setKey(base, flexApp, "key");
      await expect(deployCode(base, flexApp, packageZip)).rejects.toThrow(
        /DeploymentFailed.*The package was refused/,
      );
      await expect(deployCode(base, flexApp, packageZip)).rejects.toThrow(message);
      expect(await call(flexApp, "key")).toMatchObject({ status: 200, response: "good" });
      const blobs = base.started.cloud.storageAccounts.blobs(hostAccountName);
      const kept = blobs.getContainerClient("deployments").getBlobClient("released-package.zip");
      expect(await kept.downloadToBuffer()).toEqual(Buffer.from(packageReturning("good")));
    });

    test("is refused on Consumption, and what was there is served on", async () => {
      await setKey(base, consumptionApp, "key");
      const { response } = await call(consumptionApp, "key");
      const packageBlob = await uploadPackage(base, packageZip);
      const url = packageBlob.outs["url"];
      const inputs = withSetting(consumptionApp.inputs, "WEBSITE_RUN_FROM_PACKAGE", url);
      await expect(update(provider, consumptionApp, inputs)).rejects.toThrow(message);
      expect(await call(consumptionApp, "key")).toMatchObject({ status: 200, response });
    });
  });

  test("for a container that is not there is refused, and not served", async () => {
    const app = await createFlexApp("lost");
    const blobs = base.started.cloud.storageAccounts.blobs(hostAccountName);
    await blobs.deleteContainer("lost");
    await expect(deployCode(base, app, packageReturning("lost"))).rejects.toThrow(
      /ContainerNotFound.*lost/,
    );
    expect((await call(app)).status).toBe(404);
    await remove(provider, app);
  });
});

test("an app's changed origins hold from then on, with the same key and code", async () => {
  await deployCode(base, flexApp, packageReturning("origins"));
  await setKey(base, flexApp, "key");
  const { pid } = await call(flexApp, "key");
  const origin = "https://new.example";
  const allowed = async (): Promise<string | null> => {
    const response = await fetch(`http://${hostOf(flexApp)}/api/hello`, { headers: { origin } });
    return response.headers.get("access-control-allow-origin");
  };
  expect(await allowed()).toBeNull();
  const path = ["siteConfig", "cors", "allowedOrigins"];
  flexApp = await update(provider, flexApp, withValue(flexApp.inputs, path, [origin]));
  expect(await allowed()).toBe(origin);
  expect(await call(flexApp, "key")).toMatchObject({ status: 200, pid });
});

test("a deleted app is gone with its port and its process; its name is free", async () => {
  const serverFarmId = (await create(provider, "AppServicePlan", planInputs("plan-short", flexSku)))
    .id;
  const inputs = { ...flexAppInputs(base), name: "func-short", serverFarmId };
  const app = await create(provider, "WebApp", inputs);
  await deployCode(base, app, packageReturning("short"));
  await setKey(base, app, "key");
  const { pid } = await call(app, "key");
  expect(isAlive(pid)).toBe(true);
  await remove(provider, app);
  expect(isAlive(pid)).toBe(false);
  const port = Number(hostOf(app).split(":")[1]);
  expect(await portIfFree(port)).toBe(port);
  expect(await isThere(app)).toBe(false);
  await remove(provider, await create(provider, "WebApp", app.inputs));
});

test("a website serves blobs at the account's web address by its CORS rules, until it is deleted", async () => {
  const account = await createValid("StorageAccount", { accountName: "stweb" });
  const { web } = account.outs["primaryEndpoints"] as { web: string };
  const site = await createValid("StorageAccountStaticWebsite", { accountName: "stweb" });
  const page = await createValid("Blob", {
    accountName: "stweb",
    containerName: site.outs["containerName"],
    blobName: "index.html",
    contentType: "text/html",
  });
  const rules = await createValid("BlobServiceProperties", { accountName: "stweb" });
  const origin = "https://make.powerapps.com";
  const get = async (): Promise<[number, string, string | null]> => {
    const response = await fetch(web, { headers: { origin } });
    const { status, headers } = response;
    return [status, await response.text(), headers.get("access-control-allow-origin")];
  };
  expect(await get()).toEqual([200, "content", origin]);

  const changed = await update(provider, page, { source: textAsset("changed") });
  expect(await get()).toEqual([200, "changed", origin]);

  // The service itself stays, and with it what is in it.
  await remove(provider, rules);
  expect(await get()).toEqual([200, "changed", null]);
  expect(await isThere(changed)).toBe(true);

  await remove(provider, site);
  expect((await get())[0]).toBe(404);
  await remove(provider, account);
  await expect(fetch(web)).rejects.toThrow("fetch failed");
});

test("a storage account that is deleted takes its blobs with it", async () => {
  const account = await createValid("StorageAccount", { accountName: "stshort" });
  await create(provider, "BlobContainer", containerInputs("stshort", "packages"));
  const blob = await createValid("Blob", { accountName: "stshort" });
  const { storageAccounts } = base.started.cloud;
  await storageAccounts.blobs("stshort").createContainer("made-by-an-app");
  await remove(provider, account);
  expect(await isThere(blob)).toBe(false);

  const again = await createValid("StorageAccount", { accountName: "stshort" });
  const names: string[] = [];
  const blobs = storageAccounts.blobs("stshort");
  for await (const { name } of blobs.listContainers({ includeDeleted: true })) names.push(name);
  expect(names).toEqual([]);
  await remove(provider, again);
});

test("a blob or a container that is deleted is gone from storage", async () => {
  const containers = base.started.cloud.storageAccounts.blobs(contentAccountName);
  const container = await create(
    provider,
    "BlobContainer",
    containerInputs(contentAccountName, "short"),
  );
  const blob = await createValid("Blob", { ...containerInputs(contentAccountName, "short") });
  const inStorage = containers.getContainerClient("short");
  expect(await inStorage.getBlobClient("a/b.zip").exists()).toBe(true);
  await remove(provider, blob);
  expect(await inStorage.getBlobClient("a/b.zip").exists()).toBe(false);
  await remove(provider, container);
  expect(await inStorage.exists()).toBe(false);
});

test("a resource group that is deleted takes along what the engine does not know, apps and accounts too", async () => {
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
    "of a %s that are the same finds nothing, in any order and secret or not",
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

  test("finds a changed secret, a new input and one that is left out", async () => {
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

  test("compares an asset by its content only", async () => {
    const source = fileAsset(Buffer.from("same content"));
    const blob = await createValid("Blob", {
      ...containerInputs(contentAccountName, "packages"),
      source,
    });
    const news = (content: string): Wire => ({
      ...blob.inputs,
      source: fileAsset(Buffer.from(content)),
    });
    expect((await diff(provider, blob, news("same content"))).changes).toBe(false);
    expect(
      (await diff(provider, blob, { ...blob.inputs, source: textAsset("same content") })).changes,
    ).toBe(false);
    expect(await diff(provider, blob, news("other content"))).toMatchObject({
      changes: true,
      replaces: ["source"],
    });
    await remove(provider, blob);
  });

  test.each<[TypeName, string[]]>([
    ["ResourceGroup", ["resourceGroupName", "location"]],
    ["UserAssignedIdentity", ["resourceGroupName", "location", "resourceName"]],
    ["Workspace", ["resourceGroupName", "location", "workspaceName"]],
    ["Component", ["resourceGroupName", "location", "resourceName"]],
    ["StorageAccount", ["resourceGroupName", "location", "accountName"]],
    ["BlobContainer", ["resourceGroupName", "accountName", "containerName"]],
    ["Blob", ["resourceGroupName", "accountName", "containerName", "blobName", "source"]],
    ["BlobServiceProperties", ["resourceGroupName", "accountName", "blobServicesName"]],
    ["StorageAccountStaticWebsite", ["resourceGroupName", "accountName"]],
    ["AppServicePlan", ["resourceGroupName", "location", "name"]],
    ["WebApp", ["resourceGroupName", "location", "name", "kind"]],
    ["Deployment", ["resourceGroupName", "deploymentName"]],
    ["RoleAssignment", ["principalId", "roleDefinitionId", "scope"]],
    ["RandomPassword", ["length", "special", "keepers"]],
  ])(
    "says of each input of a %s whether it makes a new one, before or after the old one goes",
    async (type, replacing) => {
      const inputs = valid[type];
      const resource = {
        type,
        id: "some-id",
        inputs,
        outs: { ...inputs, __inputs: secret(inputs) },
      };
      const named = type !== "RoleAssignment" && type !== "RandomPassword";
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

  test("are what a password comes out as, of the length asked for, and another one each time", async () => {
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

  test("stand in a file that only this user may read, which is there as a whole at any time", () => {
    const file = join(base.started.directory, "resources.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => statSync(`${file}.new`)).toThrow("ENOENT");
  });
});

describe("what is there already", () => {
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

  test("is taken over when the engine does not know it, with its key, ids and blobs", async () => {
    const killed = new EmulatorProvider(base.started.cloud);
    const account = await create(killed, "StorageAccount", {
      ...valid.StorageAccount,
      accountName: "storphan",
    });
    await create(killed, "BlobContainer", containerInputs("storphan", "packages"));
    const blob = await create(killed, "Blob", { ...valid.Blob, accountName: "storphan" });
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
    expect(await isThere(blob)).toBe(true);
    await remove(provider, again);
  });

  test("can be created again once it is deleted, or gone with its group or its container", async () => {
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

    const blob = await createValid("Blob", containerInputs(contentAccountName, "packages"));
    const blobs = base.started.cloud.storageAccounts.blobs(contentAccountName);
    await blobs.getContainerClient("packages").deleteBlob("a/b.zip");
    expect(await isThere(blob)).toBe(false);
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
