import { setImmediate as nextTurn } from "node:timers/promises";
import type { Inspection } from "../../function/turbineRepair/inspections/inspection";
import { FunctionApp, type Answered } from "../support/functionApp";
import { FunctionStorage } from "../support/functionServices";
import { seededRandom } from "../support/seededRandom";

const FIRST = "inspections";
const FOUND = { turbineId: "WT-1", hours: 6, capacity: 2500 };

let storage: FunctionStorage;
beforeAll(async () => {
  storage = await FunctionStorage.start();
});
afterAll(() => storage.stop());
afterEach(() => jest.useRealTimers());

function newApp(account = storage.account()): FunctionApp {
  return new FunctionApp({ account });
}

async function record(app: FunctionApp, { turbineId = "WT-1", hours = 6 } = {}): Promise<void> {
  const json = { ...FOUND, turbineId, hours };
  expect(await app.send("POST", "inspections", { json })).toMatchObject({ status: 201 });
}

/** The ids of every inspection that is recorded, or of those of one turbine, in order. */
async function recordedIn(app: FunctionApp, turbineId?: string): Promise<string[]> {
  const entries = await app.services.ledger.after(0, 10_000);
  return idsOf(entries.map(({ inspection }) => inspection)).filter(
    (_id, index) => turbineId === undefined || entries[index]?.inspection.turbineId === turbineId,
  );
}

function idsOf(inspections: readonly Inspection[]): string[] {
  return inspections.map(({ inspectionId }) => inspectionId);
}

function locationOf({ headers }: Answered): string {
  return headers.get("location") ?? "";
}

function stateOf(answered: Answered): string {
  return new URL(locationOf(answered)).searchParams.get("triggerState") ?? "";
}

/** A flow that polls: it goes where the last answer sent it. */
class Poller {
  readonly received: string[] = [];
  readonly batchSizes: number[] = [];
  #location: string;

  constructor(location = FIRST) {
    this.#location = location;
  }

  async poll(app: FunctionApp): Promise<Answered> {
    const answered = await app.send("GET", this.#location);
    if (![200, 202].includes(answered.status)) throw new Error(answered.text);
    this.#location = locationOf(answered);
    if (answered.status === 200) {
      const batch = idsOf(answered.json as Inspection[]);
      this.received.push(...batch);
      this.batchSizes.push(batch.length);
    }
    return answered;
  }

  async pollUntilNothingIsNew(app: FunctionApp): Promise<void> {
    for (let polls = 0; polls < 100; polls += 1) {
      if ((await this.poll(app)).status === 202) return;
    }
    throw new Error("There was something new a hundred times.");
  }
}

async function afterTurns(turns: number, act: () => Promise<unknown>): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
  await act();
}

/** Makes every clock reading the same until the test ends; timers go on. */
function freezeClock(): void {
  jest.useFakeTimers({
    now: Date.now(),
    doNotFake: [
      ...(["setTimeout", "setInterval", "setImmediate", "nextTick", "queueMicrotask"] as const),
      ...(["clearTimeout", "clearInterval", "clearImmediate", "hrtime", "performance"] as const),
    ],
  });
}

describe("the first poll", () => {
  test("answers 202 without inspections, and says where and when to ask again", async () => {
    const app = newApp();
    await record(app);
    const answered = await app.send("GET", FIRST);
    expect(answered).toMatchObject({ status: 202, text: "" });
    expect(locationOf(answered)).toMatch(
      /^https:\/\/turbines\.example\/api\/inspections\?triggerState=[\da-f-]{36}\.1$/,
    );
    expect(answered.headers.get("retry-after")).toBe("15");
  });

  test("is also one whose state and turbine are empty, as a form leaves them", async () => {
    const app = newApp();
    await record(app);
    const answered = await app.send("GET", `${FIRST}?turbineId=&triggerState=`);
    expect(answered.status).toBe(202);
    expect(locationOf(answered)).toMatch(/\/inspections\?triggerState=[\da-f-]{36}\.1$/);
  });

  test("of an empty ledger misses nothing of what follows", async () => {
    const app = newApp();
    const poller = new Poller();
    await poller.poll(app);
    await poller.poll(app);
    await record(app);
    await record(app);
    await poller.poll(app);
    expect(poller.received).toEqual(await recordedIn(app));
    expect(poller.received).toHaveLength(2);
  });
});

