import { lookup } from "node:dns/promises";
import { FunctionApp, type Logged } from "../../support/functionApp";
import { FunctionStorage, type FunctionAccount, type Sent } from "../../support/functionServices";
import { HEAVY_GRAMS, heavyParcels } from "../../support/sampleConnector/heavyParcels";
import { operations } from "../../support/sampleConnector/operations";
import { parcelLedger } from "../../support/sampleConnector/parcelLedger";
import { respondWith, startReceiver, type Behaviour, type Receiver } from "../../support/receiver";

jest.mock("node:dns/promises", () => ({ lookup: jest.fn() }));

const [announcer, delivery] = heavyParcels.queueWorkers;

const ON_THIS_MACHINE = { WEBSITE_HOSTNAME: "127.0.0.1:7071" };
const FLOW = "https://prod-12.westeurope.logic.azure.com/workflows/1?sig=secret";
const SECRET = "?sig=secret";

let storage: FunctionStorage;
let receiver: Receiver | undefined;
beforeAll(async () => {
  storage = await FunctionStorage.start();
});
afterAll(() => storage.stop());
beforeEach(() => everyHostLeadsTo("20.50.2.1"));
afterEach(async () => {
  jest.restoreAllMocks();
  await receiver?.stop();
  receiver = undefined;
});

function everyHostLeadsTo(...addresses: string[]): void {
  (lookup as unknown as jest.Mock)
    .mockReset()
    .mockImplementation(async () => addresses.map((address) => ({ address, family: 4 })));
}

/** A receiver on loopback that behaves so with each of its calls. */
async function receiverThat(behave: Behaviour): Promise<Receiver> {
  receiver = await startReceiver({ [`/hook${SECRET}`]: behave });
  return receiver;
}

interface Notified {
  readonly app: FunctionApp;
  readonly subscriptionId: string;
}

/** An app with one subscriber, and a notification of the parcel P-1 on its way to it. */
async function notify(callbackUrl: string, env: Record<string, string> = {}): Promise<Notified> {
  const app = new FunctionApp({
    account: storage.account(),
    env: { ...ON_THIS_MACHINE, ...env },
    operations,
  });
  const registered = await app.send("POST", "subscriptions", { json: { callbackUrl } });
  expect(registered.status).toBe(201);
  await recordParcel(app, "P-1");
  const { subscriptionId } = registered.json as { subscriptionId: string };
  return { app, subscriptionId };
}

async function recordParcel(app: FunctionApp, parcelId: string): Promise<void> {
  const json = { parcelId, depotId: "D-1", grams: HEAVY_GRAMS };
  expect(await app.send("POST", "parcels", { json })).toMatchObject({ status: 201 });
  await app.work(announcer);
}

function hookOf(hook: Receiver): string {
  return hook.url(`/hook${SECRET}`);
}

function receivedBy(hook: Receiver): Record<string, unknown>[] {
  return hook.received(`/hook${SECRET}`).map(({ body }) => body);
}

/** Delivers again and again, as if all waits were over at once, until the queue is empty. */
async function deliverAll(app: FunctionApp): Promise<Logged[]> {
  const logged: Logged[] = [];
  for (let times = 0; times < 15; times += 1) {
    const worked = await app.work(delivery);
    expect(worked.thrown).toEqual([]);
    logged.push(...worked.logged);
    await app.account.hasten();
  }
  expect(await app.account.peek("parcel-notices")).toEqual([]);
  return logged;
}

/** The waits before each attempt, as storage keeps them. */
function waitsOf({ sent }: FunctionAccount): number[] {
  return notificationsOn(sent).map(({ delaySeconds }) => delaySeconds);
}

function notificationsOn(sent: readonly Sent[]): readonly Sent[] {
  return sent.filter(({ queueName }) => queueName === "parcel-notices");
}

async function idsOfSubscriptions(app: FunctionApp): Promise<string[]> {
  const { json } = await app.send("GET", "subscriptions");
  const { subscriptions } = json as { subscriptions: { subscriptionId: string }[] };
  return subscriptions.map(({ subscriptionId }) => subscriptionId);
}

