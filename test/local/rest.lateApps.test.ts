import {
  consumptionAppInputs,
  deployBase,
  flexAppInputs,
  grant,
  uploadPackage,
  withSetting,
  type Base,
} from "../support/localCloud/baseResources";
import { call, hostOf } from "../support/localCloud/deployments";
import { create, remove, update, type Resource } from "../support/localCloud/engine";
import { packageOf } from "../support/localCloud/functionPackage";
import {
  anyWaitMs,
  registerAll,
  seedWhere,
  startLate,
  withoutRules,
  type LateCloud,
} from "../support/localCloud/lateCloud";
import type { RestAnswer } from "../support/localCloud/restClient";
import { ScmClient } from "../support/localCloud/scmClient";
import type { Delays } from "../../local/cloud/delays/delays";
import type { DelayOf } from "../../local/cloud/delays/delayTable";

const code = packageOf(
  ["one", "two", "three", "four"]
    .map((name) => `app.http("${name}", { handler: async () => ({ body: "${name}" }) });`)
    .join("\n"),
);

/** Statuses of a host that is not up, and what its errors say. */
const notUp = [400, 404, 502, 503];

interface LateApp extends LateCloud {
  base: Base;
  app: Resource;
  scm: ScmClient;
}

/** An app on Flex Consumption without code, whose roles do not hold yet. */
async function makeApp(seed: number): Promise<LateApp> {
  const late = await startLate({ kind: "azure", seed });
  await registerAll(late);
  withoutRules(late);
  const base = await deployBase(late.started);
  const app = await create(base.provider, "WebApp", flexAppInputs(base));
  return { ...late, base, app, scm: await ScmClient.of(late.started, app.id) };
}

/** Publishes until it is accepted. @returns the id, and the refusals before */
async function publish({ scm }: LateApp): Promise<{ id: string; refusals: number[] }> {
  const refusals: number[] = [];
  for (;;) {
    const { status, body } = await scm.publish(code);
    if (status === 202) return { id: body, refusals };
    refusals.push(status);
  }
}

/** Follows a deployment until it has ended or is forgotten. @returns every answer */
async function follow({ scm, clock }: LateApp, id: string): Promise<RestAnswer[]> {
  const answers: RestAnswer[] = [];
  for (;;) {
    const answer = await scm.get(`/api/deployments/${id}`);
    answers.push(answer);
    const wasSeen = answers.some(({ status }) => status === 202);
    if (answer.status === 200 || (answer.status === 404 && wasSeen)) return answers;
    clock.pass(1000);
  }
}

async function statusOf({ arm, app }: LateApp): Promise<RestAnswer> {
  return arm("GET", `${app.id}/host/default/properties/status`);
}

async function namesOf({ arm, app }: LateApp): Promise<string[]> {
  const { status, body } = await arm("GET", `${app.id}/functions`);
  expect(status).toBe(200);
  return body.value.map(({ properties }: { properties: { name: string } }) => properties.name);
}

/** A seed with which a deployment ends as it does mostly. */
const plainSeed = seedWhere(
  (delays) => !delays.isCase("deploymentForgotten") && !delays.isCase("partialSuccess"),
);

