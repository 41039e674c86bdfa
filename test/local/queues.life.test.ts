import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import type { FunctionsHost } from "../../local/functionsHost/functionsHost";
import { portOf } from "../../local/storage/portChoice";
import { temporaryDirectory } from "../support/localCloud/cleanUp";
import { type GatedStorage, startGatedStorage } from "../support/localCloud/gatedStorage";
import { queuePackage, reportingSource, startReports } from "../support/localCloud/messageReports";
import {
  base64,
  countOf,
  makeQueue,
  queueSettings,
  queuesOf,
  startQueueHost,
  startReporting,
  untilCount,
  untilLogged,
} from "../support/localCloud/queueHost";
import { textOf, statusOf } from "../support/localCloud/startedHost";

let storage: GatedStorage;
beforeAll(async () => {
  storage = await startGatedStorage();
});

async function pidOf(host: FunctionsHost): Promise<number> {
  return Number(await textOf(host, "/api/hello"));
}

describe("code that ends its own process at a message", () => {
  test("gets the message again in its next process, and requests are served on", async () => {
    const { host, queue, reports, lines } = await startReporting(storage);
    await queue.sendMessage(base64("deadly"));
    const first = await reports.next();
    first.end("exit");
    const second = await reports.next();
    expect(second.metadata).toMatchObject({ dequeueCount: 2 });
    expect(second.pid).not.toBe(first.pid);
    expect(await pidOf(host)).toBe(second.pid);
    second.end("well");
    await untilCount(queue, 0);
    expect(lines.join("\n")).toContain("jobs: error: The package's process ended during the call.");
  });

  test("gets no message for a while, so that requests find a process", async () => {
    const limits = { crashPauseMs: 600_000 };
    const { host, queue, reports, lines } = await startReporting(storage, { limits });
    await queue.sendMessage(base64("deadly"));
    (await reports.next()).end("exit");
    await untilLogged(lines, "is restarted");
    expect(await pidOf(host)).toBe(host.pid);
    while ((await queue.peekMessages()).peekedMessageItems.length === 0) await delay(20);
    await delay(500);
    expect(reports.count()).toBe(1);
    await host.stop();
  });

  test("leaves its messages to the next package when it is given up", async () => {
    const { host, queue, reports, zip } = await startReporting(storage);
    for (const _ of [1, 2, 3, 4]) expect(await statusOf(host, "/api/hello?exit")).toBe(500);
    expect(await statusOf(host, "/api/hello")).toBe(503);
    await queue.sendMessage(base64("kept"));
    while ((await queue.peekMessages()).peekedMessageItems[0]?.dequeueCount !== 1) await delay(20);
    await host.deploy(zip);
    const report = await reports.next();
    expect(report).toMatchObject({ message: "kept", metadata: { dequeueCount: 2 } });
    report.end("well");
  });
});

describe("a message that is at work", () => {
  test("ends on the old code when the code is replaced; new messages go to the new", async () => {
    const { host, queue, reports, zip } = await startReporting(storage);
    await queue.sendMessage(base64("old"));
    const old = await reports.next();
    await host.deploy(zip);
    await queue.sendMessage(base64("new"));
    const next = await reports.next();
    expect(next).toMatchObject({ message: "new", pid: host.pid });
    expect(old.pid).not.toBe(next.pid);
    old.end("well");
    next.end("well");
    await untilCount(queue, 0);
    expect(reports.count()).toBe(2);
  });

  test("ends before the host does", async () => {
    const { host, queue, reports } = await startReporting(storage);
    await queue.sendMessage(base64("through"));
    const report = await reports.next();
    const stopped = host.stop();
    report.end("well");
    await stopped;
    expect(await countOf(queue)).toBe(0);
  });

  test("comes back at once, and not as a failed one, when the host does not wait for it", async () => {
    const limits = { drainTimeoutMs: 10 };
    const { host, queue, poison, reports } = await startReporting(storage, {
      queues: { maxDequeueCount: 1 },
      limits,
    });
    await queue.sendMessage(base64("back"));
    await reports.next();
    await host.stop();
    const { peekedMessageItems } = await queue.peekMessages();
    expect(peekedMessageItems).toMatchObject([{ messageText: base64("back"), dequeueCount: 1 }]);
    expect(await poison.exists()).toBe(false);
  });
});

