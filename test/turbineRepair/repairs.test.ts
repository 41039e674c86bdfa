import { recommendedRepairs } from "../../function/turbineRepair/repairs/recommendedRepairs";
import { turbineRepair } from "../../function/turbineRepair/turbineRepair";
import { FunctionApp, type Responded } from "../support/functionApp";
import { FunctionStorage } from "../support/functionServices";
import { respondWith, startReceiver, type Receiver } from "../support/receiver";

const ON_THIS_MACHINE = { WEBSITE_HOSTNAME: "127.0.0.1:7071" };
const WORTHWHILE = { turbineId: "WT-1", hours: 6, capacity: 2500 };
const [announcer, delivery] = recommendedRepairs.queueWorkers;

let storage: FunctionStorage;
let receiver: Receiver;
beforeAll(async () => {
  storage = await FunctionStorage.start();
  receiver = await startReceiver({ "/fails": respondWith(500) });
});
afterAll(async () => {
  await receiver.stop();
  await storage.stop();
});

function newApp(): FunctionApp {
  return new FunctionApp({ account: storage.account(), env: ON_THIS_MACHINE, ...turbineRepair });
}

function subscribe(app: FunctionApp, path: string, turbineId?: string): Promise<Responded> {
  const json = { callbackUrl: receiver.url(path), ...(turbineId !== undefined && { turbineId }) };
  return app.send("POST", "repair-subscriptions", { json });
}

function record(app: FunctionApp, json: object): Promise<Responded> {
  return app.send("POST", "inspections", { json });
}

function idOf({ json }: Responded): string {
  return (json as { subscriptionId: string }).subscriptionId;
}

test("an inspection that recommends a repair is sent to the subscribers of all turbines and of its own", async () => {
  const app = newApp();
  const all = await subscribe(app, "/all");
  const own = await subscribe(app, "/own", "WT-1");
  await subscribe(app, "/empty", "");
  await subscribe(app, "/other", "WT-2");
  const { json } = await record(app, WORTHWHILE);
  expect(await app.work(announcer)).toEqual({ logged: [], thrown: [] });
  expect(await app.work(delivery)).toEqual({ logged: [], thrown: [] });
  const { inspectionId } = json as { inspectionId: string };
  for (const [path, subscription] of [
    ["/all", all],
    ["/own", own],
  ] as const) {
    const noticeId = `${idOf(subscription)}.${inspectionId}`;
    expect(receiver.received(path)).toEqual([{ path, body: { noticeId, ...(json as object) } }]);
  }
  expect(receiver.received("/empty")).toHaveLength(1);
  expect(receiver.received("/other")).toEqual([]);
});

test("an inspection that recommends none is not announced", async () => {
  const app = newApp();
  await subscribe(app, "/none");
  await record(app, { ...WORTHWHILE, hours: 60 });
  expect(app.account.sent).toEqual([]);
});

test("a repair is announced before its inspection is stored", async () => {
  const app = newApp();
  app.account.fault = (what) => (what === "POST $batch" ? 500 : undefined);
  expect(await record(app, WORTHWHILE)).toMatchObject({ status: 503 });
  expect(app.account.sent.map(({ queueName }) => queueName)).toEqual(["repairs-recommended"]);
});

test("queues and tables have the names and formats of earlier versions", async () => {
  const app = newApp();
  const subscriptionId = idOf(await subscribe(app, "/fails", "WT-1"));
  const { json } = await record(app, { ...WORTHWHILE, inspectionId: "I-1" });
  await app.work(announcer);
  await app.work(delivery);
  expect(app.account.sent).toEqual([
    {
      queueName: "repairs-recommended",
      message: { inspectionId: "I-1", announcementId: expect.any(String), looks: 0 },
      delaySeconds: 0,
    },
    {
      queueName: "repair-notices",
      message: { subscriptionId, inspection: json, attempt: 1 },
      delaySeconds: 0,
    },
    {
      queueName: "repair-notices",
      message: { subscriptionId, inspection: json, attempt: 2 },
      delaySeconds: 10,
    },
  ]);
  const rows = [];
  for await (const row of app.account.table("repairsubscriptions").listEntities()) rows.push(row);
  expect(rows).toMatchObject([
    {
      partitionKey: "subscription",
      rowKey: subscriptionId,
      callbackUrl: receiver.url("/fails"),
      turbineId: "WT-1",
      createdAt: expect.stringMatching(/Z$/),
    },
  ]);
});

test("subscriptions are listed by their hosts, and ended at their signed addresses", async () => {
  const app = newApp();
  const subscription = await subscribe(app, "/secret", "WT-1");
  const subscriptionId = idOf(subscription);
  const { createdAt } = subscription.json as { createdAt: string };
  const list = await app.send("GET", "repair-subscriptions");
  const { host } = new URL(receiver.url("/"));
  expect(list.json).toEqual({
    subscriptions: [{ subscriptionId, receiver: host, turbineId: "WT-1", createdAt }],
  });
  const location = subscription.headers.get("location") ?? "";
  const signature = app.services.signer.sign("delete-repair-subscription", subscriptionId);
  expect(location).toBe(
    `https://connector.example/api/repair-subscriptions/${subscriptionId}?signature=${signature}`,
  );
  expect(await app.send("DELETE", location)).toMatchObject({ status: 200, text: "" });
  expect((await app.send("GET", "repair-subscriptions")).json).toEqual({ subscriptions: [] });
});

test("what cannot be a turbine's id is refused", async () => {
  expect(await subscribe(newApp(), "/all", "WT' or RowKey gt '")).toMatchObject({
    status: 400,
    json: { errors: [{ pointer: "#/turbineId" }] },
  });
});
