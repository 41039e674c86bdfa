import { setImmediate as nextTurn } from "node:timers/promises";
import { FunctionApp, type Responded } from "../../support/functionApp";
import { FunctionStorage } from "../../support/functionServices";
import type { Parcel } from "../../support/sampleConnector/fields";
import { operations } from "../../support/sampleConnector/operations";
import { parcelLedger } from "../../support/sampleConnector/parcelLedger";
import { seededRandom } from "../../../local/cloud/delays/seededRandom";

const FIRST = "parcels";

let storage: FunctionStorage;
beforeAll(async () => {
  storage = await FunctionStorage.start();
});
afterAll(() => storage.stop());
afterEach(() => jest.useRealTimers());

function newApp(account = storage.account()): FunctionApp {
  return new FunctionApp({ account, operations });
}

async function record(app: FunctionApp, { depotId = "D-1", grams = 6 } = {}): Promise<void> {
  const json = { depotId, grams };
  expect(await app.send("POST", "parcels", { json })).toMatchObject({ status: 201 });
}

/** The ids of every parcel that is recorded, or of those of one depot, in order. */
async function recordedIn(app: FunctionApp, depotId?: string): Promise<string[]> {
  const entries = await parcelLedger(app.services.storage).after(0, 10_000);
  return idsOf(entries.map(({ item }) => item)).filter(
    (_id, index) => depotId === undefined || entries[index]?.item.depotId === depotId,
  );
}

function idsOf(parcels: readonly Parcel[]): string[] {
  return parcels.map(({ parcelId }) => parcelId);
}

function locationOf({ headers }: Responded): string {
  return headers.get("location") ?? "";
}

function stateOf(responded: Responded): string {
  return new URL(locationOf(responded)).searchParams.get("triggerState") ?? "";
}

/** A flow that polls: it goes where the last response sent it. */
class Poller {
  readonly received: string[] = [];
  readonly batchSizes: number[] = [];
  #location: string;

  constructor(location = FIRST) {
    this.#location = location;
  }

