import { functionKeysOf } from "../../local/cloud/functionKeys";
import {
  consumptionAppInputs,
  deployBase,
  flexAppInputs,
  uploadPackage,
  type Base,
} from "../support/localCloud/baseResources";
import { call, hostOf } from "../support/localCloud/deployments";
import { create, remove, update, type Resource } from "../support/localCloud/engine";
import { packageOf, packageReturning } from "../support/localCloud/functionPackage";
import { armClient, type ArmClient } from "../support/localCloud/restClient";
import { ScmClient } from "../support/localCloud/scmClient";
import { start } from "../support/localCloud/startedCloud";
import { groupId } from "../support/localCloud/validInputs";

const twoFunctions = packageOf(`
  app.http("one", { methods: ["GET"], handler: async () => ({ body: "1" }) });
  app.http("two", { methods: ["GET"], handler: async () => ({ body: "2" }) });`);

let base: Base;
let arm: ArmClient;
let flexApp: Resource;
let scm: ScmClient;
beforeAll(async () => {
  base = await deployBase(await start());
  arm = await armClient(base.started);
  flexApp = await create(base.provider, "WebApp", flexAppInputs(base));
  scm = await ScmClient.of(base.started, flexApp.id);
});

test("an app is described with its hosts, the one of its code and the one where code is published", async () => {
  const { status, body } = await arm("GET", flexApp.id);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    id: flexApp.id,
    name: "func-flex",
    type: "Microsoft.Web/sites",
    kind: "functionapp,linux",
    properties: {
      state: "Running",
      sku: "FlexConsumption",
      defaultHostName: hostOf(flexApp),
      hostNameSslStates: [
        { name: hostOf(flexApp), hostType: "Standard" },
        { name: base.started.cloud.scmSites.host(flexApp.id), hostType: "Repository" },
      ],
    },
  });
});

test("paths are compared without regard to case", async () => {
  expect((await arm("GET", flexApp.id.toUpperCase())).status).toBe(200);
});

test.each([
  [
    "an app that does not exist",
    `${groupId}/providers/Microsoft.Web/sites/none`,
    "ResourceNotFound",
  ],
  [
    "an app in no group",
    `${groupId}-no/providers/Microsoft.Web/sites/func-flex`,
    "ResourceGroupNotFound",
  ],
  [
    "an app in another subscription",
    `/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/a/providers/Microsoft.Web/sites/b`,
    "SubscriptionNotFound",
  ],
])("%s is not found", async (_what, id, code) => {
  for (const path of [id, `${id}/functions`, `${id}/host/default/properties/status`]) {
    const { status, body } = await arm("GET", path);
    expect({ status, code: body.error.code }).toEqual({ status: 404, code });
  }
});

describe("before there is code", () => {
  test("no function is listed, and the host's keys cannot be reached", async () => {
    expect((await arm("GET", `${flexApp.id}/functions`)).body).toEqual({ value: [] });
    for (const [method, path, body] of [
      ["PUT", "functionkeys/connector", { properties: { name: "connector", value: "v" } }],
      ["DELETE", "functionkeys/connector", undefined],
      ["POST", "listkeys", undefined],
    ] as const) {
      const answer = await arm(method, `${flexApp.id}/host/default/${path}`, body);
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toMatch(
        /^Encountered an error \(ServiceUnavailable\) from host runtime/,
      );
    }
  });

  test("there is no deployment", async () => {
    expect((await scm.get("/api/deployments")).body).toEqual([]);
    expect((await scm.get("/api/deployments/latest")).status).toBe(404);
  });
});

