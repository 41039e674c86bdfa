import { sendMessage } from "../../../function/storage/messages";
import { JobTable } from "../../../function/longRunning/jobTable";
import { FunctionApp, MAX_DEQUEUE_COUNT, type Responded } from "../../support/functionApp";
import { FunctionStorage, type Sent } from "../../support/functionServices";
import { operations } from "../../support/sampleConnector/operations";
import { weighing } from "../../support/sampleConnector/weighing";

const { queueWorker } = weighing;

let storage: FunctionStorage;
beforeAll(async () => {
  storage = await FunctionStorage.start();
});
afterAll(() => storage.stop());
afterEach(() => jest.useRealTimers());

/** Whether a request to storage, by its method, changes a row. */
function isWrite(what: string): boolean {
  return what.startsWith("PATCH") || what.startsWith("PUT");
}

function newApp(account = storage.account()): FunctionApp {
  return new FunctionApp({ account, operations });
}

/** Begins to weigh parcels of 0, 1, 2 ... kilograms. */
function begin(app: FunctionApp, count: number): Promise<Responded> {
  const parcels = Array.from({ length: count }, (_, kilograms) => ({ grams: kilograms * 1000 }));
  return app.send("POST", "weighings", { json: { parcels } });
}

function weightsOf(count: number): object[] {
  return Array.from({ length: count }, (_, kilograms) => ({ kilograms }));
}

function locationOf({ headers }: Responded): string {
  return headers.get("location") ?? "";
}

describe("a long-running operation", () => {
  test("responds with 202 and a signed, absolute address until the work is done, then with 200 and all", async () => {
    const app = newApp();
    const begun = await begin(app, 2);
    const waiting = await app.send("GET", locationOf(begun));
    for (const responded of [begun, waiting]) {
      expect(responded).toMatchObject({ status: 202, text: "", logged: [] });
      expect(responded.headers.get("retry-after")).toBe("2");
      expect(locationOf(responded)).toMatch(
        /^https:\/\/connector\.example\/api\/weighings\/[\da-f-]{36}\?signature=[\w-]{43}$/,
      );
    }
    expect(locationOf(waiting)).toBe(locationOf(begun));
    expect(await app.work(queueWorker)).toEqual({ logged: [], thrown: [] });
    for (let times = 0; times < 2; times += 1) {
      expect(await app.send("GET", locationOf(begun))).toMatchObject({
        status: 200,
        json: { weights: weightsOf(2) },
      });
    }
  });

  test.each([1, 25, 26, 1000])("has the results of %d items in their order", async (count) => {
    const app = newApp();
    const begun = await begin(app, count);
    await app.work(queueWorker);
    const { json } = await app.send("GET", locationOf(begun));
    expect(json).toEqual({ weights: weightsOf(count) });
  });

  test("of no items has no results", async () => {
    const app = newApp();
    const call = { origin: app.origin, services: app.services };
    const { headers } = await weighing.begin([], call);
    await app.work(queueWorker);
    const { status, json } = await app.send("GET", headers["location"] ?? "");
    expect({ status, json }).toEqual({ status: 200, json: { weights: [] } });
  });

  test("reports each bad item in its place, with what is wrong", async () => {
    const app = newApp();
    const good = { grams: 1000 };
    const parcels = [null, good, 7, [good], {}, { grams: -1 }, good];
    const begun = await app.send("POST", "weighings", { json: { parcels } });
    await app.work(queueWorker);
    expect((await app.send("GET", locationOf(begun))).json).toEqual({
      weights: [
        { problem: "Expected an object, but received null." },
        { kilograms: 1 },
        { problem: "Expected an object, but received 7." },
        { problem: "Expected an object, but received an array." },
        { problem: "grams: Expected a number, but it is missing." },
        { problem: "grams: Expected a number, 0 or greater, but received -1." },
        { kilograms: 1 },
      ],
    });
  });

  test("is stored once when the response of storage is lost and its client tries again", async () => {
    const app = newApp(storage.account({ retries: true }));
    let lost = 0;
    app.account.fault = (what) =>
      what === "POST $batch" && (lost += 1) === 1 ? "response lost" : undefined;
    const begun = await begin(app, 1);
    await app.work(queueWorker);
    expect((await app.send("GET", locationOf(begun))).json).toEqual({ weights: weightsOf(1) });
    expect(lost).toBe(2);
  });

  test("responds with 503 when the items or their message cannot be stored", async () => {
    for (const refused of ["POST $batch", "SEND weighings"]) {
      const app = newApp();
      app.account.fault = (what) => (what === refused ? 500 : undefined);
      const { status, headers } = await begin(app, 1);
      expect(status).toBe(503);
      expect(headers.get("retry-after")).toMatch(/^\d+$/);
      expect(headers.get("location")).toBeNull();
    }
  });

  test("refuses more items than it can store, in words for its author", async () => {
    const names = { table: "jobs", itemsName: "items", resultsName: "results", itemsPerChunk: 2 };
    const jobs = new JobTable(newApp().services.storage, names);
    await jobs.add("fits", Array.from({ length: 198 }));
    await expect(jobs.add("too-many", Array.from({ length: 199 }))).rejects.toThrow(
      new RangeError(
        "A job of 199 items does not fit into 99 chunks of 2. " +
          "Limit the items in the operation's contract, or raise itemsPerChunk.",
      ),
    );
  });
});

