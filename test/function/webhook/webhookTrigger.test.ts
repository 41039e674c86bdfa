import { repairAnnouncer } from "../../function/webhook/announceRepair";
import { FunctionApp, type Answered } from "../support/functionApp";
import { FunctionStorage } from "../support/functionServices";

jest.mock("node:dns/promises", () => ({
  lookup: async () => [{ address: "20.50.2.1", family: 4 }],
}));

const PUBLIC = "https://prod-12.westeurope.logic.azure.com/workflows/1/triggers/2?sig=secret";
const WORTHWHILE = { turbineId: "WT-1", hours: 6, capacity: 2500 };
const NOT_WORTHWHILE = { ...WORTHWHILE, hours: 60 };

let storage: FunctionStorage;
beforeAll(async () => {
  storage = await FunctionStorage.start();
});
afterAll(() => storage.stop());

function newApp(env: Record<string, string> = {}): FunctionApp {
  return new FunctionApp({ account: storage.account(), env });
}

function register(app: FunctionApp, callbackUrl: unknown, turbineId?: string): Promise<Answered> {
  return app.send("POST", "repair-subscriptions", {
    json: { callbackUrl, ...(turbineId !== undefined && { turbineId }) },
  });
}

async function registered(app: FunctionApp, turbineId?: string): Promise<string> {
  const { json } = await register(app, PUBLIC, turbineId);
  return (json as { subscriptionId: string }).subscriptionId;
}

async function listed(app: FunctionApp): Promise<Record<string, string>[]> {
  const { status, json } = await app.send("GET", "repair-subscriptions");
  expect(status).toBe(200);
  return (json as { subscriptions: Record<string, string>[] }).subscriptions;
}

function locationOf({ headers }: Answered): string {
  return headers.get("location") ?? "";
}

/** Who is to be notified of what, in the order it was put on the queue. */
function noticesOf({ account }: FunctionApp): { subscriptionId: string; inspection: object }[] {
  return account.sent
    .filter(({ queueName }) => queueName === "repair-notices")
    .map(({ message }) => message as { subscriptionId: string; inspection: object });
}

function record(app: FunctionApp, json: object, key = "key 1"): Promise<Answered> {
  return app.send("POST", "inspections", { json, headers: { "idempotency-key": key } });
}

function letNobodyIn(): Promise<void> {
  return Promise.reject(new Error("Nobody may come in."));
}

