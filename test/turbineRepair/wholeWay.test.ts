import { spawnSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { startLocalStack, type LocalStack } from "../support/localStack";
import { eventually } from "./eventually";
import { copyProject, type ProjectCopy } from "../support/projectCopy";
import { respondWith, startReceiver, type Receiver } from "../support/receiver";

// A start takes seconds, and the machine may be busy.
jest.setTimeout(180_000);

let project: ProjectCopy;
let stack: LocalStack;
let receiver: Receiver;

beforeAll(async () => {
  project = copyProject();
  receiver = await startReceiver({
    "/recovers": (response, count) => respondWith(count < 3 ? 503 : 202)(response, count),
    "/hangs-first": (response, count) => {
      // The first is left without an answer until the sender gives it up.
      if (count > 1) respondWith(200)(response, count);
    },
    "/gone": respondWith(410),
  });
  stack = await startLocalStack({ folder: project.folder, args: ["-c", "noticeRetrySeconds=1"] });
});

afterAll(async () => {
  await stack?.stop();
  await receiver?.stop();
  project?.remove();
});

interface CallOptions {
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

/** Calls an operation with the key. A path is below the app's address. */
async function call(pathOrUrl: string, { method, body, headers }: CallOptions = {}) {
  const url = new URL(pathOrUrl, stack.endpoint);
  const response = await fetch(url, {
    method: method ?? (body ? "POST" : "GET"),
    headers: { "x-functions-key": stack.apiKey, "content-type": "application/json", ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    location: response.headers.get("location") ?? "",
    retryAfter: response.headers.get("retry-after"),
    json: text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>),
  };
}

function record(turbineId: string, headers: Record<string, string> = {}) {
  return call("/api/inspections", { body: { turbineId, hours: 6, capacity: 2500 }, headers });
}

async function subscribe(path: string, turbineId: string) {
  const { status, location, json } = await call("/api/repair-subscriptions", {
    body: { callbackUrl: receiver.url(path), turbineId },
  });
  expect(status).toBe(201);
  return { location, subscriptionId: String(json?.["subscriptionId"]) };
}

/** As the platform deletes: without a key. */
async function remove(address: string): Promise<number> {
  return (await fetch(address, { method: "DELETE" })).status;
}

/** Ids of the subscriptions in force. */
async function subscriptionIds(): Promise<string[]> {
  const { json } = await call("/api/repair-subscriptions");
  const listed = json?.["subscriptions"] as { subscriptionId: string }[];
  return listed.map(({ subscriptionId }) => subscriptionId);
}

describe("on the deployed app", () => {
  test("the question that the example asks has this response", async () => {
    const { endpoint, curl } = stack;
    expect(endpoint).toMatch(/\/api\/TurbineRepair$/);
    const { stdout } = spawnSync("sh", ["-c", curl], { encoding: "utf8" });
    expect(stdout).toBe('{"message":"Yes","revenueOpportunity":"$7200","costToFix":"$1600"}');
    const asTexts = await call(endpoint, { body: { hours: "6", capacity: "2500" } });
    expect(asTexts).toMatchObject({ status: 200, json: JSON.parse(stdout) as object });
  });

  test("an inspection is recorded once for an idempotency key, and its turbine is listed", async () => {
    const headers = { "idempotency-key": "first" };
    const answers = await Promise.all([1, 2, 3].map(() => record("WT-1", headers)));
    const ids = answers.map(({ json }) => json?.["inspectionId"]);
    expect(new Set(ids).size).toBe(1);
    expect(answers[0]).toMatchObject({
      status: 201,
      json: { turbineId: "WT-1", message: "Yes", revenueOpportunity: "$7200", costToFix: "$1600" },
    });
    const { json } = await call("/api/turbines");
    expect(json).toEqual({ turbines: [{ turbineId: "WT-1", title: "WT-1 (2500 kW)" }] });
  });

  test("the polling trigger tells of what is recorded after its first call, once", async () => {
    const first = await call("/api/inspections?turbineId=WT-2");
    expect(first).toMatchObject({ status: 202, retryAfter: "15" });
    expect(await call(first.location)).toMatchObject({ status: 202, location: first.location });
    await Promise.all(["WT-2", "WT-3", "WT-2"].map((turbineId) => record(turbineId)));
    const news = await call(first.location);
    expect(news.status).toBe(200);
    expect(news.json).toMatchObject([{ turbineId: "WT-2" }, { turbineId: "WT-2" }]);
    expect(await call(news.location)).toMatchObject({ status: 202, location: news.location });
  });

  test("a repair is sent to its subscribers, again and again while they do not take it", async () => {
    await subscribe("/takes", "WT-4");
    await subscribe("/recovers", "WT-4");
    await subscribe("/hangs-first", "WT-4");
    await subscribe("/other", "WT-5");
    const { json } = await record("WT-4");
    for (const [path, calls] of Object.entries({
      "/takes": 1,
      "/recovers": 3,
      "/hangs-first": 2,
    })) {
      const received = await eventually(`${calls} calls of ${path}`, () => {
        const so = receiver.received(path);
        return so.length >= calls && so;
      });
      expect(received.map(({ body }) => body)).toEqual(
        Array.from({ length: calls }, () => ({ noticeId: expect.any(String), ...json })),
      );
      const ids = received.map(({ body }) => body["noticeId"]);
      expect(new Set(ids).size).toBe(1);
    }
    expect(receiver.received("/other")).toEqual([]);
  });

  test("a receiver that is gone is not subscribed any longer", async () => {
    const { subscriptionId } = await subscribe("/gone", "WT-6");
    expect(await subscriptionIds()).toContain(subscriptionId);
    await record("WT-6");
    await eventually("the end of the subscription", async () => {
      return !(await subscriptionIds()).includes(subscriptionId);
    });
    expect(receiver.received("/gone")).toHaveLength(1);
  });

  test("a subscription is deleted at its address without a key, as often as one likes", async () => {
    const { location, subscriptionId } = await subscribe("/deleted", "WT-7");
    const { signature } = Object.fromEntries(new URL(location).searchParams);
    expect(await remove(location.replace(signature as string, "A".repeat(43)))).toBe(403);
    expect(await subscriptionIds()).toContain(subscriptionId);
    expect([await remove(location), await remove(location)]).toEqual([200, 200]);
    expect(await subscriptionIds()).not.toContain(subscriptionId);
    await record("WT-7");
    await delay(1000);
    expect(receiver.received("/deleted")).toEqual([]);
  });

  test("an address that is not allowed is refused", async () => {
    const callbackUrl = "https://evil-logic.azure.com/";
    const { status, json } = await call("/api/repair-subscriptions", { body: { callbackUrl } });
    expect(status).toBe(400);
    expect(json?.["detail"]).toContain("callbackHosts");
  });

  test("a fleet is assessed in the background, also over a stop in between", async () => {
    const good = Array.from({ length: 999 }, (_, index) => ({
      turbineId: `WT-${index}`,
      hours: 6,
      capacity: index % 2 === 0 ? 2500 : 1,
    }));
    const fleet = { turbines: [...good, { turbineId: "WT-bad", hours: -1, capacity: 1 }] };
    const { status, location, retryAfter } = await call("/api/fleet-assessments", { body: fleet });
    expect(status).toBe(202);
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(await stack.stop()).toBe(0);
    stack = await startLocalStack({ folder: project.folder });
    const finished = await eventually("the assessment", async () => {
      // The address carries all that is needed: no key.
      const response = await fetch(location);
      return response.status === 200 && ((await response.json()) as { totals: object });
    });
    expect(finished).toMatchObject({
      totals: { turbines: 1000, repairs: 500, problems: 1 },
    });
  });

  test("no address that somebody gave or was given is in the log", () => {
    expect(stack.log()).not.toMatch(/signature=|\/recovers|\/gone/);
  });
});