  async poll(app: FunctionApp): Promise<Responded> {
    const responded = await app.send("GET", this.#location);
    if (![200, 202].includes(responded.status)) throw new Error(responded.text);
    this.#location = locationOf(responded);
    if (responded.status === 200) {
      const batch = idsOf(responded.json as Parcel[]);
      this.received.push(...batch);
      this.batchSizes.push(batch.length);
    }
    return responded;
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
  test("responds with 202 without items, and says where and when to ask again", async () => {
    const app = newApp();
    await record(app);
    const responded = await app.send("GET", FIRST);
    expect(responded).toMatchObject({ status: 202, text: "" });
    expect(locationOf(responded)).toMatch(
      /^https:\/\/connector\.example\/api\/parcels\?triggerState=[\da-f-]{36}\.1$/,
    );
    expect(responded.headers.get("retry-after")).toBe("15");
  });

  test("is also one whose state and filter are empty, as a form leaves them", async () => {
    const app = newApp();
    await record(app);
    const responded = await app.send("GET", `${FIRST}?depotId=&triggerState=`);
    expect(responded.status).toBe(202);
    expect(locationOf(responded)).toMatch(/\/parcels\?triggerState=[\da-f-]{36}\.1$/);
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
  test("responds with 202 and the same state for as long as nothing is new", async () => {
    const app = newApp();
    await record(app);
    const first = await app.send("GET", FIRST);
    const second = await app.send("GET", locationOf(first));
    expect(second).toMatchObject({ status: 202, text: "" });
    expect(locationOf(second)).toBe(locationOf(first));
    expect(second.headers.get("retry-after")).toBe("15");
  });

  test("responds with 200 and the items since, as they were recorded, and moves on", async () => {
    const app = newApp();
    const first = await app.send("GET", FIRST);
    await record(app);
    const second = await app.send("GET", locationOf(first));
    const [entry] = await parcelLedger(app.services.storage).after(0, 1);
    expect(second).toMatchObject({ status: 200, json: [entry?.item] });
    expect(second.headers.get("retry-after")).toBe("15");
    expect(await app.send("GET", locationOf(second))).toMatchObject({ status: 202 });
  });

  test("with a state that it brought before gets the same response again", async () => {
    const app = newApp();
    const first = await app.send("GET", FIRST);
    await record(app);
    const answers = [1, 2].map(() => app.send("GET", locationOf(first)));
    const [one, other] = await Promise.all(answers);
    expect(one?.text).toBe(other?.text);
    expect(one && locationOf(one)).toBe(other && locationOf(other));
  });

  test("keeps the filter in its address, and never the key", async () => {
    const app = newApp();
    const first = await app.send("GET", `${FIRST}?depotId=D-1&code=secret`);
    await record(app);
    const second = await app.send("GET", `${locationOf(first)}&code=secret`);
    const third = await app.send("GET", `${locationOf(second)}&code=secret`);
    expect([first.status, second.status, third.status]).toEqual([202, 200, 202]);
    for (const responded of [first, second, third]) {
      expect(locationOf(responded)).toMatch(
        /^https:\/\/connector\.example\/api\/parcels\?depotId=D-1&triggerState=/,
      );
      expect(JSON.stringify([...responded.headers])).not.toContain("secret");
    }
  });

  test("with a filter does not look again at what it left out", async () => {
    const app = newApp();
    const first = await app.send("GET", `${FIRST}?depotId=D-2`);
    await record(app);
    await record(app);
    const second = await app.send("GET", locationOf(first));
    expect(second.status).toBe(202);
    expect(stateOf(second)).toMatch(/\.2$/);
    await record(app, { depotId: "D-2" });
    await record(app);
    const third = await app.send("GET", locationOf(second));
    expect(third).toMatchObject({ status: 200, json: [{ depotId: "D-2" }] });
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
  ])("with the state %j, which was never given out, is refused", async (triggerState) => {
    const query = new URLSearchParams({ triggerState }).toString();
    expect(await newApp().send("GET", `${FIRST}?${query}`)).toMatchObject({
      status: 400,
      json: { detail: "The trigger state is not one that this trigger has given out." },
    });
  });

  test("with a filter of quotes finds what has them, and nothing else", async () => {
    const app = newApp();
    const depotId = "D' or RowKey gt '";
    const first = await app.send("GET", `${FIRST}?${new URLSearchParams({ depotId }).toString()}`);
    await record(app);
    await record(app, { depotId });
    const second = await app.send("GET", locationOf(first));
    expect(second).toMatchObject({ status: 200, json: [{ depotId }] });
  });

  test("gets a 503 while storage is down, and misses nothing", async () => {
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

describe("many new parcels", () => {
  test("come in batches of a hundred; while more wait, the next poll is due at once", async () => {
    const app = newApp();
    const pollers = [new Poller(), new Poller("parcels?depotId=D-2")] as const;
    await Promise.all(pollers.map((poller) => poller.poll(app)));
    for (let index = 0; index < 300; index += 1) {
      await record(app, { depotId: index % 3 === 0 ? "D-1" : "D-2", grams: index });
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
    expect(pollers[1].received).toEqual(await recordedIn(app, "D-2"));
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
    await app.account.table("parcels").deleteTable();
    await poller.poll(app);
    await record(app);
    for (const each of [poller, idle]) await each.pollUntilNothingIsNew(app);
    const [anew] = await recordedIn(app);
    expect(poller.received).toHaveLength(4);
    expect(poller.received.at(-1)).toBe(anew);
    expect(idle.received).toEqual([anew]);
  });
});

describe("whatever is recorded and polled at once, each poller receives each parcel once, in order", () => {
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
    const depots = ["D-1", "D-2", "D-3"];
    const pollers = [undefined, undefined, ...depots].map((depotId) => ({
      depotId,
      poller: new Poller(depotId ? `parcels?depotId=${depotId}` : FIRST),
    }));
    await Promise.all(pollers.map(({ poller }) => poller.poll(anyApp())));

    for (let round = 0; round < 40; round += 1) {
      const recording = Array.from({ length: upTo(6) }, () => {
        const [app, depotId] = [anyApp(), depots[upTo(3)] as string];
        return afterTurns(upTo(20), () => record(app, { depotId }));
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
    for (const { poller, depotId } of pollers) {
      const deliveredWhileRecording = poller.received.length;
      await poller.pollUntilNothingIsNew(app);
      expect(poller.received).toEqual(await recordedIn(app, depotId));
      // Else the polls would not have met the recordings.
      expect(deliveredWhileRecording).toBeGreaterThan(5);
      expect(poller.batchSizes.length).toBeGreaterThan(3);
    }
    const entries = await parcelLedger(app.services.storage).after(0, 1000);
    const times = new Set(entries.map(({ item }) => item.recordedAt));
    expect(times.size === 1).toBe(isFrozen);
  });
});
