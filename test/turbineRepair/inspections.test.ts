import type { Inspection } from "../../function/turbineRepair/inspections/inspection";
import { inspectionLedger } from "../../function/turbineRepair/inspections/inspectionLedger";
import { turbineRepair } from "../../function/turbineRepair/turbineRepair";
import { FunctionApp, type Responded } from "../support/functionApp";
import { FunctionStorage } from "../support/functionServices";

const FOUND = { turbineId: "WT-0042", hours: 6, capacity: 2500 };

let storage: FunctionStorage;
beforeAll(async () => {
  storage = await FunctionStorage.start();
});
afterAll(() => storage.stop());
afterEach(() => jest.restoreAllMocks());

function newApp(account = storage.account()): FunctionApp {
  return new FunctionApp({ account, ...turbineRepair });
}

function record(app: FunctionApp, json: object, key?: string): Promise<Responded> {
  return app.send("POST", "inspections", {
    json,
    headers: key === undefined ? {} : { "Idempotency-Key": key },
  });
}

/** Every inspection that is recorded, in order. */
async function recordedIn({ services }: FunctionApp): Promise<Inspection[]> {
  return (await inspectionLedger(services.storage).after(0, 10_000)).map(({ item }) => item);
}

describe("RecordInspection", () => {
  test("responds with 201, the inspection, its time and the verdict of CalculateCosts", async () => {
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
});

describe("an inspection that is sent again", () => {
  const WITH_ID = { ...FOUND, inspectionId: "I-1" };

  test("is recorded once, also when its numbers come as strings", async () => {
    const app = newApp();
    const first = await record(app, WITH_ID, "key 1");
    const again = await record(app, { ...WITH_ID, hours: "6" }, "key 1");
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect(await recordedIn(app)).toEqual([first.json]);
  });

  test("with the same key and another content is refused with 422", async () => {
    const app = newApp();
    await record(app, FOUND, "key 1");
    for (const other of [{ ...FOUND, hours: 7 }, { ...FOUND, turbineId: "WT-1" }, WITH_ID]) {
      expect(await record(app, other, "key 1")).toMatchObject({
        status: 422,
        json: {
          detail: "The Idempotency-Key was used for another inspection. Choose a new key for each.",
        },
      });
    }
  });

  test("with the same id and another content is refused with 409", async () => {
    const app = newApp();
    await record(app, WITH_ID);
    expect(await record(app, { ...WITH_ID, hours: 7 })).toMatchObject({
      status: 409,
      json: {
        detail: "The inspection I-1 is recorded already, with other content. Choose another id.",
      },
    });
  });
});

describe("storage", () => {
  test("keeps inspections in the rows of earlier versions", async () => {
    const app = newApp();
    const { json } = await record(app, { ...FOUND, inspectionId: "I-1" }, "key 1");
    const rows = [];
    for await (const row of app.account.table("inspections").listEntities()) rows.push(row);
    expect(rows).toMatchObject([
      {
        partitionKey: "ledger",
        rowKey: "at-000000000000001",
        turbineId: "WT-0042",
        inspection: JSON.stringify(json),
        announcementId: expect.any(String),
      },
      { rowKey: "head", epoch: expect.stringMatching(/^[\da-f-]{36}$/), position: "1" },
      { rowKey: "id-I-1", position: "1", fingerprint: expect.stringMatching(/^[\da-f]{64}$/) },
      { rowKey: expect.stringMatching(/^key-[\da-f]{64}$/), position: "1" },
    ]);
  });

  test("where others always write first makes a 503 in the words of inspections", async () => {
    jest.spyOn(Math, "random").mockReturnValue(0);
    const app = newApp();
    app.account.fault = (what) => (what === "POST $batch" ? 412 : undefined);
    expect(await record(app, FOUND)).toMatchObject({
      status: 503,
      json: { detail: "Too many inspections are recorded at once. Try again." },
    });
  });

  test("that has lost its tables has them made anew by the next call", async () => {
    const app = newApp();
    await record(app, FOUND);
    for (const table of ["inspections", "turbines"]) await app.account.table(table).deleteTable();
    const { status, json } = await record(app, FOUND, "key 1");
    expect(status).toBe(201);
    expect(await recordedIn(app)).toEqual([json]);
  });
});

describe("WhenInspectionRecorded", () => {
  test("returns the inspections since its last poll, of all turbines or of one", async () => {
    const app = newApp();
    const [all, one] = [
      await app.send("GET", "inspections"),
      await app.send("GET", "inspections?turbineId=WT-1"),
    ];
    expect([all.status, one.status]).toEqual([202, 202]);
    expect(all.headers.get("location")).toMatch(
      /^https:\/\/connector\.example\/api\/inspections\?triggerState=[\da-f-]{36}\.0$/,
    );
    expect(all.headers.get("retry-after")).toBe("15");
    const first = await record(app, FOUND);
    const second = await record(app, { ...FOUND, turbineId: "WT-1" });
    expect(await app.send("GET", all.headers.get("location") ?? "")).toMatchObject({
      status: 200,
      json: [first.json, second.json],
    });
    const ofOne = await app.send("GET", one.headers.get("location") ?? "");
    expect(ofOne).toMatchObject({ status: 200, json: [second.json] });
    expect(ofOne.headers.get("location")).toMatch(/\?turbineId=WT-1&triggerState=[\da-f-]{36}\.2$/);
  });

  test("refuses what cannot be a turbine's id", async () => {
    const app = newApp();
    const query = new URLSearchParams({ turbineId: "WT' or RowKey gt '" }).toString();
    expect(await app.send("GET", `inspections?${query}`)).toMatchObject({
      status: 400,
      json: { errors: [{ parameter: "turbineId" }] },
    });
    expect(app.account.requests).toBe(0);
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
