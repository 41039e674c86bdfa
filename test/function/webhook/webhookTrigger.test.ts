import { FunctionApp, type Responded } from "../../support/functionApp";
import { FunctionStorage } from "../../support/functionServices";
import { HEAVY_GRAMS, heavyParcels } from "../../support/sampleConnector/heavyParcels";
import { operations } from "../../support/sampleConnector/operations";
import { parcelLedger } from "../../support/sampleConnector/parcelLedger";

jest.mock("node:dns/promises", () => ({
  lookup: async () => [{ address: "20.50.2.1", family: 4 }],
}));

const PUBLIC = "https://prod-12.westeurope.logic.azure.com/workflows/1/triggers/2?sig=secret";
const HEAVY = { depotId: "D-1", grams: HEAVY_GRAMS };
const LIGHT = { ...HEAVY, grams: 1 };
const [announcer] = heavyParcels.queueWorkers;

let storage: FunctionStorage;
beforeAll(async () => {
  storage = await FunctionStorage.start();
});
afterAll(() => storage.stop());

function newApp(env: Record<string, string> = {}): FunctionApp {
  return new FunctionApp({ account: storage.account(), env, operations });
}

function register(app: FunctionApp, callbackUrl: unknown, depotId?: string): Promise<Responded> {
  return app.send("POST", "subscriptions", {
    json: { callbackUrl, ...(depotId !== undefined && { depotId }) },
  });
}

async function registered(app: FunctionApp, depotId?: string): Promise<string> {
  const { json } = await register(app, PUBLIC, depotId);
  return (json as { subscriptionId: string }).subscriptionId;
}

async function listed(app: FunctionApp): Promise<Record<string, string>[]> {
  const { status, json } = await app.send("GET", "subscriptions");
  expect(status).toBe(200);
  return (json as { subscriptions: Record<string, string>[] }).subscriptions;
}

function locationOf({ headers }: Responded): string {
  return headers.get("location") ?? "";
}

/** The notifications on their way, in the order they were put on the queue. */
function notificationsOf({ account }: FunctionApp): { subscriptionId: string; parcel: object }[] {
  return account.sent
    .filter(({ queueName }) => queueName === "parcel-notices")
    .map(({ message }) => message as { subscriptionId: string; parcel: object });
}

function record(app: FunctionApp, json: object, key = "key 1"): Promise<Responded> {
  return app.send("POST", "parcels", { json, headers: { "idempotency-key": key } });
}

function refuseEverybody(): Promise<void> {
  return Promise.reject(new Error("Refused."));
}

