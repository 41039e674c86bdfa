import type { FunctionsHost } from "../../local/functionsHost/functionsHost";
import { type GatedStorage, startGatedStorage } from "../support/localCloud/gatedStorage";
import { helloPackage } from "../support/localCloud/hostedPackages";
import { bundle, queuePackage, reportingSource } from "../support/localCloud/messageReports";
import { queueSettings, startQueueHost } from "../support/localCloud/queueHost";
import { textOf, statusOf } from "../support/localCloud/startedHost";

let storage: GatedStorage;
/** A host that serves something already, with some connections that will not do. */
let host: FunctionsHost;
beforeAll(async () => {
  storage = await startGatedStorage();
  const { queue } = storage.emulator.endpoints("keyless");
  const appSettings = {
    Keyed: "DefaultEndpointsProtocol=https;AccountName=keyless;AccountKey=secret==",
    AzureWebJobsHosts: "UseDevelopmentStorage=true",
    Systems__queueServiceUri: queue,
    Systems__credential: "managedidentity",
    Nameless__accountName: "keyless",
    Strange__queueServiceUri: queue,
    Strange__credential: "managedidentity",
    Strange__clientId: "11111111-1111-4111-8111-111111111111",
    Broken__queueServiceUri: "keyless",
    Broken__credential: "managedidentity",
    Broken__clientId: "11111111-1111-4111-8111-111111111111",
    QUEUE: "Not_A_Queue",
  };
  ({ host } = await startQueueHost(storage, { appSettings, isKept: true }));
  await host.deploy(helloPackage("old"));
});

const source = (options: object): string => reportingSource("http://127.0.0.1:9", options);
const withOptions = (options: object) => () => queuePackage(source(options));
const withQueues = (queues: object) => () => queuePackage(source({}), queues);
const withBundle = (extensionBundle: unknown) => () =>
  queuePackage(source({}), {}, { extensionBundle });

