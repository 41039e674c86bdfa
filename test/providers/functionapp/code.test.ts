import {
  FunctionCode,
  FunctionKey,
  getClientConfig,
  getClientConfigOutput,
  ResourceProviders,
} from "../../../providers/functionapp/resources";
import { remove } from "../../support/localCloud/engine";
import { armClient, type ArmClient } from "../../support/localCloud/restClient";
import { start, type Started } from "../../support/localCloud/startedCloud";
import {
  callFunction,
  fileOf,
  makeFlexApp,
  packageOfFunctions,
  type FlexApp,
} from "../../support/providers/flexApp";
import { cloudEnvironment, ProviderStack } from "../../support/providers/providerStack";

// The engine starts the provider anew for each deployment.
jest.setTimeout(180_000);

const keyOne = "first-key-0123456789";
const keyTwo = "second-key-0123456789";

let started: Started;
let flex: FlexApp;
let stack: ProviderStack;
let arm: ArmClient;

beforeAll(async () => {
  started = await start();
  flex = await makeFlexApp(started);
  arm = await armClient(started);
  stack = await ProviderStack.create(cloudEnvironment(started));
});

/** How an app's code and key are deployed. */
interface Options {
  /** What each function answers. */
  response?: string;
  key?: string;
  /** Functions that the app is to have. */
  expected?: readonly string[];
  /** How long the code may take, such as `3s`. */
  limit?: string;
}

/** Deploys a package with functions of the given names, and a key. */
function program(names: readonly string[], options: Options = {}) {
  const { response = "one", key = keyOne, expected = names, limit = "5m" } = options;
  const appId = flex.app.id;
  return async () => {
    const { subscriptionId } = await getClientConfig();
    new ResourceProviders("providers", { subscriptionId, namespaces: ["Microsoft.Web"] });
    const code = new FunctionCode(
      "code",
      {
        appId,
        package: fileOf(stack, packageOfFunctions(names, response)),
        functions: [...expected],
      },
      { customTimeouts: { create: limit, update: limit } },
    );
    const set = new FunctionKey(
      "key",
      { appId, name: "connector", value: key },
      { dependsOn: code },
    );
    return {
      tenantId: getClientConfigOutput().tenantId,
      key: set.value,
      sha256: code.packageSha256,
    };
  };
}

test("code and key are made, and the same program changes nothing", async () => {
  const { changes, outputs } = await stack.up(program(["hello"]));
  expect(changes).toEqual({ create: 4 });
  expect(outputs["key"]).toEqual({ value: keyOne, secret: true });
  expect(outputs["tenantId"]?.value).toBe(started.cloud.tenantId);
  expect(await callFunction(flex, "hello", keyOne)).toEqual({ status: 200, text: "one" });

  expect((await stack.up(program(["hello"]))).changes).toEqual({ same: 4 });
});

test("the key is a secret in the state", () => {
  const { inputs, outputs } = stack.resource("key") ?? {};
  for (const properties of [inputs, outputs]) {
    expect(properties?.["value"]).toMatchObject({ ciphertext: expect.any(String) });
  }
  expect(stack.stateText()).not.toContain(keyOne);
});

test("a changed package is published, and its functions are the app's", async () => {
  const changed = program(["hello", "other"], { response: "two" });
  expect((await stack.preview(changed)).changes).toEqual({ same: 3, update: 1 });
  const { changes } = await stack.up(changed);
  expect(changes).toEqual({ same: 3, update: 1 });
  expect(await callFunction(flex, "other", keyOne)).toEqual({ status: 200, text: "two" });
});

test("a key is rotated", async () => {
  const { changes } = await stack.up(program(["hello", "other"], { response: "two", key: keyTwo }));
  expect(changes).toEqual({ same: 3, update: 1 });
  expect((await callFunction(flex, "hello", keyTwo)).status).toBe(200);
  expect((await callFunction(flex, "hello", keyOne)).status).toBe(401);
});

test("a refresh finds what somebody else changed, and the next deployment mends it", async () => {
  const known = program(["hello", "other"], { response: "two", key: keyTwo });
  const key = `${flex.app.id}/host/default/functionkeys/connector`;
  await arm("PUT", key, { properties: { name: "connector", value: "somebody-else's" } });
  await stack.refresh();
  expect((await stack.up(known)).changes).toEqual({ same: 3, update: 1 });
  expect((await callFunction(flex, "hello", keyTwo)).status).toBe(200);

  await arm("DELETE", key);
  await stack.refresh();
  expect(stack.resource("key")).toBeUndefined();
  expect((await stack.up(known)).changes).toEqual({ create: 1, same: 3 });
  expect((await callFunction(flex, "hello", keyTwo)).status).toBe(200);
});

test("functions that the package lacks are named, and what there is stays in the state", async () => {
  const wrong = program(["hello"], { key: keyTwo, expected: ["hello", "missing"], limit: "2s" });
  await expect(stack.up(wrong)).rejects.toThrow(
    /Waited 2 s until the host of func-flex runs and has its functions; the last answer was without missing; run pulumi up again, and see what the host says with: az rest/,
  );
  expect(stack.resource("code")?.initErrors).toEqual([expect.stringMatching(/without missing/)]);

  // Nothing but the next deployment is needed.
  expect((await stack.up(program(["hello"], { key: keyTwo }))).changes).toEqual({
    same: 3,
    update: 1,
  });
  expect(stack.resource("code")?.initErrors).toBeUndefined();
});

test("all is deleted, and an app that is gone is no obstacle", async () => {
  await stack.up(program(["hello"], { key: keyTwo }));
  await remove(flex.provider, flex.app);
  await stack.destroy();
  expect(stack.resources()).toEqual([]);
});
