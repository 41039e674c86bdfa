import { setTimeout as delay } from "node:timers/promises";

import { type GatedStorage, startGatedStorage } from "../support/localCloud/gatedStorage";
import {
  base64,
  startQueueHost,
  startReporting,
  untilCount,
} from "../support/localCloud/queueHost";
import { textOf } from "../support/localCloud/startedHost";

let storage: GatedStorage;
beforeAll(async () => {
  storage = await startGatedStorage();
});

test("a queue function is listed beside those of HTTP", async () => {
  const { host, name } = await startReporting(storage);
  expect(host.functions()).toEqual([
    {
      name: "jobs",
      trigger: "queueTrigger",
      queueName: name,
      connection: "AzureWebJobsStorage",
      isBinary: false,
    },
    expect.objectContaining({ name: "hello", trigger: "httpTrigger" }),
  ]);
});

test.each<[string, unknown]>([
  ['{"item":7,"text":"ü"}', { item: 7, text: "ü" }],
  ["[1]", [1]],
  ["7", 7],
  ["a text with {", "a text with {"],
  ["", ""],
])("the message %j reaches the code as %j, and is deleted", async (sent, received) => {
  const { queue, reports } = await startReporting(storage);
  await queue.sendMessage(base64(sent));
  const report = await reports.next();
  expect(report).toMatchObject({ name: "jobs", message: received });
  report.end("well");
  await untilCount(queue, 0);
  expect(reports.count()).toBe(1);
});

test("the code gets the message's metadata", async () => {
  const { queue, reports } = await startReporting(storage);
  const sent = await queue.sendMessage(base64('{"item":7}'));
  const report = await reports.next();
  const { metadata } = report;
  expect(metadata).toEqual({
    id: sent.messageId,
    dequeueCount: 1,
    popReceipt: expect.stringMatching(/.+/),
    queueTrigger: { item: 7 },
    insertionTime: netTime(sent.insertedOn),
    expirationTime: netTime(sent.expiresOn),
    nextVisibleTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/),
  });
  const leaseMs = Date.parse(String(metadata["nextVisibleTime"])) - sent.insertedOn.getTime();
  expect(leaseMs).toBeGreaterThanOrEqual(600_000);
  report.end("well");
});

/** As .NET writes it; storage keeps whole seconds. */
function netTime(date: Date): string {
  return date.toISOString().replace(".000Z", "+00:00");
}

test("bytes reach code that asks for them", async () => {
  const { queue, reports } = await startReporting(storage, { trigger: { dataType: "binary" } });
  await queue.sendMessage(Buffer.from([0, 255, 128]).toString("base64"));
  const report = await reports.next();
  const { message, isBytes, metadata } = report;
  expect([isBytes, message]).toEqual([true, { type: "Buffer", data: [0, 255, 128] }]);
  expect(metadata).not.toHaveProperty("queueTrigger");
  report.end("well");
});

test("host.json may say that messages are written as they are", async () => {
  const { queue, reports } = await startReporting(storage, { queues: { messageEncoding: "None" } });
  await queue.sendMessage("<plain & text>");
  const report = await reports.next();
  expect(report.message).toBe("<plain & text>");
  report.end("well");
});

test("a message that fails is seen again, and after five times it is moved to the poison queue", async () => {
  const { host, queue, poison, name, reports, lines } = await startReporting(storage);
  const text = base64("the text");
  await queue.sendMessage(text);
  for (const dequeueCount of [1, 2, 3, 4, 5]) {
    const report = await reports.next();
    expect(report.metadata).toMatchObject({ dequeueCount });
    expect(await poison.exists()).toBe(false);
    report.end("throw");
  }
  await untilCount(poison, 1);
  await untilCount(queue, 0);
  const { peekedMessageItems } = await poison.peekMessages();
  expect(peekedMessageItems[0]?.messageText).toBe(text);
  expect(reports.count()).toBe(5);

  const errors = lines.filter((line) => line.includes("error: Error: the handler is broken"));
  expect(errors).toHaveLength(5);
  expect(lines).toContain(
    `[sample] jobs: warning: Message has reached MaxDequeueCount of 5. Moving message to queue '${name}-poison'.`,
  );
  expect(await textOf(host, "/api/hello")).toBe(String(host.pid));
});

