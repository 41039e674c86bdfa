import { fleetAssessment } from "../../function/turbineRepair/fleet/fleetAssessment";
import { turbineRepair } from "../../function/turbineRepair/turbineRepair";
import { FunctionApp, type Responded } from "../support/functionApp";
import { FunctionStorage } from "../support/functionServices";

let storage: FunctionStorage;
beforeAll(async () => {
  storage = await FunctionStorage.start();
});
afterAll(() => storage.stop());

const WORTHWHILE = { turbineId: "WT-1", hours: 6, capacity: 2500 };
const { queueWorker } = fleetAssessment;
const VERDICT = { message: "Yes", revenueOpportunity: "$7200", costToFix: "$1600" };

interface Assessment {
  readonly verdicts: readonly Record<string, unknown>[];
  readonly totals: Record<string, unknown>;
}

function newApp(): FunctionApp {
  return new FunctionApp({ account: storage.account(), ...turbineRepair });
}

function assess(app: FunctionApp, turbines: unknown): Promise<Responded> {
  return app.send("POST", "fleet-assessments", { json: { turbines } });
}

function locationOf({ headers }: Responded): string {
  return headers.get("location") ?? "";
}

/** The assessment of a fleet, from the call that asks for it to the last poll. */
async function assessed(app: FunctionApp, turbines: unknown): Promise<Assessment> {
  const begun = await assess(app, turbines);
  expect(begun.status).toBe(202);
  expect(await app.work(queueWorker)).toEqual({ logged: [], thrown: [] });
  const done = await app.send("GET", locationOf(begun));
  expect(done.status).toBe(200);
  return done.json as Assessment;
}

function fleetOf(count: number): (typeof WORTHWHILE)[] {
  return Array.from({ length: count }, (_, index) => ({
    turbineId: `WT-${index}`,
    hours: index,
    capacity: 2500,
  }));
}