describe("registering", () => {
  test("responds with 201, the subscription and the absolute address that ends it", async () => {
    const responded = await register(newApp(), PUBLIC);
    expect(responded.status).toBe(201);
    expect(responded.json).toEqual({
      subscriptionId: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const { subscriptionId } = responded.json as { subscriptionId: string };
    expect(locationOf(responded)).toMatch(
      new RegExp(
        `^https://connector\\.example/api/subscriptions/${subscriptionId}\\?signature=[\\w-]{43}$`,
      ),
    );
  });

  test("makes one when the response of storage is lost and its client tries again", async () => {
    const app = new FunctionApp({ account: storage.account({ retries: true }), operations });
    let lost = 0;
    app.account.fault = (what) =>
      what.startsWith("PUT parcelsubscriptions") && (lost += 1) === 1 ? "response lost" : undefined;
    expect(await register(app, PUBLIC)).toMatchObject({ status: 201 });
    expect(lost).toBe(2);
    expect(await listed(app)).toHaveLength(1);
  });

  test("the same address twice makes two subscriptions", async () => {
    const app = newApp();
    expect(await registered(app)).not.toBe(await registered(app));
    expect(await listed(app)).toHaveLength(2);
  });

  test("stores nothing when the app has no key to sign with", async () => {
    const app = newApp({ CONNECTOR_SIGNING_KEY: "" });
    const { status, logged } = await register(app, PUBLIC);
    expect(status).toBe(500);
    expect(logged[0]?.text).toContain("The app setting CONNECTOR_SIGNING_KEY is not set");
    expect(await listed(app)).toEqual([]);
  });

  test.each([undefined, null, 7, "", "x".repeat(2049), ["https://a.logic.azure.com/"]])(
    "refuses the callback address %j",
    async (callbackUrl) => {
      const { status } = await register(newApp(), callbackUrl);
      expect(status).toBe(400);
    },
  );
});

describe("the list of subscriptions", () => {
  test("shows the host of each and not its address", async () => {
    const app = newApp();
    const ids = [await registered(app), await registered(app, "D-1"), await registered(app, "")];
    const subscriptions = await listed(app);
    expect(new Set(subscriptions.map(({ subscriptionId }) => subscriptionId))).toEqual(
      new Set(ids),
    );
    expect(subscriptions).toContainEqual({
      subscriptionId: ids[1],
      receiver: "prod-12.westeurope.logic.azure.com",
      depotId: "D-1",
      createdAt: expect.stringMatching(/Z$/),
    });
    expect(subscriptions.filter(({ depotId }) => depotId !== undefined)).toHaveLength(1);
    expect(JSON.stringify(subscriptions)).not.toMatch(/secret|triggers|https:/);
  });
});

describe("the address that ends a subscription", () => {
  test("ends it, and gets the same response when it has ended already", async () => {
    const app = newApp();
    const kept = await registered(app);
    const location = locationOf(await register(app, PUBLIC));
    for (const times of [1, 2, 3]) {
      expect({ times, ...(await app.send("DELETE", location)) }).toMatchObject({
        status: 200,
        text: "",
        logged: [],
      });
      expect((await listed(app)).map(({ subscriptionId }) => subscriptionId)).toEqual([kept]);
    }
  });

  test("needs no credentials", async () => {
    const account = storage.account();
    const location = locationOf(await register(new FunctionApp({ account, operations }), PUBLIC));
    const locked = new FunctionApp({ account, operations, check: refuseEverybody });
    expect(await locked.send("DELETE", location)).toMatchObject({ status: 200 });
    expect(await locked.send("GET", "subscriptions")).toMatchObject({ status: 500 });
  });

  test("is refused with another signature, and ends nothing", async () => {
    const app = newApp();
    const location = new URL(locationOf(await register(app, PUBLIC)));
    const id = location.pathname.split("/").at(-1) ?? "";
    const right = location.searchParams.get("signature") ?? "";
    const { signer } = app.services;
    const wrong = [
      "x",
      right.slice(0, -1),
      `${right}A`,
      right.toUpperCase(),
      // Of another subscription, of another purpose, and by another key.
      new URL(locationOf(await register(app, PUBLIC))).searchParams.get("signature") ?? "",
      signer.sign("weighing", id),
      signer.sign("", id),
      newApp({ CONNECTOR_SIGNING_KEY: "another" }).services.signer.sign("delete-subscription", id),
    ];
    for (const signature of wrong) {
      location.searchParams.set("signature", signature);
      expect(await app.send("DELETE", location.href)).toMatchObject({
        status: 403,
        json: { detail: expect.stringContaining("Use the whole Location as it was received") },
      });
    }
    for (const query of ["", "?signature=", "?other=1"]) {
      location.search = query;
      expect(await app.send("DELETE", location.href)).toMatchObject({
        status: 400,
        json: { errors: [{ parameter: "signature" }] },
      });
    }
    expect(await listed(app)).toHaveLength(2);
    location.search = `?signature=${right}`;
    expect(await app.send("DELETE", location.href)).toMatchObject({ status: 200 });
    expect(await listed(app)).toHaveLength(1);
  });

  test("that names no subscription at all is refused", async () => {
    expect(await newApp().send("DELETE", "subscriptions/1?signature=x")).toMatchObject({
      status: 400,
      json: { errors: [{ parameter: "subscriptionId", expected: "the id of a subscription" }] },
    });
  });
});

describe("an item that is announced", () => {
  test("is sent to every subscriber that wants it: without a filter, or with its own value", async () => {
    const app = newApp();
    const [all, own] = [await registered(app), await registered(app, "D-1")];
    await registered(app, "D-2");
    const { json } = await record(app, HEAVY);
    expect(await app.work(announcer)).toEqual({ logged: [], thrown: [] });
    const notifications = notificationsOf(app);
    expect(notifications).toHaveLength(2);
    expect(new Set(notifications.map(({ subscriptionId }) => subscriptionId))).toEqual(
      new Set([all, own]),
    );
    for (const notification of notifications) {
      expect(notification).toEqual({
        subscriptionId: expect.any(String),
        parcel: json,
        attempt: 1,
      });
    }
    expect(await app.account.peek("heavy-parcels")).toEqual([]);
  });

  test("is sent once even when it is recorded again", async () => {
    const app = newApp();
    await registered(app);
    await record(app, HEAVY);
    await app.work(announcer);
    await record(app, HEAVY);
    await app.work(announcer);
    expect(notificationsOf(app)).toHaveLength(1);
    expect(app.account.sent.map(({ queueName }) => queueName)).toEqual([
      "heavy-parcels",
      "parcel-notices",
    ]);
  });

  test("is the only kind that is sent", async () => {
    const app = newApp();
    await registered(app);
    await record(app, LIGHT);
    await app.work(announcer);
    expect(app.account.sent).toEqual([]);
  });

  test("is announced before it is stored, so that a crash between loses nothing", async () => {
    const app = newApp();
    await registered(app);
    app.account.fault = (what) => (what === "POST $batch" ? 500 : undefined);
    expect(await record(app, HEAVY)).toMatchObject({ status: 503 });
    app.account.fault = () => undefined;
    expect(app.account.sent.map(({ queueName }) => queueName)).toEqual(["heavy-parcels"]);
    // The caller tries again, as it was told to.
    await record(app, HEAVY);
    await app.work(announcer);
    expect(notificationsOf(app)).toHaveLength(1);
  });

  test("is not stored when it cannot be announced", async () => {
    const app = newApp();
    app.account.fault = (what) => (what === "SEND heavy-parcels" ? 500 : undefined);
    expect(await record(app, HEAVY)).toMatchObject({ status: 503 });
    app.account.fault = () => undefined;
    expect(await parcelLedger(app.services.storage).after(0, 1)).toEqual([]);
  });

  test("that was announced but never stored is looked for for half an hour, then dropped with a warning", async () => {
    const app = newApp();
    await registered(app);
    app.account.fault = (what) => (what === "POST $batch" ? 500 : undefined);
    await record(app, { ...HEAVY, parcelId: "P-1" });
    app.account.fault = () => undefined;
    const logged = [];
    for (let looks = 0; looks < 15; looks += 1) {
      logged.push(...(await app.work(announcer)).logged);
      await app.account.hasten();
    }
    expect(app.account.sent.map(({ delaySeconds }) => delaySeconds)).toEqual([
      0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024,
    ]);
    expect(logged).toEqual([
      { level: "warning", text: "The parcel P-1 was announced, but never recorded." },
    ]);
    expect(await app.account.peek("heavy-parcels")).toEqual([]);
    expect(await app.account.peek("heavy-parcels-poison")).toEqual([]);
  });

  test("that is stored only after it was first looked for is sent all the same", async () => {
    const app = newApp();
    await registered(app);
    app.account.fault = (what) => (what === "POST $batch" ? 500 : undefined);
    await record(app, { ...HEAVY, parcelId: "P-1" });
    app.account.fault = () => undefined;
    await app.work(announcer);
    expect(notificationsOf(app)).toEqual([]);
    await record(app, { ...HEAVY, parcelId: "P-1" });
    await app.account.hasten();
    await app.work(announcer);
    expect(notificationsOf(app)).toMatchObject([{ parcel: { parcelId: "P-1" } }]);
  });

  test("is sent once however often it is recorded until it is stored, and at once by several", async () => {
    const app = newApp();
    await registered(app);
    const json = { ...HEAVY, parcelId: "P-1" };
    app.account.fault = (what) => (what === "POST $batch" ? 503 : undefined);
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await record(app, json, "key 1")).toMatchObject({ status: 503 });
    }
    app.account.fault = () => undefined;
    const responses = await Promise.all([1, 2, 3].map(() => record(app, json, "key 1")));
    expect(responses.map(({ status }) => status)).toEqual([201, 201, 201]);
    await app.work(announcer);
    expect(notificationsOf(app)).toMatchObject([{ parcel: { parcelId: "P-1" } }]);
  });

  test("is sent when the response of storage was lost", async () => {
    const app = newApp();
    await registered(app);
    app.account.fault = (what) => (what === "POST $batch" ? "response lost" : undefined);
    expect(await record(app, HEAVY)).toMatchObject({ status: 503 });
    app.account.fault = () => undefined;
    await app.work(announcer);
    expect(notificationsOf(app)).toHaveLength(1);
  });

  test("is not sent in place of another that took its id first", async () => {
    const app = newApp();
    await registered(app);
    app.account.fault = (what) => (what === "POST $batch" ? 500 : undefined);
    await record(app, { ...HEAVY, parcelId: "P-1" });
    app.account.fault = () => undefined;
    await record(app, { ...LIGHT, parcelId: "P-1" }, "key 2");
    await app.work(announcer);
    expect(notificationsOf(app)).toEqual([]);
  });

  test("is sent to all in spite of a failure between, to some of them twice", async () => {
    const app = newApp();
    const ids = [await registered(app), await registered(app), await registered(app)];
    await record(app, HEAVY);
    let sends = 0;
    app.account.fault = (what) =>
      what === "SEND parcel-notices" && (sends += 1) === 2 ? 500 : undefined;
    const { thrown } = await app.work(announcer);
    expect(thrown).toHaveLength(1);
    const notified = notificationsOf(app).map(({ subscriptionId }) => subscriptionId);
    expect(new Set(notified)).toEqual(new Set(ids));
    expect(notified).toHaveLength(4);
  });
});