test("host.json says how often a message is tried, and the poison queue may be there already", async () => {
  const { queue, poison, reports } = await startReporting(storage, {
    queues: { maxDequeueCount: 1 },
  });
  await poison.create();
  await queue.sendMessage(base64("once"));
  (await reports.next()).end("throw");
  await untilCount(poison, 1);
  await untilCount(queue, 0);
  expect(reports.count()).toBe(1);
});

test("a message whose last try ended with the host itself is moved without another try", async () => {
  const { queue, poison, reports, host, zip } = await startReporting(storage, {
    queues: { maxDequeueCount: 1 },
  });
  await host.stop();
  await queue.sendMessage(base64("tried"));
  await queue.receiveMessages({ visibilityTimeout: 1 });
  const next = await startQueueHost(storage);
  await next.host.deploy(zip);
  await untilCount(poison, 1);
  expect(reports.count()).toBe(0);
});

test("host.json says how long a message that failed stays out of sight", async () => {
  const { queue, reports } = await startReporting(storage, {
    queues: { visibilityTimeout: "1.00:00:00" },
  });
  await queue.sendMessage(base64("tomorrow"));
  await queue.sendMessage(base64("today"));
  for (const _ of [1, 2]) {
    const report = await reports.next();
    report.end(report.message === "tomorrow" ? "throw" : "well");
  }
  await untilCount(queue, 1);
  await queue.sendMessage(base64("later today"));
  const report = await reports.next();
  expect(report.message).toBe("later today");
  report.end("well");
});

test("a message that is not base64 is moved to the poison queue as it is, without a call", async () => {
  const { queue, poison, reports, lines } = await startReporting(storage);
  await queue.sendMessage("{plain}");
  await untilCount(poison, 1);
  await untilCount(queue, 0);
  const { peekedMessageItems } = await poison.peekMessages();
  expect(peekedMessageItems[0]?.messageText).toBe("{plain}");
  expect(reports.count()).toBe(0);
  expect(lines.join("\n")).toMatch(/jobs: warning: Message \S+ is not base64-encoded/);
});

test("a message that is not valid text fails without a call", async () => {
  const { queue, poison, reports, lines } = await startReporting(storage, {
    queues: { maxDequeueCount: 2 },
  });
  await queue.sendMessage(Buffer.from([255]).toString("base64"));
  await untilCount(poison, 1);
  expect(reports.count()).toBe(0);
  expect(lines.filter((line) => line.includes("is not valid text"))).toHaveLength(2);
});

test("no more messages are at work at once than host.json allows", async () => {
  const messages = ["1", "2", "3", "4", "5", "6"];
  const { queue, reports } = await startReporting(storage, {
    queues: { batchSize: 2, newBatchThreshold: 0 },
    messages,
  });
  let ended = 0;
  while (ended < 6) {
    const both = [await reports.next(), await reports.next()];
    // What would come too many has come by then.
    await delay(100);
    expect(reports.count()).toBe(ended + 2);
    for (const report of both) report.end("well");
    ended += 2;
  }
  await untilCount(queue, 0);
});

test("a message that takes longer than its lease stays the caller's own", async () => {
  const { queue, reports } = await startReporting(storage, { limits: { messageLeaseMs: 1000 } });
  await queue.sendMessage(base64("slow"));
  const report = await reports.next();
  await delay(2500);
  expect(reports.count()).toBe(1);
  report.end("well");
  await untilCount(queue, 0);
  expect(reports.count()).toBe(1);
});
