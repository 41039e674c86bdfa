import { waitUntil, type NotYet, type Reached, type Wait } from "../../../providers/rest/wait";
import { fakeOperation } from "../../support/providers/fakeAzure";

/** A wait whose looks have the given outcomes, the last one for all further looks. */
function wait(...outcomes: (NotYet | Reached<string>)[]): Wait<string> & { looks: () => number } {
  let looks = 0;
  return {
    until: "the host of func-a runs",
    limitMinutes: 2,
    advice: "look at its log",
    attempt: async () => {
      looks += 1;
      return outcomes[Math.min(looks, outcomes.length) - 1] ?? { notYet: "nothing" };
    },
    looks: () => looks,
  };
}

test("a wait ends with what it waited for, after pauses that grow", async () => {
  const operation = fakeOperation();
  const late = Array.from({ length: 12 }, () => ({ notYet: "HTTP 503 (request id r)" }));
  expect(await waitUntil(wait(...late, { value: "up" }), operation)).toBe("up");
  const { pauses } = operation.clock;
  expect(pauses[0]).toBe(500);
  expect(pauses.every((pause, index) => pause >= (pauses[index - 1] ?? 0))).toBe(true);
  expect(Math.max(...pauses)).toBe(10_000);
  expect(operation.shown.slice(0, 2)).toEqual([
    "waiting until the host of func-a runs (0 s): HTTP 503 (request id r)",
    "waiting until the host of func-a runs (1 s): HTTP 503 (request id r)",
  ]);
});

test("its end is one sentence: what for, how long, the last answer, what to do", async () => {
  const operation = fakeOperation();
  await expect(waitUntil(wait({ notYet: "HTTP 503 (request id r)" }), operation)).rejects.toThrow(
    /^Waited 2 minutes until the host of func-a runs; the last answer was HTTP 503 \(request id r\); look at its log\.$/,
  );
  // It looks at the limit itself, and not after it.
  expect(operation.clock.ms).toBe(120_000);
});

test("a service that asks for patience is given it", async () => {
  const operation = fakeOperation();
  await waitUntil(wait({ notYet: "429", retryAfterMs: 17_000 }, { value: "up" }), operation);
  expect(operation.clock.pauses).toEqual([17_000]);
});

test("what has moved on is looked at soon again", async () => {
  const operation = fakeOperation();
  const late = { notYet: "late" };
  const moved = { notYet: "accepted", hasMoved: true };
  await waitUntil(wait(late, late, late, moved, { value: "up" }), operation);
  expect(operation.clock.pauses.at(-1)).toBe(500);
});

test("a signal ends it in a pause, and in a look that does not listen", async () => {
  const reason = new Error("stopped");
  const inPause = fakeOperation();
  const pausing = waitUntil(
    {
      ...wait(),
      attempt: async () => {
        inPause.stop.abort(reason);
        return { notYet: "late" };
      },
    },
    inPause,
  );
  await expect(pausing).rejects.toBe(reason);

  const inLook = fakeOperation();
  const looking = waitUntil(
    { ...wait(), attempt: () => new Promise<NotYet>(() => undefined) },
    inLook,
  );
  inLook.stop.abort(reason);
  await expect(looking).rejects.toBe(reason);

  const neverBegun = wait({ value: "up" });
  await expect(waitUntil(neverBegun, inLook)).rejects.toBe(reason);
  expect(neverBegun.looks()).toBe(0);
});

test("without a clock of its own, it takes the machine's", async () => {
  const { clock: _, ...operation } = fakeOperation();
  expect(await waitUntil(wait({ notYet: "late" }, { value: "up" }), operation)).toBe("up");
});