describe("publishing", () => {
  test("starts the app with the package, and keeps it", async () => {
    const { status, body: id } = await scm.publish(packageReturning("published"));
    expect({ status, id }).toEqual({ status: 202, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(await scm.ended(id)).toMatchObject({
      id,
      status: 4,
      status_text: "",
      complete: true,
      active: true,
      deployer: "test",
    });
    expect((await scm.get("/api/deployments/latest")).body.id).toBe(id);
    expect((await call(flexApp, await defaultKey())).response).toBe("published");
    const kept = base.started.cloud.storageAccounts
      .blobs("sthostsample")
      .getContainerClient("deployments")
      .getBlobClient("released-package.zip");
    expect(await kept.downloadToBuffer()).toEqual(Buffer.from(packageReturning("published")));
  });

  test("of a package that does not load fails with its reason; the earlier code stays", async () => {
    const broken = packageOf('throw new Error("no luck");');
    const { body: id } = await scm.publish(broken);
    expect(await scm.ended(id)).toMatchObject({
      status: 3,
      status_text: expect.stringMatching(/no luck/),
      complete: true,
      active: false,
    });
    const { body: log } = await scm.get(`/api/deployments/${id}/log`);
    expect(log.at(-1)).toMatchObject({ id, message: expect.stringMatching(/no luck/) });
    expect((await call(flexApp, await defaultKey())).response).toBe("published");
  });

  test("is refused while another deployment is going on", async () => {
    const [first, second] = await Promise.all([
      scm.publish(packageReturning("first")),
      scm.publish(packageReturning("second")),
    ]);
    const accepted = first.status === 202 ? first : second;
    const refused = accepted === first ? second : first;
    expect([accepted.status, refused.status]).toEqual([202, 409]);
    expect((await scm.get(`/api/deployments/${accepted.body}`)).status).toBe(202);
    expect(await scm.ended(accepted.body)).toMatchObject({ status: 4 });
  });

  test.each<[string, Uint8Array, Parameters<ScmClient["publish"]>[1], number]>([
    ["another content type", twoFunctions, { contentType: "application/octet-stream" }, 415],
    ["a package to be built", twoFunctions, { query: "RemoteBuild=true" }, 400],
    ["nothing", new Uint8Array(), {}, 400],
  ])("%s is refused", async (_what, body, options, status) => {
    expect((await scm.publish(body, options)).status).toBe(status);
  });

  test("what has no route is not found", async () => {
    expect((await scm.get("/api/zipdeploy")).status).toBe(404);
    expect((await scm.get("/api/deployments/none")).status).toBe(404);
  });
});

describe("an app with code", () => {
  beforeAll(async () => {
    await scm.ended((await scm.publish(twoFunctions)).body);
  });

  test("has a host that runs, and lists its functions", async () => {
    const status = await arm("GET", `${flexApp.id}/host/default/properties/status`);
    expect(status.body).toMatchObject({
      state: "Running",
      properties: { state: "Running", version: expect.stringMatching(/^4\./) },
    });
    const { body } = await arm("GET", `${flexApp.id}/functions`);
    const names = body.value.map((item: { name: string }) => item.name);
    expect(names.toSorted()).toEqual(["func-flex/one", "func-flex/two"]);
    expect(body.value[0]).toMatchObject({
      id: `${flexApp.id}/functions/one`,
      type: "Microsoft.Web/sites/functions",
      properties: { name: "one" },
    });
  });

  test("syncs its triggers", async () => {
    expect((await arm("POST", `${flexApp.id}/syncfunctiontriggers`)).status).toBe(204);
  });

  test("has keys that are made, changed, listed and deleted", async () => {
    const key = `${flexApp.id}/host/default/functionkeys/connector`;
    const put = async (value: string) =>
      arm("PUT", key, { properties: { name: "connector", value } });
    expect(await put("first")).toMatchObject({
      status: 201,
      body: { properties: { name: "connector", value: "first" } },
    });
    expect(await put("second")).toMatchObject({
      status: 200,
      body: { properties: { value: "second" } },
    });
    const listed = await arm("POST", `${flexApp.id}/host/default/listkeys`);
    expect(listed).toMatchObject({
      status: 200,
      body: {
        masterKey: expect.any(String),
        functionKeys: { connector: "second", default: expect.any(String) },
        systemKeys: {},
      },
    });
    expect((await arm("DELETE", key)).status).toBe(204);
    expect((await arm("DELETE", key)).status).toBe(404);
    const after = await arm("POST", `${flexApp.id}/host/default/listkeys`);
    expect(Object.keys(after.body.functionKeys)).toEqual(["default"]);
  });

  test("opens with a key as soon as it is set, and no more once it is deleted", async () => {
    await scm.ended((await scm.publish(packageReturning("keyed"))).body);
    const key = `${flexApp.id}/host/default/functionkeys/connector`;
    await arm("PUT", key, { properties: { name: "connector", value: "opens" } });
    expect((await call(flexApp, "opens")).response).toBe("keyed");
    await arm("DELETE", key);
    expect((await call(flexApp, "opens")).status).toBe(401);
  });

  test("keeps both of two keys that are set at the same time", async () => {
    const keys = ["left", "right"];
    await Promise.all(
      keys.map((name) =>
        arm("PUT", `${flexApp.id}/host/default/functionkeys/${name}`, {
          properties: { name, value: name },
        }),
      ),
    );
    const { body } = await arm("POST", `${flexApp.id}/host/default/listkeys`);
    expect(body.functionKeys).toMatchObject({ left: "left", right: "right" });
    for (const name of keys) {
      expect((await call(flexApp, name)).status).toBe(200);
      await arm("DELETE", `${flexApp.id}/host/default/functionkeys/${name}`);
    }
  });

  test.each([
    ["no value", { properties: { name: "connector" } }],
    ["an empty value", { properties: { name: "connector", value: "" } }],
    ["no properties", {}],
  ])("refuses a key with %s", async (_what, body) => {
    const answer = await arm("PUT", `${flexApp.id}/host/default/functionkeys/connector`, body);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { message: "Invalid key value" } },
    });
  });

  test("refuses to delete a system key", async () => {
    const answer = await arm("DELETE", `${flexApp.id}/host/default/functionkeys/_master`);
    expect(answer.status).toBe(400);
  });
});

