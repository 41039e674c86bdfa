import { FunctionApp, type Responded } from "../../support/functionApp";
import { FunctionStorage } from "../../support/functionServices";
import type { Parcel } from "../../support/sampleConnector/fields";
import { operations } from "../../support/sampleConnector/operations";
import { parcelLedger } from "../../support/sampleConnector/parcelLedger";

const FOUND = { depotId: "D-1", grams: 6 };

let storage: FunctionStorage;
beforeAll(async () => {
  storage = await FunctionStorage.start();
});
afterAll(() => storage.stop());
afterEach(() => jest.restoreAllMocks());

function newApp(account = storage.account()): FunctionApp {
  return new FunctionApp({ account, operations });
}

function record(app: FunctionApp, json: object, key?: string): Promise<Responded> {
  return app.send("POST", "parcels", {
    json,
    headers: key === undefined ? {} : { "Idempotency-Key": key },
  });
}

/** Every parcel that is recorded, in order. */
async function recordedIn({ services: { storage: own } }: FunctionApp): Promise<Parcel[]> {
  return (await parcelLedger(own).after(0, 10_000)).map(({ item }) => item);
}

describe("an item", () => {
  test("is stored with every number as it was sent", async () => {
    const app = newApp();
    for (const grams of [0.1, 1e300, Number.MAX_SAFE_INTEGER]) {
      const { status, json } = await record(app, { ...FOUND, grams });
      expect({ status, json }).toMatchObject({ status: 201, json: { grams } });
    }
    expect((await recordedIn(app)).map(({ grams }) => grams)).toEqual([
      0.1,
      1e300,
      Number.MAX_SAFE_INTEGER,
    ]);
  });

  test("is recorded again when nothing says that it is the same", async () => {
    const app = newApp();
    await record(app, FOUND);
    await record(app, FOUND, "");
    const ids = (await recordedIn(app)).map(({ parcelId }) => parcelId);
    expect(new Set(ids).size).toBe(2);
  });

  test("is refused with a key of more than 255 characters", async () => {
    const app = newApp();
    expect(await record(app, FOUND, "k".repeat(255))).toMatchObject({ status: 201 });
    const { status, json } = await record(app, FOUND, "k".repeat(256));
    expect(status).toBe(400);
    expect(json).toMatchObject({ errors: [{ parameter: "Idempotency-Key" }] });
  });
});

