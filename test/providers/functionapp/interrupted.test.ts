import { FunctionCode, FunctionKey } from "../../../providers/functionapp/resources";
import { start, type Started } from "../../support/localCloud/startedCloud";
import {
  callFunction,
  fileOf,
  makeFlexApp,
  packageOfFunctions,
  type FlexApp,
} from "../../support/providers/flexApp";
import { cloudEnvironment, ProviderStack } from "../../support/providers/providerStack";

// Far less than the limits of the waits that are interrupted here.
jest.setTimeout(180_000);

let started: Started;
let flex: FlexApp;

beforeAll(async () => {
  started = await start();
  flex = await makeFlexApp(started);
});

/** Deploys a package with the function `hello`, and waits for the given ones. */
function program(stack: ProviderStack, expected: string[]) {
  const appId = flex.app.id;
  return async () => {
    const content = fileOf(stack, packageOfFunctions(["hello"], "one"));
    const code = new FunctionCode("code", { appId, package: content, functions: expected });
    new FunctionKey("key", { appId, name: "connector", value: "the-key" }, { dependsOn: code });
  };
}

/** A wait that would not end for a quarter of an hour. */
const waiting = /waiting until the host of func-flex runs .*: without missing/;

test("Ctrl-C ends a wait at once, keeps what there is, and the next deployment goes on", async () => {
  const stack = await ProviderStack.create(cloudEnvironment(started));
  const stop = new AbortController();
  const deploying = stack.up(program(stack, ["hello", "missing"]), stop.signal);
  const failure = deploying.then(String, String);
  await stack.untilSaid(waiting);
  stop.abort();
  expect(await failure).toMatch(/The deployment was cancelled/);
  expect(stack.resource("code")?.initErrors).toEqual(["The deployment was cancelled."]);

  expect((await stack.up(program(stack, ["hello"]))).changes).toEqual({
    create: 1,
    same: 1,
    update: 1,
  });
  expect((await callFunction(flex, "hello", "the-key")).status).toBe(200);
  await stack.destroy();
});

test("a deployment that is killed in a wait goes on with the next one", async () => {
  const stack = await ProviderStack.create(cloudEnvironment(started));
  const deploying = stack.up(program(stack, ["hello", "missing"]));
  const failure = deploying.then(String, String);
  await stack.untilSaid(waiting);
  stack.kill();
  expect(await failure).toMatch(/pulumi ended with null/);

  await stack.release();
  await stack.up(program(stack, ["hello"]));
  expect((await callFunction(flex, "hello", "the-key")).status).toBe(200);
  expect((await stack.up(program(stack, ["hello"]))).changes).toEqual({ same: 3 });
  await stack.destroy();
});