describe("an app whose roles do not hold yet", () => {
  let late: LateApp;
  beforeAll(async () => {
    late = await makeApp(plainSeed);
  });

  test("is made; its host is not healthy, and answers nobody", async () => {
    late.clock.pass(14_000);
    expect(notUp).toContain((await statusOf(late)).status);
    expect((await call(late.app)).status).toBe(503);
  });

  test("cannot be published to: the reason is storage's", async () => {
    const { id } = await publish(late);
    const end = (await follow(late, id)).at(-1);
    expect(end?.body).toMatchObject({ status: 3, complete: true, active: false });
    expect(end?.body.status_text).toMatch(
      /^(Failed to upload because Azure Storage responded with Forbidden : |InaccessibleStorageException: .*BlobUploadFailedException: .*)Response status code does not indicate success: 403 \(This request is not authorized/,
    );
  });

  test("is healthy, and published to, once they hold", async () => {
    late.clock.pass(anyWaitMs);
    const { id } = await publish(late);
    expect((await follow(late, id)).at(-1)?.body).toMatchObject({ status: 4 });
  });
});

test("a host that has started says that its storage is forbidden, as long as it is", async () => {
  const late = await makeApp(plainSeed);
  late.clock.pass(anyWaitMs);
  const running = await untilAnswered(async () => statusOf(late));
  expect(running.body).toMatchObject({ state: "Running", properties: { state: "Running" } });
  const { inventory } = late.started.cloud;
  for (const item of inventory.ofType("azure-native:authorization:RoleAssignment")) {
    inventory.put({ ...item, hidden: { holdsFrom: late.clock.now() + 1 } });
  }
  expect((await statusOf(late)).body).toMatchObject({
    state: "Error",
    properties: { state: "Error", errors: [expect.stringMatching(/not authorized/)] },
  });
  const keys = await late.arm("POST", `${late.app.id}/host/default/listkeys`);
  expect(keys).toMatchObject({
    status: 400,
    body: { error: { message: "Encountered an error (InternalServerError) from host runtime." } },
  });
  expect((await call(late.app)).status).toBe(503);
  late.clock.pass(1);
  expect((await statusOf(late)).body.state).toBe("Running");
});

/** Asks until the host has failed as often as it does. */
async function untilAnswered(ask: () => Promise<RestAnswer>): Promise<RestAnswer> {
  for (let tries = 0; tries < 10; tries += 1) {
    const answer = await ask();
    if (answer.status < 400) return answer;
    expect(answer.body.error.message).toMatch(/from host runtime\.$|^Bad Gateway$/);
  }
  throw new Error("The host never answered.");
}

/** How often something happens to the first subject. */
function count(delays: Delays, name: DelayOf<"times">): number {
  delays.beginCount(name, "first");
  let times = 0;
  while (delays.happens(name, "first")) times += 1;
  return times;
}

describe("publishing", () => {
  const inPublishing = async (isSo: (delays: Delays) => boolean): Promise<LateApp> => {
    const late = await makeApp(seedWhere(isSo));
    late.clock.pass(anyWaitMs);
    return late;
  };

  test("to a new app is answered as by a site that is not there yet, a few times", async () => {
    const late = await inPublishing((delays) => count(delays, "scmStart") === 4);
    const { refusals } = await publish(late);
    expect(refusals.slice(0, 4).every((status) => [404, 503].includes(status))).toBe(true);
    expect(refusals.slice(4).every((status) => status === 409)).toBe(true);
  });

  test("is refused as if another deployment were going on", async () => {
    const late = await inPublishing((delays) => count(delays, "publishConflicts") === 2);
    const { refusals } = await publish(late);
    expect(refusals.slice(-2)).toEqual([409, 409]);
  });

  test("is not known at once, then goes on, then has ended", async () => {
    const late = await inPublishing(
      (delays) =>
        count(delays, "deploymentUnknown") === 3 &&
        !delays.isCase("deploymentForgotten") &&
        !delays.isCase("partialSuccess"),
    );
    const { id } = await publish(late);
    const answers = await follow(late, id);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.slice(0, 3)).toEqual([404, 404, 404]);
    expect(new Set(statuses.slice(3, -1))).toEqual(new Set([202]));
    expect(statuses.length).toBeGreaterThanOrEqual(5);
    const during = answers.filter(({ status }) => status === 202).map(({ body }) => body);
    expect(new Set(during.map(({ status, complete }) => `${status} ${complete}`))).toEqual(
      new Set(["0 false"]),
    );
    expect(answers.at(-1)).toMatchObject({ status: 200, body: { status: 4, complete: true } });
    expect((await late.scm.get("/api/deployments/latest")).body.id).toBe(id);
  });

  test("is forgotten at its end, when the platform replaces Kudu's pod; the code is there", async () => {
    const late = await inPublishing((delays) => delays.isCase("deploymentForgotten"));
    const { id } = await publish(late);
    const answers = await follow(late, id);
    expect(answers.at(-1)?.status).toBe(404);
    expect((await late.scm.get("/api/deployments/latest")).status).toBe(404);
    expect((await late.scm.get("/api/deployments")).body).toEqual([]);
    late.clock.pass(anyWaitMs);
    expect(await namesOf(late)).toHaveLength(4);
  });

  test("ends as partially successful, when Kudu was restarted; the code is there", async () => {
    const late = await inPublishing(
      (delays) => delays.isCase("partialSuccess") && !delays.isCase("deploymentForgotten"),
    );
    const { id } = await publish(late);
    expect((await follow(late, id)).at(-1)?.body).toMatchObject({
      status: 6,
      complete: true,
      status_text: "[KuduSpecializer] Kudu has been restarted after package deployed",
    });
    late.clock.pass(anyWaitMs);
    expect(await namesOf(late)).toHaveLength(4);
  });
});