test("an app on Consumption has keys and functions, and no scm site", async () => {
  const url = await uploadPackage(base, packageReturning("mounted"));
  const app = await create(base.provider, "WebApp", consumptionAppInputs(base, url));
  const { body } = await arm("GET", app.id);
  expect(body.properties).toMatchObject({
    sku: "Dynamic",
    hostNameSslStates: [{ hostType: "Standard" }],
  });
  const key = `${app.id}/host/default/functionkeys/connector`;
  expect((await arm("PUT", key, { properties: { value: "v" } })).status).toBe(201);
  await remove(base.provider, app);
});

test("the scm site stays where it is when the app changes or the emulator starts again, and goes with the app", async () => {
  const { started } = base;
  const host = started.cloud.scmSites.host(flexApp.id);
  await update(base.provider, flexApp, { tags: { a: "b" } });
  expect(started.cloud.scmSites.host(flexApp.id)).toBe(host);
  // What was accepted is published before the emulator stops.
  await scm.publish(packageReturning("last"));
  await started.stop();
  const again = await start(started.directory);
  expect(again.cloud.scmSites.host(flexApp.id)).toBe(host);
  const keys = functionKeysOf(again.cloud.inventory.get(flexApp.id));
  const app = {
    ...flexApp,
    outs: { defaultHostName: again.cloud.functionApps.hostName(flexApp.id) },
  };
  expect((await call(app, keys["default"])).response).toBe("last");
  await remove(again.provider, flexApp);
  expect(again.cloud.scmSites.host(flexApp.id)).toBeUndefined();
  await expect(fetch(`https://${host}/`)).rejects.toThrow(/fetch failed/);
});

async function defaultKey(): Promise<string> {
  const { body } = await arm("POST", `${flexApp.id}/host/default/listkeys`);
  return body.functionKeys.default;
}
