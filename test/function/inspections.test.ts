import type { Inspection } from "../../function/turbineRepair/inspections/inspection";
import { FunctionApp, type Answered } from "../support/functionApp";
import { FunctionStorage } from "../support/functionServices";

const FOUND = { turbineId: "WT-0042", hours: 6, capacity: 2500 };

let storage: FunctionStorage;
beforeAll(async () => {
  storage = await FunctionStorage.start();
});
afterAll(() => storage.stop());
afterEach(() => jest.restoreAllMocks());

function newApp(account = storage.account()): FunctionApp {
  return new FunctionApp({ account });
}

function record(app: FunctionApp, json: object, key?: string): Promise<Answered> {
  return app.send("POST", "inspections", {
    json,
    headers: key === undefined ? {} : { "Idempotency-Key": key },
  });
}

/** Every inspection that is recorded, in order. */
async function recordedIn({ services: { ledger } }: FunctionApp): Promise<Inspection[]> {
  return (await ledger.after(0, 10_000)).map(({ inspection }) => inspection);
}

describe("RecordInspection", () => {
  test("answers 201 with the inspection, its time and the verdict of CalculateCosts", async () => {
    const app = newApp();
    const before = new Date().toISOString();
    const { status, json } = await record(app, { ...FOUND, hours: "6", capacity: " 2.5e3 " });
    const costs = await app.send("POST", "TurbineRepair", { json: { hours: 6, capacity: 2500 } });
    const { recordedAt } = json as Inspection;
    expect(status).toBe(201);
    expect(json).toEqual({
      inspectionId: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
      ...FOUND,
      recordedAt,
      ...(costs.json as object),
    });
    expect([before, recordedAt, new Date().toISOString()].toSorted()[1]).toBe(recordedAt);
    expect(await recordedIn(app)).toEqual([json]);
  });

  test("keeps an inspection's id, and every number as it was sent", async () => {
    const app = newApp();
    const sent = {
      inspectionId: "2026.11-22~a_1",
      turbineId: "wt.1",
      hours: 0.1,
      capacity: 1e300,
    };
    const { status, json } = await record(app, sent);
    expect(status).toBe(201);
    expect(json).toMatchObject(sent);
    expect(await recordedIn(app)).toEqual([json]);
  });

  test("records the same again when nothing says that it is the same", async () => {
    const app = newApp();
    await record(app, FOUND);
    await record(app, FOUND, "");
    const ids = (await recordedIn(app)).map(({ inspectionId }) => inspectionId);
    expect(new Set(ids).size).toBe(2);
  });

  test.each([
    ["turbineId", "", "1 to 64 letters, digits, underscores, hyphens, dots or tildes"],
    [
      "turbineId",
      "WT' or RowKey gt '",
      "1 to 64 letters, digits, underscores, hyphens, dots or tildes",
    ],
    ["turbineId", "a/b", "1 to 64 letters, digits, underscores, hyphens, dots or tildes"],
    ["turbineId", "x".repeat(65), "1 to 64 letters, digits, underscores, hyphens, dots or tildes"],
    ["turbineId", 42, "1 to 64 letters, digits, underscores, hyphens, dots or tildes"],
    ["inspectionId", "", "1 to 64 letters, digits, underscores, hyphens, dots or tildes"],
    ["inspectionId", "a\nb", "1 to 64 letters, digits, underscores, hyphens, dots or tildes"],
    ["hours", -1, "a number, 0 or greater"],
    ["capacity", 1e308, "a capacity whose revenue is finite"],
  ])("refuses the %s %j", async (field, value, expected) => {
    const app = newApp();
    const { status, json } = await record(app, { ...FOUND, [field]: value });
    expect(status).toBe(400);
    expect(json).toMatchObject({ errors: [{ pointer: `#/${field}`, expected }] });
    expect(app.account.requests).toBe(0);
  });

  test("refuses a key of more than 255 characters, and names the header", async () => {
    const app = newApp();
    expect(await record(app, FOUND, "k".repeat(255))).toMatchObject({ status: 201 });
    const { status, json } = await record(app, FOUND, "k".repeat(256));
    expect(status).toBe(400);
    expect(json).toMatchObject({ errors: [{ parameter: "Idempotency-Key" }] });
  });
});