describe("a notification", () => {
  test("arrives with the item and an id of its own", async () => {
    const hook = await receiverThat(respondWith(202));
    const { app, subscriptionId } = await notify(hookOf(hook));
    expect(await deliverAll(app)).toEqual([]);
    const [entry] = await parcelLedger(app.services.storage).after(0, 1);
    expect(receivedBy(hook)).toEqual([{ noticeId: `${subscriptionId}.P-1`, ...entry?.item }]);
    expect(await idsOfSubscriptions(app)).toEqual([subscriptionId]);
  });

  test("comes again after growing waits, the same each time, until the receiver recovers", async () => {
    const hook = await receiverThat((response, call) =>
      respondWith(call < 4 ? 500 : 200)(response, call),
    );
    const { app, subscriptionId } = await notify(hookOf(hook));
    const logged = await deliverAll(app);
    const received = receivedBy(hook);
    expect(received).toHaveLength(4);
    expect(new Set(received.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(waitsOf(app.account)).toEqual([0, 10, 20, 40]);
    const what = `Notification of parcel P-1 to subscription ${subscriptionId}: The receiver responded with 500.`;
    expect(logged).toEqual([
      { level: "warning", text: `${what} Attempt 1 failed; next in 10 s.` },
      { level: "warning", text: `${what} Attempt 2 failed; next in 20 s.` },
      { level: "warning", text: `${what} Attempt 3 failed; next in 40 s.` },
    ]);
  });

  test.each([404, 410])("that gets a %d ends the subscription, and no other", async (status) => {
    const hook = await receiverThat(respondWith(status));
    const { app, subscriptionId } = await notify(hookOf(hook));
    const { json } = await app.send("POST", "subscriptions", {
      json: { callbackUrl: hook.url("/other") },
    });
    await recordParcel(app, "P-2");
    const logged = await deliverAll(app);
    expect(logged).toEqual([
      {
        level: "warning",
        text: `Subscription ${subscriptionId} is ended: its receiver responded with ${status}.`,
      },
    ]);
    // The second notification was on its way when the subscription ended.
    expect(receivedBy(hook)).toHaveLength(1);
    expect(hook.received("/other")).toHaveLength(1);
    expect(await idsOfSubscriptions(app)).toEqual([
      (json as { subscriptionId: string }).subscriptionId,
    ]);
  });

  test("is not sent when its subscription has ended meanwhile", async () => {
    const hook = await receiverThat(respondWith(200));
    const { app, subscriptionId } = await notify(hookOf(hook));
    const { signer } = app.services;
    const signature = signer.sign("delete-subscription", subscriptionId);
    await app.send("DELETE", `subscriptions/${subscriptionId}?signature=${signature}`);
    expect(await deliverAll(app)).toEqual([]);
    expect(receivedBy(hook)).toEqual([]);
  });

  test.each<[string, Behaviour, string]>([
    ["drops the connection", (response) => response.destroy(), "cannot be reached: ECONNRESET."],
    [
      "speaks no HTTP",
      (response) => response.socket?.end("no HTTP\r\n\r\n"),
      "cannot be reached: HPE_INVALID_CONSTANT.",
    ],
    ["responds with 400", respondWith(400), "responded with 400."],
    ["responds with 401", respondWith(401), "responded with 401."],
    ["sends elsewhere", respondWith(307, { location: "/elsewhere" }), "responded with 307."],
    [
      "sends elsewhere for good",
      respondWith(308, { location: "/elsewhere" }),
      "responded with 308.",
    ],
  ])("to a receiver that %s comes again", async (_name, behave, problem) => {
    const hook = await receiverThat((response, call) =>
      (call === 1 ? behave : respondWith(200))(response, call),
    );
    const { app } = await notify(hookOf(hook));
    const logged = await deliverAll(app);
    expect(logged).toEqual([
      { level: "warning", text: expect.stringContaining(`: The receiver ${problem} Attempt 1`) },
    ]);
    expect(receivedBy(hook)).toHaveLength(2);
    expect(waitsOf(app.account)).toEqual([0, 10]);
    // Redirects could lead to where none may be sent.
    expect(hook.received("/elsewhere")).toEqual([]);
  });

  test("to a receiver that does not listen comes again", async () => {
    const hook = await receiverThat(respondWith(200));
    const url = hookOf(hook);
    await hook.stop();
    receiver = undefined;
    const { app } = await notify(url);
    const { logged } = await app.work(delivery);
    expect(logged).toEqual([
      { level: "warning", text: expect.stringContaining("cannot be reached: ECONNREFUSED.") },
    ]);
    expect(waitsOf(app.account)).toEqual([0, 10]);
  });

  test("to a receiver that hangs comes again after the time that it may take", async () => {
    const hook = await receiverThat((response, call) => {
      // Headers that never end are not a response either.
      if (call === 1) response.socket?.write("HTTP/1.1 200 OK\r\nx-slow: ");
      else respondWith(200)(response, call);
    });
    const timeOut = jest.spyOn(AbortSignal, "timeout");
    const { app } = await notify(hookOf(hook), { CONNECTOR_NOTICE_TIMEOUT_SECONDS: "0.2" });
    const logged = await deliverAll(app);
    expect(logged).toEqual([
      {
        level: "warning",
        text: expect.stringContaining("cannot be reached: no response within 0.2 s. Attempt 1"),
      },
    ]);
    expect(receivedBy(hook)).toHaveLength(2);
    expect(timeOut.mock.calls).toEqual([[200], [200]]);
  });

  test("may take ten seconds unless a setting says otherwise", async () => {
    const hook = await receiverThat(respondWith(200));
    const timeOut = jest.spyOn(AbortSignal, "timeout");
    for (const seconds of ["", "0", "-1", "soon"]) {
      const { app } = await notify(hookOf(hook), { CONNECTOR_NOTICE_TIMEOUT_SECONDS: seconds });
      await deliverAll(app);
    }
    expect(timeOut.mock.calls).toEqual([[10_000], [10_000], [10_000], [10_000]]);
  });

  test.each<[string, number, number]>([
    ["120", 429, 120],
    ["120", 503, 120],
    // No sooner than without it, and no later than in an hour.
    ["3", 429, 10],
    ["0", 429, 10],
    ["999999999999", 503, 3600],
    ["-5", 429, 10],
    ["1.5", 429, 10],
    ["later", 429, 10],
    ["", 429, 10],
  ])("that gets Retry-After %j with %d comes again in that time", async (value, status, wait) => {
    const hook = await receiverThat((response, call) =>
      respondWith(call === 1 ? status : 200, { "retry-after": value })(response, call),
    );
    const { app } = await notify(hookOf(hook));
    await deliverAll(app);
    expect(waitsOf(app.account)).toEqual([0, wait]);
  });

  test("that gets Retry-After with a date comes again then", async () => {
    const hook = await receiverThat((response, call) => {
      const inTenMinutes = new Date(Date.now() + 600_000).toUTCString();
      respondWith(call === 1 ? 503 : 200, { "retry-after": inTenMinutes })(response, call);
    });
    const { app } = await notify(hookOf(hook));
    await deliverAll(app);
    const [, wait = 0] = waitsOf(app.account);
    // The date has whole seconds, and a busy machine takes its time.
    expect(wait).toBeGreaterThan(500);
    expect(wait).toBeLessThanOrEqual(600);
  });

  test("comes after the waits that a setting says", async () => {
    const hook = await receiverThat(respondWith(500));
    const waits = async (seconds: string): Promise<number[]> => {
      const { app } = await notify(hookOf(hook), { CONNECTOR_NOTICE_RETRY_SECONDS: seconds });
      await deliverAll(app);
      return waitsOf(app.account).slice(1, 6);
    };
    expect(await waits("1")).toEqual([1, 2, 4, 8, 16]);
    expect(await waits("0.6")).toEqual([1, 2, 3, 5, 10]);
    expect(await waits("600")).toEqual([600, 1200, 2400, 3600, 3600]);
    expect(await waits("-1")).toEqual([10, 20, 40, 80, 160]);
    expect(await waits("often")).toEqual([10, 20, 40, 80, 160]);
  });

  test("that no receiver takes in an hour and a half goes to the poison queue and is logged as an error", async () => {
    const hook = await receiverThat(respondWith(500));
    const { app, subscriptionId } = await notify(hookOf(hook));
    const logged = await deliverAll(app);
    expect(receivedBy(hook)).toHaveLength(10);
    expect(waitsOf(app.account)).toEqual([0, 10, 20, 40, 80, 160, 320, 640, 1280, 2560]);
    expect(logged.filter(({ level }) => level === "error")).toEqual([
      {
        level: "error",
        text:
          `Notification of parcel P-1 to subscription ${subscriptionId}: The receiver responded with 500. ` +
          "Given up after 10 attempts; it is in parcel-notices-poison.",
      },
    ]);
    expect(logged.at(-1)?.level).toBe("error");
    expect(await app.account.peek("parcel-notices-poison")).toEqual([
      {
        subscriptionId,
        parcel: expect.objectContaining({ parcelId: "P-1", grams: HEAVY_GRAMS }),
        attempt: 10,
        problem: "The receiver responded with 500.",
      },
    ]);
    // A receiver that does not take notifications at the moment is still subscribed.
    expect(await idsOfSubscriptions(app)).toEqual([subscriptionId]);
  });

  test("carries its receiver's address neither into the log nor onto a queue", async () => {
    const hook = await receiverThat((response, call) =>
      (call % 2 ? respondWith(500) : (dropped: typeof response) => dropped.destroy())(
        response,
        call,
      ),
    );
    const { app } = await notify(hookOf(hook));
    const logged = await deliverAll(app);
    expect(logged).toHaveLength(10);
    const { port } = new URL(hookOf(hook));
    for (const text of [JSON.stringify(logged), JSON.stringify(app.account.sent)]) {
      expect(text).not.toContain("secret");
      expect(text).not.toContain(port);
      expect(text).not.toContain("/hook");
    }
  });

  test("that cannot be put back on its queue is brought again by the host", async () => {
    const hook = await receiverThat((response, call) =>
      respondWith(call < 3 ? 500 : 200)(response, call),
    );
    const { app } = await notify(hookOf(hook));
    let sends = 0;
    app.account.fault = (what) => (what.startsWith("SEND") && (sends += 1) === 1 ? 500 : undefined);
    const { thrown } = await app.work(delivery);
    expect(thrown).toHaveLength(1);
    await deliverAll(app);
    expect(receivedBy(hook)).toHaveLength(3);
  });
});

describe("at delivery the address is checked again", () => {
  test("and a host that leads into a network since is not called", async () => {
    const { app, subscriptionId } = await notify(FLOW);
    for (const address of ["10.0.0.4", "169.254.169.254", "127.0.0.1", "::1"]) {
      everyHostLeadsTo("20.50.2.1", address);
      const { logged } = await app.work(delivery);
      await app.account.hasten();
      expect(logged).toEqual([
        {
          level: "warning",
          text: expect.stringContaining(
            `The receiver cannot be reached: its host leads to ${address}, which is not a public address.`,
          ),
        },
      ]);
    }
    expect(await idsOfSubscriptions(app)).toEqual([subscriptionId]);
  });

  test("and a host that is no longer allowed is not called", async () => {
    const account = storage.account();
    const before = new FunctionApp({
      account,
      env: { CONNECTOR_CALLBACK_HOSTS: "a.example" },
      operations,
    });
    await before.send("POST", "subscriptions", {
      json: { callbackUrl: "https://a.example/" },
    });
    await recordParcel(before, "P-1");
    (lookup as unknown as jest.Mock).mockClear();
    const { logged } = await new FunctionApp({ account, operations }).work(delivery);
    expect(logged).toEqual([
      {
        level: "warning",
        text: expect.stringContaining("The callback address cannot be used: its host a.example is"),
      },
    ]);
    expect(lookup).not.toHaveBeenCalled();
  });

  test("and this machine is not called by an app that is elsewhere now", async () => {
    const hook = await receiverThat(respondWith(200));
    const { app } = await notify(hookOf(hook));
    const moved = new FunctionApp({ account: app.account, operations });
    const { logged } = await moved.work(delivery);
    expect(logged[0]?.text).toContain("it begins with http: instead of https:");
    expect(receivedBy(hook)).toEqual([]);
  });

  test("and a host that cannot be found is tried again later", async () => {
    const { app } = await notify(FLOW);
    (lookup as unknown as jest.Mock).mockRejectedValue(
      Object.assign(new Error("getaddrinfo ENOTFOUND a.b"), { code: "ENOTFOUND" }),
    );
    const { logged } = await app.work(delivery);
    expect(logged[0]?.text).toContain("The receiver cannot be reached: ENOTFOUND. Attempt 1");
  });
});