describe("a later poll", () => {
  test("answers 202 with the same state for as long as nothing is new", async () => {
    const app = newApp();
    await record(app);
    const first = await app.send("GET", FIRST);
    const second = await app.send("GET", locationOf(first));
    expect(second).toMatchObject({ status: 202, text: "" });
    expect(locationOf(second)).toBe(locationOf(first));
    expect(second.headers.get("retry-after")).toBe("15");
  });

  test("answers 200 with the inspections since, as they were recorded, and moves on", async () => {
    const app = newApp();
    const first = await app.send("GET", FIRST);
    await record(app);
    const second = await app.send("GET", locationOf(first));
    const [entry] = await app.services.ledger.after(0, 1);
    expect(second).toMatchObject({ status: 200, json: [entry?.inspection] });
    expect(second.headers.get("retry-after")).toBe("15");
    expect(await app.send("GET", locationOf(second))).toMatchObject({ status: 202 });
  });

  test("with a state that it brought before is answered the same again", async () => {
    const app = newApp();
    const first = await app.send("GET", FIRST);
    await record(app);
    const answers = [1, 2].map(() => app.send("GET", locationOf(first)));
    const [one, other] = await Promise.all(answers);
    expect(one?.text).toBe(other?.text);
    expect(one && locationOf(one)).toBe(other && locationOf(other));
  });

  test("keeps the turbine in its address, and never the key", async () => {
    const app = newApp();
    const first = await app.send("GET", `${FIRST}?turbineId=WT-1&code=secret`);
    await record(app);
    const second = await app.send("GET", `${locationOf(first)}&code=secret`);
    const third = await app.send("GET", `${locationOf(second)}&code=secret`);
    expect([first.status, second.status, third.status]).toEqual([202, 200, 202]);
    for (const answered of [first, second, third]) {
      expect(locationOf(answered)).toMatch(
        /^https:\/\/turbines\.example\/api\/inspections\?turbineId=WT-1&triggerState=/,
      );
      expect(JSON.stringify([...answered.headers])).not.toContain("secret");
    }
  });

  test("of one turbine does not look again at what is of others", async () => {
    const app = newApp();
    const first = await app.send("GET", `${FIRST}?turbineId=WT-2`);
    await record(app);
    await record(app);
    const second = await app.send("GET", locationOf(first));
    expect(second.status).toBe(202);
    expect(stateOf(second)).toMatch(/\.2$/);
    await record(app, { turbineId: "WT-2" });
    await record(app);
    const third = await app.send("GET", locationOf(second));
    expect(third).toMatchObject({ status: 200, json: [{ turbineId: "WT-2" }] });
    expect(stateOf(third)).toMatch(/\.4$/);
  });

  test.each([
    "x",
    "1",
    "2026-11-22T08:00:00Z",
    ".1",
    "00000000-0000-0000-0000-000000000000",
    "00000000-0000-0000-0000-000000000000.-1",
    "00000000-0000-0000-0000-000000000000.1e3",
    "00000000-0000-0000-0000-000000000000.1' or RowKey gt '",
  ])("with the state %j, which it was never given, is refused", async (triggerState) => {
    const query = new URLSearchParams({ triggerState }).toString();
    expect(await newApp().send("GET", `${FIRST}?${query}`)).toMatchObject({
      status: 400,
      json: { detail: "The trigger state is not one that this trigger has given out." },
    });
  });

  test("of a turbine that can be none is refused", async () => {
    const app = newApp();
    const query = new URLSearchParams({ turbineId: "WT' or RowKey gt '" }).toString();
    expect(await app.send("GET", `${FIRST}?${query}`)).toMatchObject({
      status: 400,
      json: { errors: [{ parameter: "turbineId" }] },
    });
    expect(app.account.requests).toBe(0);
  });

  test("is answered 503 while storage is down, and misses nothing", async () => {
    const app = newApp();
    const poller = new Poller();
    await poller.poll(app);
    await record(app);
    app.account.fault = () => 500;
    expect(await app.send("GET", FIRST)).toMatchObject({ status: 503 });
    app.account.fault = () => undefined;
    await poller.poll(app);
    expect(poller.received).toEqual(await recordedIn(app));
  });
});