describe("an item that is sent again", () => {
  const WITH_ID = { ...FOUND, parcelId: "P-1" };

  test.each<[string, object, string | undefined]>([
    ["with a key", FOUND, "key 1"],
    ["with a key of characters that no row's key may have", FOUND, "/\\#?%'\t\u00fc"],
    ["with an id", WITH_ID, undefined],
    ["with both", WITH_ID, "key 1"],
  ])("%s is recorded once, with the same response", async (_name, json, key) => {
    const app = newApp();
    const first = await record(app, json, key);
    const again = await record(app, json, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect(await recordedIn(app)).toEqual([first.json]);
  });

  test.each<[string, object, string | undefined]>([
    ["with a key", FOUND, "key 1"],
    ["with an id", WITH_ID, undefined],
    ["with both", WITH_ID, "key 1"],
  ])("20 times at once %s, to two instances, is recorded once", async (_name, json, key) => {
    const one = newApp();
    const other = newApp(one.account);
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, index) => record(index % 2 ? one : other, json, key)),
    );
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(responses.map(({ text }) => text)).size).toBe(1);
    expect(await recordedIn(one)).toEqual([responses[0]?.json]);
  });

  test("with the same key and another content is refused with 422", async () => {
    const app = newApp();
    await record(app, FOUND, "key 1");
    for (const other of [{ ...FOUND, grams: 7 }, { ...FOUND, depotId: "D-2" }, WITH_ID]) {
      expect(await record(app, other, "key 1")).toMatchObject({
        status: 422,
        json: { detail: expect.stringContaining("Choose a new key for each") },
      });
    }
    expect(await recordedIn(app)).toHaveLength(1);
  });

  test("by its id with a key that is new reserves the key", async () => {
    const app = newApp();
    const first = await record(app, WITH_ID);
    for (let times = 0; times < 2; times += 1) {
      expect(await record(app, WITH_ID, "key 1")).toMatchObject({ status: 201, json: first.json });
    }
    expect(await record(app, { ...FOUND, grams: 7 }, "key 1")).toMatchObject({ status: 422 });
    const atOnce = await Promise.all([
      record(app, WITH_ID, "key 2"),
      record(app, { ...FOUND, grams: 7 }, "key 2"),
    ]);
    expect(new Set(atOnce.map(({ status }) => status))).toEqual(new Set([201, 422]));
  });

  test("with the same id and another content is refused with 409, whatever the key", async () => {
    const app = newApp();
    await record(app, WITH_ID);
    for (const key of [undefined, "key 1"]) {
      expect(await record(app, { ...WITH_ID, grams: 7 }, key)).toMatchObject({
        status: 409,
        json: { detail: expect.stringContaining("The parcel P-1 is recorded already") },
      });
    }
    // What was refused has not used up its key.
    expect(await record(app, { ...FOUND, parcelId: "P-2" }, "key 1")).toMatchObject({
      status: 201,
    });
    expect(await recordedIn(app)).toHaveLength(2);
  });

  test("of 20 contents under one key at once, one is recorded and the others are refused", async () => {
    const app = newApp();
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, grams) => record(app, { ...FOUND, grams }, "key 1")),
    );
    const recorded = responses.filter(({ status }) => status === 201);
    expect(recorded).toHaveLength(1);
    expect(responses.filter(({ status }) => status === 422)).toHaveLength(19);
    expect(await recordedIn(app)).toEqual([recorded[0]?.json]);
  });

  test("after the response of storage was lost is not recorded twice", async () => {
    const app = newApp();
    app.account.fault = (what) => (what === "POST $batch" ? "response lost" : undefined);
    expect(await record(app, FOUND, "key 1")).toMatchObject({ status: 503 });
    app.account.fault = () => undefined;
    const again = await record(app, FOUND, "key 1");
    expect(again.status).toBe(201);
    expect(await recordedIn(app)).toEqual([again.json]);
  });
});

describe("storage", () => {
  test("that refuses makes a 503 that says when to try again, and its reason is logged", async () => {
    const app = newApp();
    app.account.fault = (what) => (what === "POST $batch" ? 500 : undefined);
    const { status, headers, json, logged } = await record(app, FOUND);
    expect(status).toBe(503);
    expect(headers.get("retry-after")).toMatch(/^\d+$/);
    expect(json).toMatchObject({ detail: expect.stringMatching(/storage.*Try again later/) });
    expect(JSON.stringify(json)).not.toContain("$batch");
    expect(logged).toEqual([
      { level: "error", text: expect.stringMatching(/correlation invocation-1:[^]*\$batch/) },
    ]);
    app.account.fault = () => undefined;
    expect(await recordedIn(app)).toEqual([]);
    expect(await record(app, FOUND)).toMatchObject({ status: 201 });
  });

  test("where others always write first makes a 503 after a bounded number of attempts", async () => {
    jest.spyOn(Math, "random").mockReturnValue(0);
    const app = newApp();
    app.account.fault = (what) => (what === "POST $batch" ? 412 : undefined);
    const { status, headers, json } = await record(app, FOUND);
    expect(status).toBe(503);
    expect(headers.get("retry-after")).toBe("5");
    expect(json).toMatchObject({ detail: "Too many parcels are recorded at once. Try again." });
    expect(app.account.requests).toBeLessThan(200);
  });

  test("that has lost its table has it made anew by the next call", async () => {
    const app = newApp();
    await record(app, FOUND);
    await app.account.table("parcels").deleteTable();
    const { status, json } = await record(app, FOUND, "key 1");
    expect(status).toBe(201);
    expect(await recordedIn(app)).toEqual([json]);
  });

  test("has a place for each of 60 items that three instances record at once", async () => {
    const account = storage.account();
    const apps = [newApp(account), newApp(account), newApp(account)] as const;
    const responses = await Promise.all(
      Array.from({ length: 60 }, (_, grams) =>
        record(apps[(grams % 3) as 0 | 1 | 2], { ...FOUND, grams }),
      ),
    );
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([201]));
    const entries = await parcelLedger(apps[0].services.storage).after(0, 100);
    expect(entries.map(({ position }) => position)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    expect(entries.map(({ item }) => item.grams).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, grams) => grams),
    );
  });
});
