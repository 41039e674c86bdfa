import * as pulumi from "@pulumi/pulumi";
import {
  Files,
  FunctionCode,
  FunctionKey,
  Preflight,
  ResourceProviders,
  StaticSite,
} from "../../../providers/functionapp/resources";
import { seedLimit } from "../../../local/cloud/delays/delays";
import { create, remove } from "../../support/localCloud/engine";
import { Clock, withoutRules } from "../../support/localCloud/lateCloud";
import { armClient } from "../../support/localCloud/restClient";
import { start, type Started } from "../../support/localCloud/startedCloud";
import { valid } from "../../support/localCloud/validInputs";
import {
  callFunction,
  fileOf,
  makeFlexApp,
  packageOfFunctions,
  type FlexApp,
} from "../../support/providers/flexApp";
import { cloudEnvironment, messagesOf, ProviderStack } from "../../support/providers/providerStack";

// Azure is late in everything here, if only by a second.
jest.setTimeout(300_000);

const key = "key-0123456789abcdef";
const functions = ["first", "second"];
const namespaces = [
  "Microsoft.ManagedIdentity",
  "Microsoft.Storage",
  "Microsoft.Web",
  "Microsoft.App",
];

// One seed that is the same each time, and one that is not: the title tells it, to have the same again.
const seeds = [7, Math.floor(Math.random() * seedLimit)];

test.each(seeds)(
  "all is made where Azure is late, with seed %d, and changed, and deleted",
  async (seed) => {
    const started = await start(undefined, undefined, { delays: { kind: "short", seed } });
    const stack = await ProviderStack.create(cloudEnvironment(started));
    const { subscriptionId } = started.cloud;
    const before = async (): Promise<void> => {
      new Preflight("preflight", {
        subscriptionId,
        location: "westeurope",
        resourceGroupName: "rg-sample",
        hosting: "flex",
        functionAppName: "func-flex",
        storageAccountNames: ["stsample"],
        resourceProviders: namespaces,
      });
      new ResourceProviders("providers", { subscriptionId, namespaces });
    };
    const first = await stack.up(async () => before());
    expect(first.changes).toEqual({ create: 3 });
    expect(messagesOf(first.events)).toContainEqual(
      expect.stringMatching(
        /waiting until Microsoft\.ManagedIdentity, .* are registered .* \(\d+ s\)/,
      ),
    );

    const { flex, site } = await azureNative(started);
    const program = (response: string) => async () => {
      await before();
      const appId = flex.app.id;
      const content = fileOf(stack, packageOfFunctions(functions, response));
      const code = new FunctionCode("code", { appId, package: content, functions });
      new FunctionKey("key", { appId, name: "connector", value: key }, { dependsOn: code });
      const published = new StaticSite("site", { ...site, indexDocument: "index.html" });
      new Files("files", {
        ...site,
        containerName: published.containerName,
        files: {
          "index.html": {
            contentType: "text/html",
            source: new pulumi.asset.StringAsset(response),
          },
        },
      });
    };
    expect((await stack.up(program("one"))).changes).toEqual({ create: 4, same: 3 });
    expect(await answerOf(flex)).toEqual({ status: 200, text: "one" });

    expect((await stack.up(program("one"))).changes).toEqual({ same: 7 });

    expect((await stack.up(program("two"))).changes).toEqual({ same: 5, update: 2 });
    expect(await answerOf(flex)).toEqual({ status: 200, text: "two" });

    await stack.destroy();
    expect(stack.resources()).toEqual([]);
    await remove(flex.provider, flex.app);
  },
);

/** What azure-native makes: an app, and an account that refuses keys. */
async function azureNative(
  started: Started,
): Promise<{ flex: FlexApp; site: { accountId: string; blobEndpoint: string } }> {
  // What it makes is not under test, so no policy forbids it.
  withoutRules({ started, arm: await armClient(started), clock: new Clock() });
  const flex = await makeFlexApp(started);
  const account = await create(flex.provider, "StorageAccount", {
    ...valid.StorageAccount,
    allowSharedKeyAccess: false,
  });
  const { blob } = account.outs["primaryEndpoints"] as { blob: string };
  return { flex, site: { accountId: account.id, blobEndpoint: blob } };
}

/** The app itself may have a moment's pause after its host has answered. */
async function answerOf(flex: FlexApp): Promise<{ status: number; text: string }> {
  for (;;) {
    const answer = await callFunction(flex, "second", key);
    if (answer.status < 500 && answer.status !== 404) return answer;
  }
}