test.each<[string, () => Uint8Array, string | RegExp]>([
  [
    "host.json names no extension bundle",
    withBundle(undefined),
    "The 'jobs' function is in error: The binding type(s) 'queueTrigger' are not registered. Please ensure the type is correct and the binding extension is installed. Name it in host.json: \"extensionBundle\":",
  ],
  [
    "host.json names another bundle",
    withBundle({ ...bundle, id: "My.Bundle" }),
    "'queueTrigger' were not found in the configured extension bundle My.Bundle [4.*, 5.0.0).",
  ],
  [
    "host.json names a bundle that is too old",
    withBundle({ ...bundle, version: "[3.*, 4.0.0)" }),
    "The local Functions host supports version 4.",
  ],
  [
    "host.json names a bundle of the future",
    withBundle({ ...bundle, version: "[5.*, 6.0.0)" }),
    "supports version 4",
  ],
  [
    "host.json names a bundle with no range of versions",
    withBundle({ ...bundle, version: "4.0.0" }),
    "supports version 4",
  ],
  [
    "host.json names a bundle without an id",
    withBundle({ version: "[4.*, 5.0.0)" }),
    "has the extensionBundle.id undefined. Expected",
  ],
  ["the trigger has no queue", withOptions({ queueName: "" }), "without a queueName"],
  [
    "the queue's name cannot be one",
    withOptions({ queueName: "a--b" }),
    `The 'jobs' function is in error: "a--b" is not a valid queue name: expected 3 to 63`,
  ],
  [
    "the queue's name in the settings cannot be one",
    withOptions({ queueName: "%QUEUE%" }),
    '"Not_A_Queue" is not a valid queue name',
  ],
  [
    "the queue's name is no setting",
    withOptions({ queueName: "%NO_QUEUE%" }),
    "The 'jobs' function is in error: '%NO_QUEUE%' does not resolve to a value: there is no app setting NO_QUEUE.",
  ],
  [
    "the connection is no setting",
    withOptions({ connection: "Nowhere" }),
    "Storage account connection string 'AzureWebJobsNowhere' does not exist, and neither does 'Nowhere'. Set Nowhere__queueServiceUri, Nowhere__credential to managedidentity, and Nowhere__clientId.",
  ],
  [
    "the connection is a connection string",
    withOptions({ connection: "Keyed" }),
    "The app setting Keyed is a connection string, with a key. The local Functions host reaches queues by identity only. Set Keyed__queueServiceUri",
  ],
  [
    "the connection is a connection string by the host's prefix",
    withOptions({ connection: "Hosts" }),
    "The app setting AzureWebJobsHosts is a connection string",
  ],
  [
    "the connection names no user-assigned identity",
    withOptions({ connection: "Systems" }),
    "The connection 'Systems' does not use a user-assigned identity",
  ],
  [
    "the connection names an account only",
    withOptions({ connection: "Nameless" }),
    "The connection 'Nameless' does not use a user-assigned identity",
  ],
  [
    "the connection's identity is not the app's",
    withOptions({ connection: "Strange" }),
    "No identity 11111111-1111-4111-8111-111111111111 is assigned",
  ],
  [
    "the connection's address is none",
    withOptions({ connection: "Broken" }),
    'The app setting Broken__queueServiceUri is "keyless". Expected a URL.',
  ],
  ["the trigger asks for a client", withOptions({ sdkBinding: true }), "with sdkBinding"],
  [
    "it has an output",
    () =>
      queuePackage(
        source({}).replace(
          "handler:",
          `return: output.storageQueue({ queueName: "out", connection: "AzureWebJobsStorage" }), handler:`,
        ),
      ),
    'Function "jobs" has a binding of type "queue". The local Functions host serves HTTP triggers with an HTTP response, and queue triggers without further bindings.',
  ],
  [
    "the batch is too large",
    withQueues({ batchSize: 33 }),
    "queues.batchSize 33. Expected a whole number from 1 to 32.",
  ],
  [
    "the batch is no number",
    withQueues({ batchSize: "16" }),
    'queues.batchSize "16". Expected a whole',
  ],
  ["it is tried never", withQueues({ maxDequeueCount: 0 }), "queues.maxDequeueCount 0. Expected"],
  [
    "the threshold is negative",
    withQueues({ newBatchThreshold: -1 }),
    "newBatchThreshold -1. Expected",
  ],
  [
    "the wait is no duration",
    withQueues({ maxPollingInterval: 2000 }),
    "maxPollingInterval 2000. Expected a duration such as 00:00:30.",
  ],
  [
    "the wait is too short",
    withQueues({ maxPollingInterval: "00:00:00.05" }),
    "maxPollingInterval 50. Expected at least 00:00:00.1.",
  ],
  [
    "the wait has too many seconds",
    withQueues({ visibilityTimeout: "00:00:60" }),
    'visibilityTimeout "00:00:60". Expected a duration',
  ],
  [
    "the encoding is unknown",
    withQueues({ messageEncoding: "utf16" }),
    'messageEncoding "utf16". Expected base64 or none.',
  ],
])("a package is refused, and the old code stays served, when %s", async (_case, zip, message) => {
  const { pid } = host;
  await expect(host.deploy(zip())).rejects.toThrow(message);
  expect(host.pid).toBe(pid);
  expect(await textOf(host, "/api/hello")).toBe("old");
});

test.each(["[4.0.0, 5.0.0)", "[4.*,5.0.0)", "[3.*, 5.0.0)", "(4.1.2, 6.0.0]"])(
  "the bundle's versions may be %s",
  async (version) => {
    const extensionBundle = { ...bundle, version };
    await host.deploy(queuePackage(source({}), {}, { extensionBundle }));
    expect(host.functions().map(({ name }) => name)).toEqual(["jobs", "hello"]);
  },
);

test("a package without queue triggers needs no bundle, and any will do", async () => {
  for (const extensionBundle of [undefined, { id: "My.Bundle", version: "1" }]) {
    await host.deploy(queuePackage("", {}, { extensionBundle }));
    expect(await statusOf(host, "/api/hello")).toBe(200);
  }
});

test("settings with which a queue has no name are refused, and the old ones hold", async () => {
  const appSettings = { QUEUE: "jobs" };
  const { host: configured, identity } = await startQueueHost(storage, { appSettings });
  await configured.deploy(queuePackage(source({ queueName: "%QUEUE%" })));
  const { pid } = configured;
  await expect(configured.configure(queueSettings(storage, identity))).rejects.toThrow(
    "'%QUEUE%' does not resolve to a value",
  );
  expect(await textOf(configured, "/api/hello")).toBe(String(pid));
});
