import { setTimeout as delay } from "node:timers/promises";

import { CrashPause } from "../../local/functionsHost/queueTrigger/crashPause";
import { GrowingWait } from "../../local/functionsHost/queueTrigger/growingWait";
import { readHostJson } from "../../local/functionsHost/hostJson";
import { messageBytes } from "../../local/functionsHost/queueTrigger/queueMessage";

describe("the waits between two polls of a queue", () => {
  test("about double each time, up to the longest, and start again", () => {
    const wait = new GrowingWait(100, 2000);
    for (const _ of [1, 2]) {
      const waits = Array.from({ length: 8 }, () => wait.nextMs());
      expect(waits[0]).toBe(100);
      for (const [index, growth] of [1, 2, 4, 8].entries()) {
        expect(waits[index + 1]).toBeGreaterThanOrEqual(100 + growth * 80);
        expect(waits[index + 1]).toBeLessThanOrEqual(100 + growth * 120);
      }
      expect(waits.slice(-2)).toEqual([2000, 2000]);
      wait.reset();
    }
  });

  test("stay at the longest when randomness takes them there early", () => {
    const wait = new GrowingWait(100, 2000);
    for (let looks = 0; looks < 5; looks += 1) wait.nextMs();
    const chance = jest.spyOn(Math, "random").mockReturnValueOnce(0.999).mockReturnValue(0);
    expect([wait.nextMs(), wait.nextMs()]).toEqual([2000, 2000]);
    chance.mockRestore();
  });

  test("are never longer than the longest", () => {
    const wait = new GrowingWait(100, 100);
    expect([wait.nextMs(), wait.nextMs(), wait.nextMs()]).toEqual([100, 100, 100]);
  });
});

describe("the pause after a message that ended its process", () => {
  test("holds all messages until it is over, also when another one begins meanwhile", async () => {
    const pause = new CrashPause(100);
    const { signal } = new AbortController();
    await pause.over(signal);
    pause.begin();
    const both = [pause.over(signal), pause.over(signal)];
    await delay(50);
    const beganMs = performance.now();
    pause.begin();
    await Promise.all(both);
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(100);
  });

  test("does not delay a stop", async () => {
    const pause = new CrashPause(2 ** 31 - 1);
    pause.begin();
    const controller = new AbortController();
    const over = pause.over(controller.signal);
    controller.abort();
    await expect(over).resolves.toBeUndefined();
    await expect(pause.over(controller.signal)).resolves.toBeUndefined();
  });
});

test.each<[string, string | undefined]>([
  ["aGk=", "hi"],
  ["aGkh", "hi!"],
  [" aG\nk= ", "hi"],
  ["", ""],
  ["aGk", undefined],
  ["aG=k", undefined],
  ["aGk-", undefined],
  ["{}", undefined],
])("%j is base64 of %j", (text, content) => {
  expect(messageBytes(text, "base64")?.toString()).toBe(content);
  expect(messageBytes(text, "none")?.toString()).toBe(text);
});

test.each<[object, object]>([
  [{ batchSize: 5 }, { batchSize: 5, newBatchThreshold: 2 }],
  [{ newBatchThreshold: 0 }, { newBatchThreshold: 0 }],
  [{ visibilityTimeout: "1.02:03:04.5" }, { visibilityTimeoutMs: 93_784_500 }],
  [{ maxPollingInterval: "00:00:02" }, { maxPollingIntervalMs: 2000 }],
  [{ messageEncoding: "NONE" }, { messageEncoding: "none" }],
])("host.json's queues %j are read as %j", (queues, options) => {
  expect(readHostJson({ version: "2.0", extensions: { queues } }).queues).toMatchObject(options);
});