describe("after a deployment, the host", () => {
  let late: LateApp;
  beforeAll(async () => {
    late = await makeApp(plainSeed);
    late.clock.pass(anyWaitMs);
    await follow(late, (await publish(late)).id);
  });
  const key = (): string => `${late.app.id}/host/default/functionkeys/connector`;
  const setKey = async (): Promise<RestAnswer> =>
    late.arm("PUT", key(), { properties: { name: "connector", value: "v" } });

  test("is not up: it lists nothing, sets no key and serves nobody", async () => {
    const answers = [];
    for (let tries = 0; tries < 30; tries += 1) answers.push(await statusOf(late), await setKey());
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].toSorted((left, right) => left - right)).toEqual(notUp);
    const messages = new Set(answers.map(({ body }) => body.error.message));
    expect(messages).toContain("Encountered an error (ServiceUnavailable) from host runtime.");
    expect(messages).toContain("Encountered an error (InternalServerError) from host runtime.");
    expect(await namesOf(late)).toEqual([]);
    expect((await fetch(`http://${hostOf(late.app)}/api/one`)).status).toBe(503);
  });

  test("is up after a while, and lists some of its functions before it lists all", async () => {
    const { delays } = late.started.cloud;
    late.clock.pass(delays.endOf("hostStart", late.app.id) - late.clock.now() - 1);
    expect((await fetch(`http://${hostOf(late.app)}/api/one`)).status).toBe(503);
    late.clock.pass(1);
    expect((await fetch(`http://${hostOf(late.app)}/api/one`)).status).toBe(200);
    const lengths = new Set<number>();
    for (let tries = 0; tries < 30; tries += 1) lengths.add((await namesOf(late)).length);
    expect(lengths).toEqual(new Set([0, 2]));
    late.clock.pass(delays.endOf("functionsListed", late.app.id) - late.clock.now());
    expect(await namesOf(late)).toHaveLength(4);
  });

  test("fails now and then, then takes a key", async () => {
    const { delays } = late.started.cloud;
    late.clock.pass(anyWaitMs);
    delays.beginCount("hostFailures", late.app.id);
    expect((await untilAnswered(setKey)).status).toBe(201);
    expect((await setKey()).status).toBe(200);
  });

  test("starts again when a setting changes, not when something else does", async () => {
    await update(late.base.provider, late.app, { tags: { a: "b" } });
    expect((await statusOf(late)).body.state).toBe("Running");
    const changed = withSetting(late.app.inputs, "GREETING", "hello");
    const app = await update(late.base.provider, late.app, changed);
    expect(notUp).toContain((await statusOf({ ...late, app })).status);
    late.clock.pass(anyWaitMs);
    const running = await untilAnswered(async () => statusOf({ ...late, app }));
    expect(running.body.state).toBe("Running");
  });
});