test("a queue that is not there is waited for, and not made", async () => {
  const { name: present, queue: presentQueue } = await makeQueue(storage);
  const reports = await startReports();
  const absent = `q-${randomUUID()}`;
  const { host } = await startQueueHost(storage);
  await host.deploy(
    queuePackage(
      reportingSource(reports.url, { queueName: absent }, "absent") +
        reportingSource(reports.url, { queueName: present }, "present"),
    ),
  );
  await presentQueue.sendMessage(base64("there"));
  (await reports.next()).end("well");
  await untilCount(presentQueue, 0);
  expect(await queuesOf(storage).getQueueClient(absent).exists()).toBe(false);

  await queuesOf(storage).createQueue(absent);
  await queuesOf(storage).getQueueClient(absent).sendMessage(base64("now"));
  const report = await reports.next();
  expect(report).toMatchObject({ name: "absent", message: "now" });
  report.end("well");
});

test("names of queues and connections may be app settings, whose names have any case", async () => {
  const { name, queue } = await makeQueue(storage);
  const identity = storage.someone("Storage Queue Data Contributor");
  const { host } = await startQueueHost(storage, {
    identity,
    appSettings: {
      JOBS_QUEUE: name.toUpperCase(),
      Connection: "Other",
      Other__QueueServiceUri: storage.emulator.endpoints("keyless").queue,
      other__credential: "managedidentity",
      OTHER__CLIENTID: identity.principal.clientId,
    },
  });
  const reports = await startReports();
  const options = { queueName: "%Jobs_Queue%", connection: "%CONNECTION%" };
  await host.deploy(queuePackage(reportingSource(reports.url, options)));
  await queue.sendMessage(base64("found"));
  const report = await reports.next();
  expect(report.message).toBe("found");
  report.end("well");
});

test("without a name, the connection is AzureWebJobsStorage; changed settings hold from then on", async () => {
  const [first, second] = [await makeQueue(storage), await makeQueue(storage)];
  const { host, identity } = await startQueueHost(storage, { appSettings: { QUEUE: first.name } });
  const reports = await startReports();
  const options = { queueName: "%QUEUE%", connection: undefined };
  await host.deploy(queuePackage(reportingSource(reports.url, options)));
  await first.queue.sendMessage(base64("first"));
  (await reports.next()).end("well");
  await host.configure(queueSettings(storage, identity, { appSettings: { QUEUE: second.name } }));
  await first.queue.sendMessage(base64("not read"));
  await second.queue.sendMessage(base64("second"));
  const report = await reports.next();
  expect(report.message).toBe("second");
  report.end("well");
  await untilCount(second.queue, 0);
  expect(await countOf(first.queue)).toBe(1);
});

describe("storage that does not let the host read is said once, and requests are served:", () => {
  test("without the role; it is read as soon as the role is there", async () => {
    const identity = storage.someone("Storage Queue Data Reader");
    const { host, queue, name, reports, lines } = await startReporting(storage, { identity });
    await queue.sendMessage(base64("patient"));
    await untilLogged(lines, "was unable to start");
    expect(await statusOf(host, "/api/hello")).toBe(200);
    identity.grant("Storage Queue Data Contributor");
    (await reports.next()).end("well");
    await untilCount(queue, 0);
    expect(lines.slice(0, 2)).toEqual([
      `[sample] jobs: error: The listener for function 'Functions.jobs' was unable to start. The queue '${name}' cannot be read: AuthorizationPermissionMismatch. The app's identity needs the role Storage Queue Data Contributor. Trying again, with growing waits.`,
      `[sample] jobs: The queue '${name}' is now being read.`,
    ]);
  });

  test("while it is down; it is read as soon as it is up", async () => {
    const directory = temporaryDirectory();
    const down = await startGatedStorage(directory);
    await queuesOf(down).createQueue("jobs");
    const serviceUri = down.emulator.endpoints("keyless").queue;
    await down.emulator.stop();

    let bearer = down.someone();
    const identity = { ...bearer, getToken: () => bearer.getToken("") };
    const { host, lines } = await startQueueHost(down, { identity, serviceUri });
    const reports = await startReports();
    await host.deploy(queuePackage(reportingSource(reports.url)));
    await untilLogged(lines, "was unable to start");
    expect(await statusOf(host, "/api/hello")).toBe(200);
    await delay(1000);
    expect(lines.filter((line) => line.includes("unable to start"))).toHaveLength(1);
    expect(lines[0]).toMatch(/cannot be read: .*ECONNREFUSED/);

    const up = await startGatedStorage(directory, { blob: 0, queue: portOf(serviceUri), table: 0 });
    bearer = up.someone("Storage Queue Data Contributor");
    await queuesOf(up).getQueueClient("jobs").sendMessage(base64("patient"));
    const report = await reports.next();
    expect(report.message).toBe("patient");
    report.end("well");
    await untilCount(queuesOf(up).getQueueClient("jobs"), 0);
    expect(lines.at(-1)).toBe("[sample] jobs: The queue 'jobs' is now being read.");
  });
});