describe("registering", () => {
  test("answers 201 with the subscription and the absolute address that ends it", async () => {
    const answered = await register(newApp(), PUBLIC);
    expect(answered.status).toBe(201);
    expect(answered.json).toEqual({
      subscriptionId: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const { subscriptionId } = answered.json as { subscriptionId: string };
    expect(locationOf(answered)).toMatch(
      new RegExp(
        `^https://turbines\\.example/api/repair-subscriptions/${subscriptionId}\\?signature=[\\w-]{43}$`,
      ),
    );
  });

  test("makes one when the answer of storage is lost and its client tries again", async () => {
    const app = new FunctionApp({ account: storage.account({ retries: true }) });
    let lost = 0;
    app.account.fault = (what) =>
      what.startsWith("PUT repairsubscriptions") && (lost += 1) === 1 ? "answer lost" : undefined;
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
  test("tells whose they are without their addresses", async () => {
    const app = newApp();
    const ids = [await registered(app), await registered(app, "WT-1"), await registered(app, "")];
    const subscriptions = await listed(app);
    expect(new Set(subscriptions.map(({ subscriptionId }) => subscriptionId))).toEqual(
      new Set(ids),
    );
    expect(subscriptions).toContainEqual({
      subscriptionId: ids[1],
      receiver: "prod-12.westeurope.logic.azure.com",
      turbineId: "WT-1",
      createdAt: expect.stringMatching(/Z$/),
    });
    expect(subscriptions.filter(({ turbineId }) => turbineId !== undefined)).toHaveLength(1);
    expect(JSON.stringify(subscriptions)).not.toMatch(/secret|triggers|https:/);
  });
});

describe("the address that ends a subscription", () => {
  test("ends it, and answers the same when it has ended already", async () => {
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
    const location = locationOf(await register(new FunctionApp({ account }), PUBLIC));
    const locked = new FunctionApp({ account, check: letNobodyIn });
    expect(await locked.send("DELETE", location)).toMatchObject({ status: 200 });
    expect(await locked.send("GET", "repair-subscriptions")).toMatchObject({ status: 500 });
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
      signer.sign("fleet-assessment", id),
      signer.sign("", id),
      newApp({ CONNECTOR_SIGNING_KEY: "another" }).services.signer.sign(
        "delete-repair-subscription",
        id,
      ),
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
    expect(await newApp().send("DELETE", "repair-subscriptions/1?signature=x")).toMatchObject({
      status: 400,
      json: { errors: [{ parameter: "subscriptionId", expected: "the id of a subscription" }] },
    });
  });
});

describe("an inspection that recommends a repair", () => {
  test("is sent to everybody who wants it: of all turbines or of its own", async () => {
    const app = newApp();
    const [all, own] = [await registered(app), await registered(app, "WT-1")];
    await registered(app, "WT-2");
    const { json } = await record(app, WORTHWHILE);
    expect(await app.work(repairAnnouncer)).toEqual({ logged: [], thrown: [] });
    const notices = noticesOf(app);
    expect(notices).toHaveLength(2);
    expect(new Set(notices.map(({ subscriptionId }) => subscriptionId))).toEqual(
      new Set([all, own]),
    );
    for (const notice of notices) {
      expect(notice).toEqual({
        subscriptionId: expect.any(String),
        inspection: json,
        attempt: 1,
      });
    }
    expect(await app.account.peek("repairs-recommended")).toEqual([]);
  });

  test("is sent once also when it is recorded again", async () => {
    const app = newApp();
    await registered(app);
    await record(app, WORTHWHILE);
    await app.work(repairAnnouncer);
    await record(app, WORTHWHILE);
    await app.work(repairAnnouncer);
    expect(noticesOf(app)).toHaveLength(1);
    expect(app.account.sent.map(({ queueName }) => queueName)).toEqual([
      "repairs-recommended",
      "repair-notices",
    ]);
  });

  test("is not sent when it recommends none", async () => {
    const app = newApp();
    await registered(app);
    await record(app, NOT_WORTHWHILE);
    await app.work(repairAnnouncer);
    expect(app.account.sent).toEqual([]);
  });

  test("is announced before it is stored, so that a crash between loses nothing", async () => {
    const app = newApp();
    await registered(app);
    app.account.fault = (what) => (what === "POST $batch" ? 500 : undefined);
    expect(await record(app, WORTHWHILE)).toMatchObject({ status: 503 });
    app.account.fault = () => undefined;
    expect(app.account.sent.map(({ queueName }) => queueName)).toEqual(["repairs-recommended"]);
    // The caller tries again, as it was told to.
    await record(app, WORTHWHILE);
    await app.work(repairAnnouncer);
    expect(noticesOf(app)).toHaveLength(1);
  });

  test("is not stored when it cannot be announced", async () => {
    const app = newApp();
    app.account.fault = (what) => (what === "SEND repairs-recommended" ? 500 : undefined);
    expect(await record(app, WORTHWHILE)).toMatchObject({ status: 503 });
    app.account.fault = () => undefined;
    expect(await app.services.ledger.after(0, 1)).toEqual([]);
  });

  test("that was announced but never stored is looked for for half an hour, then dropped with a warning", async () => {
    const app = newApp();
    await registered(app);
    app.account.fault = (what) => (what === "POST $batch" ? 500 : undefined);
    await record(app, { ...WORTHWHILE, inspectionId: "I-1" });
    app.account.fault = () => undefined;
    const logged = [];
    for (let looks = 0; looks < 15; looks += 1) {
      logged.push(...(await app.work(repairAnnouncer)).logged);
      await app.account.hasten();
    }
    expect(app.account.sent.map(({ delaySeconds }) => delaySeconds)).toEqual([
      0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024,
    ]);
    expect(logged).toEqual([
      { level: "warning", text: "The inspection I-1 was announced, but never recorded." },
    ]);
    expect(await app.account.peek("repairs-recommended")).toEqual([]);
    expect(await app.account.peek("repairs-recommended-poison")).toEqual([]);
  });

  test("that is stored only after it was first looked for is sent all the same", async () => {
    const app = newApp();
    await registered(app);
    app.account.fault = (what) => (what === "POST $batch" ? 500 : undefined);
    await record(app, { ...WORTHWHILE, inspectionId: "I-1" });
    app.account.fault = () => undefined;
    await app.work(repairAnnouncer);
    expect(noticesOf(app)).toEqual([]);
    await record(app, { ...WORTHWHILE, inspectionId: "I-1" });
    await app.account.hasten();
    await app.work(repairAnnouncer);
    expect(noticesOf(app)).toMatchObject([{ inspection: { inspectionId: "I-1" } }]);
  });

  test("is sent once however often it is recorded until it is stored, and at once by several", async () => {
    const app = newApp();
    await registered(app);
    const json = { ...WORTHWHILE, inspectionId: "I-1" };
    app.account.fault = (what) => (what === "POST $batch" ? 503 : undefined);
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await record(app, json, "key 1")).toMatchObject({ status: 503 });
    }
    app.account.fault = () => undefined;
    const answers = await Promise.all([1, 2, 3].map(() => record(app, json, "key 1")));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    await app.work(repairAnnouncer);
    expect(noticesOf(app)).toMatchObject([{ inspection: { inspectionId: "I-1" } }]);
  });

  test("is sent when the answer of storage was lost", async () => {
    const app = newApp();
    await registered(app);
    app.account.fault = (what) => (what === "POST $batch" ? "answer lost" : undefined);
    expect(await record(app, WORTHWHILE)).toMatchObject({ status: 503 });
    app.account.fault = () => undefined;
    await app.work(repairAnnouncer);
    expect(noticesOf(app)).toHaveLength(1);
  });

  test("is not sent in place of another that took its id first", async () => {
    const app = newApp();
    await registered(app);
    app.account.fault = (what) => (what === "POST $batch" ? 500 : undefined);
    await record(app, { ...WORTHWHILE, inspectionId: "I-1" });
    app.account.fault = () => undefined;
    await record(app, { ...NOT_WORTHWHILE, inspectionId: "I-1" }, "key 2");
    await app.work(repairAnnouncer);
    expect(noticesOf(app)).toEqual([]);
  });

  test("is sent to all in spite of a failure between, to some of them twice", async () => {
    const app = newApp();
    const ids = [await registered(app), await registered(app), await registered(app)];
    await record(app, WORTHWHILE);
    let sends = 0;
    app.account.fault = (what) =>
      what === "SEND repair-notices" && (sends += 1) === 2 ? 500 : undefined;
    const { thrown } = await app.work(repairAnnouncer);
    expect(thrown).toHaveLength(1);
    const notified = noticesOf(app).map(({ subscriptionId }) => subscriptionId);
    expect(new Set(notified)).toEqual(new Set(ids));
    expect(notified).toHaveLength(4);
  });
});