describe("an app on Consumption", () => {
  let late: LateCloud;
  let base: Base;
  const sync = async ({ id }: Resource): Promise<RestAnswer> =>
    late.arm("POST", `${id}/syncfunctiontriggers`);
  const names = async (app: Resource): Promise<string[]> =>
    namesOf({ ...late, base, app, scm: undefined as never });
  const appOf = (url: string) => consumptionAppInputs(base, url);
  const one = packageOf('app.http("one", { handler: async () => ({ body: "1" }) });');
  const two = packageOf('app.http("two", { handler: async () => ({ body: "2" }) });');

  test("lists the functions of its package as of when its triggers were last synced", async () => {
    late = await startLate({ kind: "off", seed: 0 });
    base = await deployBase(late.started);
    const first = await uploadPackage(base, one);
    const app = await create(base.provider, "WebApp", appOf(first));
    expect(await names(app)).toEqual([]);
    expect((await sync(app)).status).toBe(204);
    expect(await names(app)).toEqual(["one"]);

    const second = await uploadPackage(base, two);
    const changed = await update(base.provider, app, appOf(second));
    expect((await fetch(`http://${hostOf(changed)}/api/two`)).status).toBe(200);
    expect(await names(changed)).toEqual(["one"]);
    await late.started.stop();
    late = await startLate({ kind: "off", seed: 0 }, late.started.directory);
    base = { ...base, started: late.started, provider: late.started.provider };
    expect(await names(changed)).toEqual(["one"]);
    expect((await sync(changed)).status).toBe(204);
    expect(await names(changed)).toEqual(["two"]);
  });

  test("syncs its triggers when a key is set", async () => {
    const [app] = late.started.cloud.inventory.ofType("azure-native:web:WebApp");
    const third = await uploadPackage(base, one);
    const resource: Resource = { type: "WebApp", id: app?.id ?? "", inputs: {}, outs: {} };
    const changed = await update(base.provider, resource, appOf(third));
    expect(await names(changed)).toEqual(["two"]);
    const path = `${changed.id}/host/default/functionkeys/connector`;
    await late.arm("PUT", path, { properties: { value: "v" } });
    expect(await names(changed)).toEqual(["one"]);
    await remove(base.provider, changed);
  });

  test("mounts its package only once its role holds", async () => {
    late = await startLate({ kind: "azure", seed: 5 });
    await registerAll(late);
    withoutRules(late);
    base = await deployBase(late.started);
    const packageBlob = await uploadPackage(base, one);
    late.clock.pass(anyWaitMs);
    // The role that the package is read by is assigned anew.
    const reader = late.started.cloud.inventory
      .ofType("azure-native:authorization:RoleAssignment")
      .find(({ inputs }) => inputs["scope"] === base.packages.id);
    late.started.cloud.inventory.remove(reader?.id ?? "");
    await grant(base.provider, base.identity, "blobReader", base.packages.id);

    const app = await create(base.provider, "WebApp", appOf(packageBlob));
    const { delays } = late.started.cloud;
    // It has started, and fails no more.
    delays.begin("hostStart", app.id, 0);
    delays.begin("functionsListed", app.id, 0);
    while (delays.happens("hostFailures", app.id));
    const refused = await sync(app);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toMatch(
      /\(ServiceUnavailable\) from host runtime: the app has no code yet/,
    );
    expect((await fetch(`http://${hostOf(app)}/api/one`)).status).toBe(404);
    late.clock.pass(anyWaitMs);
    expect((await untilAnswered(async () => sync(app))).status).toBe(204);
    expect(await names(app)).toEqual(["one"]);
    expect((await fetch(`http://${hostOf(app)}/api/one`)).status).toBe(200);
  });
});

describe("host storage", () => {
  test("may be named by its account beside the addresses, if it is the same", async () => {
    const late = await startLate({ kind: "off", seed: 0 });
    const base = await deployBase(late.started);
    const inputs = flexAppInputs(base);
    const setting = "AzureWebJobsStorage__accountName";
    await expect(
      create(base.provider, "WebApp", withSetting(inputs, setting, "stsitesample")),
    ).rejects.toThrow(
      /AzureWebJobsStorage__accountName is 'stsitesample', but AzureWebJobsStorage__blobServiceUri is in the account 'sthostsample'/,
    );
    const app = await create(base.provider, "WebApp", withSetting(inputs, setting, "sthostsample"));
    expect(app.outs["state"]).toBe("Running");
  });
});