describe("many new inspections", () => {
  test("come in batches of a hundred; while more waits, it is to be asked for at once", async () => {
    const app = newApp();
    const pollers = [new Poller(), new Poller("inspections?turbineId=WT-2")] as const;
    await Promise.all(pollers.map((poller) => poller.poll(app)));
    for (let index = 0; index < 300; index += 1) {
      await record(app, { turbineId: index % 3 === 0 ? "WT-1" : "WT-2", hours: index });
    }
    const waits: (string | null)[] = [];
    for (let polls = 0; polls < 4; polls += 1) {
      waits.push((await pollers[0].poll(app)).headers.get("retry-after"));
    }
    expect(waits).toEqual(["0", "0", "15", "15"]);
    expect(pollers[0].batchSizes).toEqual([100, 100, 100]);
    expect(pollers[0].received).toEqual(await recordedIn(app));
    await pollers[1].pollUntilNothingIsNew(app);
    expect(pollers[1].batchSizes).toEqual([100, 100]);
    expect(pollers[1].received).toEqual(await recordedIn(app, "WT-2"));
  });
});

describe("a ledger that was lost", () => {
  test("is begun anew, and all that is recorded in it is new to everybody", async () => {
    const app = newApp();
    const poller = new Poller();
    const idle = new Poller();
    await Promise.all([poller.poll(app), idle.poll(app)]);
    for (let times = 0; times < 3; times += 1) await record(app);
    await poller.poll(app);
    await app.account.table("inspections").deleteTable();
    await poller.poll(app);
    await record(app);
    for (const each of [poller, idle]) await each.pollUntilNothingIsNew(app);
    const [anew] = await recordedIn(app);
    expect(poller.received).toHaveLength(4);
    expect(poller.received.at(-1)).toBe(anew);
    expect(idle.received).toEqual([anew]);
  });
});

describe("whatever is recorded and polled at once, each poller receives each inspection once, in order", () => {
  test.each([
    ["while the clock goes on", 1, false],
    ["all within one millisecond", 2, true],
    ["in another interleaving", 3, false],
  ])("%s", async (_name, seed, isFrozen) => {
    if (isFrozen) freezeClock();
    const random = seededRandom(seed);
    const upTo = (count: number): number => Math.floor(random() * count);
    const apps = [newApp()];
    apps.push(newApp(apps[0]?.account), newApp(apps[0]?.account));
    const anyApp = (): FunctionApp => apps[upTo(apps.length)] as FunctionApp;
    const turbines = ["WT-1", "WT-2", "WT-3"];
    const pollers = [undefined, undefined, ...turbines].map((turbineId) => ({
      turbineId,
      poller: new Poller(turbineId ? `inspections?turbineId=${turbineId}` : FIRST),
    }));
    await Promise.all(pollers.map(({ poller }) => poller.poll(anyApp())));

    for (let round = 0; round < 40; round += 1) {
      const recording = Array.from({ length: upTo(6) }, () => {
        const [app, turbineId] = [anyApp(), turbines[upTo(3)] as string];
        return afterTurns(upTo(20), () => record(app, { turbineId }));
      });
      const polling = pollers
        .filter(() => random() < 0.6)
        .map(({ poller }) => {
          const app = anyApp();
          return afterTurns(upTo(40), () => poller.poll(app));
        });
      await Promise.all([...recording, ...polling]);
    }

    const [app] = apps as [FunctionApp];
    for (const { poller, turbineId } of pollers) {
      const deliveredWhileRecording = poller.received.length;
      await poller.pollUntilNothingIsNew(app);
      expect(poller.received).toEqual(await recordedIn(app, turbineId));
      // Else the polls would not have met the recordings.
      expect(deliveredWhileRecording).toBeGreaterThan(5);
      expect(poller.batchSizes.length).toBeGreaterThan(3);
    }
    const entries = await app.services.ledger.after(0, 1000);
    const times = new Set(entries.map(({ inspection }) => inspection.recordedAt));
    expect(times.size === 1).toBe(isFrozen);
  });
});