describe("AssessFleet", () => {
  test("responds with 202 and a signed, absolute address until the work is done, then with 200 and all", async () => {
    const app = newApp();
    const begun = await assess(app, [WORTHWHILE, { ...WORTHWHILE, hours: "60" }]);
    const waiting = await app.send("GET", locationOf(begun));
    for (const responded of [begun, waiting]) {
      expect(responded).toMatchObject({ status: 202, text: "", logged: [] });
      expect(responded.headers.get("retry-after")).toBe("2");
      expect(locationOf(responded)).toMatch(
        /^https:\/\/connector\.example\/api\/fleet-assessments\/[\da-f-]{36}\?signature=[\w-]{43}$/,
      );
    }
    expect(locationOf(waiting)).toBe(locationOf(begun));
    await app.work(queueWorker);
    for (const location of [locationOf(waiting), locationOf(begun)]) {
      expect(await app.send("GET", location)).toMatchObject({
        status: 200,
        json: {
          verdicts: [
            { index: 0, turbineId: "WT-1", ...VERDICT },
            { index: 1, turbineId: "WT-1", message: "No", costToFix: "$15100" },
          ],
          totals: {
            turbines: 2,
            repairs: 1,
            problems: 0,
            revenueOpportunity: "$14400",
            costToFix: "$16700",
          },
        },
      });
    }
  });

  test("gives a thousand turbines, in their order, the verdicts that CalculateCosts gives", async () => {
    const app = newApp();
    const fleet = fleetOf(1000);
    const { verdicts, totals } = await assessed(app, fleet);
    expect(verdicts).toHaveLength(1000);
    expect(verdicts.map(({ index }) => index)).toEqual(fleet.map((_turbine, index) => index));
    for (const index of [0, 24, 25, 28, 29, 499, 975, 999]) {
      const { hours, capacity } = fleet[index] ?? WORTHWHILE;
      const { json } = await app.send("POST", "TurbineRepair", { json: { hours, capacity } });
      expect(verdicts[index]).toEqual({ index, turbineId: `WT-${index}`, ...(json as object) });
    }
    expect(totals).toEqual({
      turbines: 1000,
      // 28 hours cost 7,100 dollars, and 2,500 kilowatts earn 7,200 in a day.
      repairs: 29,
      problems: 0,
      revenueOpportunity: "$7200000",
      costToFix: "$124975000",
    });
  });

  const EXPECTED_ID = "Expected 1 to 64 letters, digits, underscores, hyphens, dots or tildes";
  test("reports each bad turbine with its place, its id as far as it has one, and what is wrong", async () => {
    const bad: [unknown, object][] = [
      [null, { problem: "Expected an object, but received null." }],
      ["WT-1", { problem: 'Expected an object, but received "WT-1".' }],
      [7, { problem: "Expected an object, but received 7." }],
      [[WORTHWHILE], { problem: "Expected an object, but received an array." }],
      [
        {},
        {
          problem:
            `turbineId: ${EXPECTED_ID}, but it is missing. ` +
            "hours: Expected a number, 0 or greater, but it is missing. " +
            "capacity: Expected a number, 0 or greater, but it is missing.",
        },
      ],
      [
        { ...WORTHWHILE, hours: -1 },
        { turbineId: "WT-1", problem: "hours: Expected a number, 0 or greater, but received -1." },
      ],
      [
        { ...WORTHWHILE, hours: 1e308 },
        {
          turbineId: "WT-1",
          problem: "hours: Expected a number of hours whose cost is finite, but received 1e+308.",
        },
      ],
      [
        { ...WORTHWHILE, turbineId: "no id!" },
        { problem: `turbineId: ${EXPECTED_ID}, but received "no id!".` },
      ],
      [{ hours: 6, capacity: 2500 }, { problem: `turbineId: ${EXPECTED_ID}, but it is missing.` }],
      [
        { ...WORTHWHILE, turbineId: ["WT-1"], capacity: "many" },
        {
          problem:
            `turbineId: ${EXPECTED_ID}, but received an array. ` +
            'capacity: Expected a number, 0 or greater, but received "many".',
        },
      ],
    ];
    const fleet = bad.flatMap(([turbine]) => [turbine, WORTHWHILE]);
    const { verdicts, totals } = await assessed(newApp(), fleet);
    expect(verdicts).toEqual(
      bad.flatMap(([, report], index) => [
        { index: 2 * index, ...report },
        { index: 2 * index + 1, turbineId: "WT-1", ...VERDICT },
      ]),
    );
    expect(totals).toEqual({
      turbines: 20,
      repairs: 10,
      problems: 10,
      revenueOpportunity: "$72000",
      costToFix: "$16000",
    });
  });

  test("reports a fleet of which no turbine is good", async () => {
    expect((await assessed(newApp(), [null])).totals).toEqual({
      turbines: 1,
      repairs: 0,
      problems: 1,
      revenueOpportunity: "$0",
      costToFix: "$0",
    });
  });

  test("has room for a thousand turbines that are as bad as can be", async () => {
    // Each of these characters is escaped, and escaped again; one more than forty is reported.
    const worst = "\u0001".repeat(41);
    const turbine = { turbineId: worst, hours: worst, capacity: worst };
    const { verdicts } = await assessed(
      newApp(),
      Array.from({ length: 1000 }, () => turbine),
    );
    expect(verdicts).toHaveLength(1000);
    expect(verdicts[999]?.["problem"]).toContain("\\u0001".repeat(40));
  });

  test("gives totals that are numbers even when their sum is not one", async () => {
    const greatest = { turbineId: "WT-1", hours: 7e305, capacity: 6e307 };
    const { totals } = await assessed(newApp(), [greatest, greatest]);
    expect(totals).toMatchObject({ revenueOpportunity: "$1.79769313486232E+308" });
  });

  const LIST = "a list of 1 to 1000 turbines";
  test.each<[string, unknown]>([
    ["none", []],
    ["1001", fleetOf(1001)],
    ["an object", { "0": WORTHWHILE }],
    ["a string", "WT-1"],
    ["null", null],
    ["nothing", undefined],
  ])("refuses a fleet of %s and stores nothing", async (_name, turbines) => {
    const app = newApp();
    const { status, json } = await assess(app, turbines);
    expect(status).toBe(400);
    expect(json).toMatchObject({ errors: [{ pointer: "#/turbines", expected: LIST }] });
    expect(app.account.requests).toBe(0);
  });

  test("takes a body of 1 MiB and no more", async () => {
    const app = newApp();
    const body = JSON.stringify({ turbines: [WORTHWHILE] });
    const oneMebibyte = 1024 * 1024;
    const fits = await app.send("POST", "fleet-assessments", { body: body.padEnd(oneMebibyte) });
    expect(fits.status).toBe(202);
    const tooMuch = { body: body.padEnd(oneMebibyte + 1) };
    expect(await app.send("POST", "fleet-assessments", tooMuch)).toMatchObject({
      status: 413,
      json: { detail: "The body has 1048577 bytes. Send at most 1048576." },
    });
  });

  test("keeps a fleet in the rows and the message of earlier versions", async () => {
    const app = newApp();
    await assess(app, [WORTHWHILE]);
    await app.work(queueWorker);
    const assessmentId = expect.stringMatching(/^[\da-f-]{36}$/);
    expect(app.account.sent).toMatchObject([
      { queueName: "fleet-assessments", message: { assessmentId } },
    ]);
    const rows = [];
    for await (const row of app.account.table("fleetassessments").listEntities()) rows.push(row);
    expect(rows).toMatchObject([
      { partitionKey: assessmentId, rowKey: "fleet-000", items: JSON.stringify([WORTHWHILE]) },
      { rowKey: "job", chunkCount: 1, createdAt: expect.stringMatching(/Z$/) },
      { rowKey: "verdicts-000", verdicts: expect.stringContaining('"message":"Yes"') },
    ]);
  });

  test("has an address that is refused when there is no such assessment", async () => {
    const app = newApp();
    const id = "00000000-0000-4000-8000-000000000000";
    const signature = app.services.signer.sign("fleet-assessment", id);
    expect(await app.send("GET", `fleet-assessments/${id}?signature=${signature}`)).toMatchObject({
      status: 404,
      json: { detail: `There is no assessment ${id}.` },
    });
    expect(await app.send("GET", "fleet-assessments/1?signature=x")).toMatchObject({
      status: 400,
      json: { errors: [{ parameter: "assessmentId", expected: "the id of an assessment" }] },
    });
  });
});