describe("a job that crashes mid-way", () => {
  test("is taken up again, and what is done is not done again", async () => {
    const app = newApp();
    const begun = await begin(app, 100);
    const writes: string[] = [];
    app.account.fault = (what) => {
      if (!isWrite(what)) return undefined;
      writes.push(what);
      return writes.length === 3 ? 500 : undefined;
    };
    const { thrown } = await app.work(queueWorker);
    expect(thrown).toHaveLength(1);
    const chunks = writes.map((what) => /weights-\d+/.exec(decodeURIComponent(what))?.[0]);
    // Four chunks; the third is written twice, and the first two once.
    expect(chunks).toEqual([0, 1, 2, 2, 3].map((index) => `weights-00${index}`));
    expect(await app.send("GET", locationOf(begun))).toMatchObject({
      status: 200,
      json: { weights: weightsOf(100) },
    });
  });

  test("is still under way for callers that ask meanwhile", async () => {
    const app = newApp();
    const begun = await begin(app, 100);
    let writes = 0;
    app.account.fault = (what) => (isWrite(what) && (writes += 1) > 2 ? 500 : undefined);
    const { thrown } = await app.work(queueWorker);
    app.account.fault = () => undefined;
    expect(thrown).toHaveLength(MAX_DEQUEUE_COUNT);
    expect(await app.send("GET", locationOf(begun))).toMatchObject({ status: 202, text: "" });
    expect(await app.account.peek("weighings-poison")).toHaveLength(1);
  });

  test("and is not taken up within a quarter of an hour has failed, and says so", async () => {
    const app = newApp();
    const begun = await begin(app, 1);
    const sentAt = Date.now();
    const readAt = async (time: number): Promise<Responded> => {
      jest.useFakeTimers({ now: time, doNotFake: ["nextTick", "setImmediate", "setTimeout"] });
      const responded = await app.send("GET", locationOf(begun));
      jest.useRealTimers();
      return responded;
    };
    expect(await readAt(sentAt + 890_000)).toMatchObject({ status: 202 });
    expect(await readAt(sentAt + 900_000)).toMatchObject({
      status: 500,
      json: { detail: expect.stringContaining("could not be finished. Send the parcels again.") },
    });
    await app.work(queueWorker);
    expect(await readAt(sentAt + 900_000)).toMatchObject({ status: 200 });
  });

  test("is done once when its message comes twice", async () => {
    const app = newApp();
    const begun = await begin(app, 30);
    await app.work(queueWorker);
    const { message } = app.account.sent[0] as Sent;
    await sendMessage(app.services.storage, { queueName: "weighings", message });
    let writes = 0;
    app.account.fault = (what) => {
      if (isWrite(what)) writes += 1;
      return undefined;
    };
    expect(await app.work(queueWorker)).toEqual({ logged: [], thrown: [] });
    expect(app.account.sent).toHaveLength(2);
    expect(writes).toBe(0);
    expect(await app.send("GET", locationOf(begun))).toMatchObject({ status: 200 });
  });

  test("whose data is gone is dropped with a warning", async () => {
    const app = newApp();
    await begin(app, 1);
    await app.account.table("weighings").deleteTable();
    const { logged, thrown } = await app.work(queueWorker);
    expect(thrown).toEqual([]);
    expect(logged).toEqual([
      {
        level: "warning",
        text: expect.stringMatching(/^There is no weighing [\da-f-]{36}\.$/),
      },
    ]);
  });
});

describe("the address of a job", () => {
  test("needs no credentials, but its own signature", async () => {
    const app = newApp();
    const locations = [locationOf(await begin(app, 1)), locationOf(await begin(app, 1))] as const;
    await app.work(queueWorker);
    const [one, other] = locations.map((location) => new URL(location)) as [URL, URL];
    const id = one.pathname.split("/").at(-1) ?? "";
    const wrong = [
      "x",
      other.searchParams.get("signature") ?? "",
      app.services.signer.sign("delete-subscription", id),
    ];
    for (const signature of wrong) {
      const address = new URL(one);
      address.searchParams.set("signature", signature);
      expect(await app.send("GET", address.href)).toMatchObject({ status: 403 });
    }
    expect(await app.send("GET", one.href)).toMatchObject({ status: 200 });
  });

  test("that was never given out is refused whether or not there is a job", async () => {
    const app = newApp();
    const id = "00000000-0000-4000-8000-000000000000";
    expect(await app.send("GET", `weighings/${id}?signature=x`)).toMatchObject({
      status: 403,
    });
    const signature = app.services.signer.sign("weighing", id);
    expect(await app.send("GET", `weighings/${id}?signature=${signature}`)).toMatchObject({
      status: 404,
      json: { detail: `There is no weighing ${id}.` },
    });
    expect(await app.send("GET", "weighings/1?signature=x")).toMatchObject({ status: 400 });
  });
});
