import type { EmulatorProvider } from "../../local/cloud/provider";
import { portIfFree } from "../../local/storage/portChoice";
import {
  blobEndpoint,
  consumptionAppInputs,
  containerInputs,
  deployBase,
  flexAppInputs,
  hostAccountName,
  planInputs,
  uploadPackage,
  withSetting,
  withValue,
  type Base,
} from "../support/localCloud/baseResources";
import { call, deployCode, hostOf, isAlive, setKey } from "../support/localCloud/deployments";
import { create, isThere, remove, update, type Resource } from "../support/localCloud/engine";
import { packageReturning, refusedPackages } from "../support/localCloud/functionPackage";
import { start } from "../support/localCloud/startedCloud";
import { flexSku } from "../support/localCloud/validInputs";

let base: Base;
let provider: EmulatorProvider;
let flexApp: Resource;
let consumptionApp: Resource;

beforeAll(async () => {
  base = await deployBase(await start());
  ({ provider } = base);
  flexApp = await create(provider, "WebApp", flexAppInputs(base));
  const url = await uploadPackage(base, packageReturning("consumption"));
  consumptionApp = await create(provider, "WebApp", consumptionAppInputs(base, url));
});

/** A Flex Consumption app with a plan and a deployment container of its own. */
async function createFlexApp(name: string): Promise<Resource> {
  const plan = await create(provider, "AppServicePlan", planInputs(`plan-${name}`, flexSku));
  await create(provider, "BlobContainer", containerInputs(hostAccountName, name));
  const inputs = { ...flexAppInputs(base), name: `func-${name}`, serverFarmId: plan.id };
  const path = ["functionAppConfig", "deployment", "storage", "value"];
  const container = `${blobEndpoint(base.hostAccount)}${name}`;
  return create(provider, "WebApp", withValue(inputs, path, container));
}

describe("a function app's key", () => {
  test("is refused before the app has code", async () => {
    const app = await createFlexApp("empty");
    await expect(setKey(base, app, "early")).rejects.toThrow(
      /no code yet. Set its keys after its code/,
    );
    await remove(provider, app);
  });

  test("is accepted beside the app's other keys; a new value of the same name replaces it", async () => {
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
  test("on Flex Consumption is published to the app, and served from then on", async () => {
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
    await setKey(base, consumptionApp, "key");
    const url = await uploadPackage(base, packageReturning("changed"));
    const inputs = withSetting(consumptionApp.inputs, "WEBSITE_RUN_FROM_PACKAGE", url);
    consumptionApp = await update(provider, consumptionApp, inputs);
    expect(await call(consumptionApp, "key")).toMatchObject({ status: 200, response: "changed" });
  });

  describe.each(refusedPackages)("in a package that %s", (_what, packageZip, message) => {
    test("is refused on Flex Consumption; the previous code is kept and stays served", async () => {
      await deployCode(base, flexApp, packageReturning("good"));
      await setKey(base, flexApp, "key");
      await expect(deployCode(base, flexApp, packageZip)).rejects.toThrow(
        /Package deployment failed.*The package was refused/,
      );
      await expect(deployCode(base, flexApp, packageZip)).rejects.toThrow(message);
      expect(await call(flexApp, "key")).toMatchObject({ status: 200, response: "good" });
      const blobs = base.started.cloud.storageAccounts.blobs(hostAccountName);
      const kept = blobs.getContainerClient("deployments").getBlobClient("released-package.zip");
      expect(await kept.downloadToBuffer()).toEqual(Buffer.from(packageReturning("good")));
    });

    test("is refused on Consumption, and the previous code stays served", async () => {
      await setKey(base, consumptionApp, "key");
      const { response } = await call(consumptionApp, "key");
      const url = await uploadPackage(base, packageZip);
      const inputs = withSetting(consumptionApp.inputs, "WEBSITE_RUN_FROM_PACKAGE", url);
      await expect(update(provider, consumptionApp, inputs)).rejects.toThrow(message);
      expect(await call(consumptionApp, "key")).toMatchObject({ status: 200, response });
    });
  });

  test("for a container that does not exist is refused, and not served", async () => {
    const app = await createFlexApp("lost");
    const blobs = base.started.cloud.storageAccounts.blobs(hostAccountName);
    await blobs.deleteContainer("lost");
    await expect(deployCode(base, app, packageReturning("lost"))).rejects.toThrow(
      /Failed to access storage account for deployment.*404 \(The specified container does not exist/,
    );
    expect((await call(app)).status).toBe(404);
    await remove(provider, app);
  });
});

test("an app's changed origins apply from then on, with the same key and code", async () => {
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

test("a deleted app's port, process and name are free again", async () => {
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
  expect(await isThere(provider, app)).toBe(false);
  await remove(provider, await create(provider, "WebApp", app.inputs));
});