describe("an inspection that is sent again", () => {
  const WITH_ID = { ...FOUND, inspectionId: "I-1" };

  test.each<[string, object, string | undefined]>([
    ["with a key", FOUND, "key 1"],
    ["with a key of characters that no row's key may have", FOUND, "/\\#?%'\t\u00fc"],
    ["with an id", WITH_ID, undefined],
    ["with both", WITH_ID, "key 1"],
  ])("%s is recorded once, and answered the same", async (_name, json, key) => {
    const app = newApp();
    const first = await record(app, json, key);
    // Numbers in strings are the same content.
    const again = await record(app, { ...json, hours: "6" }, key);
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
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => record(index % 2 ? one : other, json, key)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await recordedIn(one)).toEqual([answers[0]?.json]);
  });

  test("with the same key and another content is refused with 422", async () => {
    const app = newApp();
    await record(app, FOUND, "key 1");
    for (const other of [{ ...FOUND, hours: 7 }, { ...FOUND, turbineId: "WT-1" }, WITH_ID]) {
      expect(await record(app, other, "key 1")).toMatchObject({
        status: 422,
        json: { detail: expect.stringContaining("Choose a new key for each") },
      });
    }
    expect(await recordedIn(app)).toHaveLength(1);
  });

  test("by its id with a key that is new makes the key its own", async () => {
    const app = newApp();
    const first = await record(app, WITH_ID);
    for (let times = 0; times < 2; times += 1) {
      expect(await record(app, WITH_ID, "key 1")).toMatchObject({ status: 201, json: first.json });
    }
    expect(await record(app, { ...FOUND, hours: 7 }, "key 1")).toMatchObject({ status: 422 });
    const atOnce = await Promise.all([
      record(app, WITH_ID, "key 2"),
      record(app, { ...FOUND, hours: 7 }, "key 2"),
    ]);
    expect(new Set(atOnce.map(({ status }) => status))).toEqual(new Set([201, 422]));
  });

  test("with the same id and another content is refused with 409, whatever the key", async () => {
    const app = newApp();
    await record(app, WITH_ID);
    for (const key of [undefined, "key 1"]) {
      expect(await record(app, { ...WITH_ID, hours: 7 }, key)).toMatchObject({
        status: 409,
        json: { detail: expect.stringContaining("The inspection I-1 is recorded already") },
      });
    }
    // What was refused has not used up its key.
    expect(await record(app, { ...FOUND, inspectionId: "I-2" }, "key 1")).toMatchObject({
      status: 201,
    });
    expect(await recordedIn(app)).toHaveLength(2);
  });

  test("of 20 contents under one key at once, one is recorded and the others are refused", async () => {
    const app = newApp();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, hours) => record(app, { ...FOUND, hours }, "key 1")),
    );
    const recorded = answers.filter(({ status }) => status === 201);
    expect(recorded).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(19);
    expect(await recordedIn(app)).toEqual([recorded[0]?.json]);
  });

  test("after its answer was lost on the way from storage is not recorded twice", async () => {
    const app = newApp();
    app.account.fault = (what) => (what === "POST $batch" ? "answer lost" : undefined);
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
    expect(json).toMatchObject({ detail: "Too many inspections are recorded at once. Try again." });
    expect(app.account.requests).toBeLessThan(200);
  });

  test("that has lost its tables has them made anew by the next call", async () => {
    const app = newApp();
    await record(app, FOUND);
    for (const table of ["inspections", "turbines"]) await app.account.table(table).deleteTable();
    const { status, json } = await record(app, FOUND, "key 1");
    expect(status).toBe(201);
    expect(await recordedIn(app)).toEqual([json]);
  });

  test("has a place for each of 60 inspections that three instances record at once", async () => {
    const account = storage.account();
    const apps = [newApp(account), newApp(account), newApp(account)] as const;
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, hours) =>
        record(apps[(hours % 3) as 0 | 1 | 2], { ...FOUND, hours }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const entries = await apps[0].services.ledger.after(0, 100);
    expect(entries.map(({ position }) => position)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    expect(entries.map(({ inspection }) => inspection.hours).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, hours) => hours),
    );
  });
});

describe("ListTurbines", () => {
  test("lists each inspected turbine once, by id, with its newest capacity", async () => {
    const app = newApp();
    expect((await app.send("GET", "turbines")).json).toEqual({ turbines: [] });
    await record(app, { ...FOUND, turbineId: "WT-2" });
    await record(app, { ...FOUND, turbineId: "WT-1", capacity: 1.5 });
    await record(app, { ...FOUND, turbineId: "WT-2", capacity: 3000 });
    const { status, json } = await app.send("GET", "turbines");
    expect(status).toBe(200);
    expect(json).toEqual({
      turbines: [
        { turbineId: "WT-1", title: "WT-1 (1.5 kW)" },
        { turbineId: "WT-2", title: "WT-2 (3000 kW)" },
      ],
    });
  });

  test("lists a thousand at most", async () => {
    const app = newApp();
    await app.send("GET", "turbines");
    const table = app.account.table("turbines");
    for (let hundred = 0; hundred < 11; hundred += 1) {
      await table.submitTransaction(
        Array.from({ length: 100 }, (_, index) => [
          "create",
          {
            partitionKey: "turbine",
            rowKey: `WT-${String(hundred * 100 + index).padStart(4, "0")}`,
            title: "A turbine",
          },
        ]),
      );
    }
    const { json } = await app.send("GET", "turbines");
    const { turbines } = json as { turbines: { turbineId: string }[] };
    expect(turbines).toHaveLength(1000);
    expect([turbines[0]?.turbineId, turbines.at(-1)?.turbineId]).toEqual(["WT-0000", "WT-0999"]);
  });
});
