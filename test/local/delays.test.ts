import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Delays, delayKinds, noDelays } from "../../local/cloud/delays/delays";
import { delayTable, type DelayName, type DelayOf } from "../../local/cloud/delays/delayTable";
import { delayRows } from "../support/delayRows";
import { projectFolder } from "../support/projectFolder";

const kinds = delayKinds.filter((kind) => kind !== "off");
const named = Object.entries(delayTable);
const waits = named.flatMap(([name, { unit }]) => (unit === "ms" ? [name as DelayOf<"ms">] : []));
const counts = named.flatMap(([name, { unit }]) =>
  unit === "times" ? [name as DelayOf<"times">] : [],
);
const chances = named.flatMap(([name, { unit }]) =>
  unit === "share" ? [name as DelayOf<"share">] : [],
);

/** What comes of each kind of delay, a few times. */
function sequence(delays: Delays): Record<string, unknown[]> {
  const times = Array.from({ length: 6 }, (_, index) => index);
  return Object.fromEntries([
    ...waits.map((name) => [name, times.map(() => delays.waitMs(name))]),
    ...counts.map((name) => [name, times.map((time) => drawn(delays, name, String(time)))]),
    ...chances.map((name) => [name, times.map(() => delays.isCase(name))]),
  ]);
}

function drawn(delays: Delays, name: DelayOf<"times">, subject: string): number {
  delays.beginCount(name, subject);
  let count = 0;
  while (delays.happens(name, subject)) count += 1;
  return count;
}

test.each(kinds)("the same seed makes the same delays, another one others (%s)", (kind) => {
  const first = sequence(new Delays({ kind, seed: 7 }));
  expect(sequence(new Delays({ kind, seed: 7 }))).toEqual(first);
  expect(sequence(new Delays({ kind, seed: 8 }))).not.toEqual(first);
});

test("what happens in between does not change a kind's delays", () => {
  const alone = new Delays({ kind: "azure", seed: 7 });
  const among = new Delays({ kind: "azure", seed: 7 });
  const expected = [alone.waitMs("roleHolds"), alone.waitMs("roleHolds")];
  const first = among.waitMs("roleHolds");
  sequenceWithout(among, "roleHolds");
  expect([first, among.waitMs("roleHolds")]).toEqual(expected);
});

function sequenceWithout(delays: Delays, name: DelayOf<"ms">): void {
  for (const other of waits) if (other !== name) delays.waitMs(other);
}

test("kinds do not have the same random numbers", () => {
  const delays = new Delays({ kind: "azure", seed: 7 });
  const shares = (["hostStart", "functionsListed"] as const).map((name) => {
    const [from, to] = delayTable[name].azure;
    return (delays.waitMs(name) - from) / (to - from);
  });
  expect(shares[0]).not.toBeCloseTo(shares[1] ?? 0, 2);
});

describe.each(kinds)("%s", (kind) => {
  const delays = new Delays({ kind, seed: 3 });

  test.each(waits)("%s stays within its range, and is both low and high in it", (name) => {
    const [from, to] = delayTable[name][kind];
    const drawnMs = Array.from({ length: 300 }, () => delays.waitMs(name));
    expect(Math.min(...drawnMs)).toBeGreaterThanOrEqual(from);
    expect(Math.max(...drawnMs)).toBeLessThanOrEqual(to);
    const middle = (from + to) / 2;
    expect(Math.min(...drawnMs)).toBeLessThanOrEqual(middle);
    expect(Math.max(...drawnMs)).toBeGreaterThanOrEqual(middle);
  });

  test.each(counts)("%s happens from its first to its last number of times", (name) => {
    const [from, to] = delayTable[name][kind];
    const seen = new Set(Array.from({ length: 1000 }, () => drawn(delays, name, "a")));
    const all = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    expect([...seen].toSorted((left, right) => left - right)).toEqual(all);
  });

  test.each(chances)("%s happens in about its share of the cases", (name) => {
    const cases = Array.from({ length: 2000 }, () => delays.isCase(name)).filter(Boolean).length;
    expect(cases / 2000).toBeCloseTo(delayTable[name][kind], 1);
  });
});

test("off, there is nothing to wait for", () => {
  const delays = new Delays(noDelays);
  expect(delays.isSo("softDelete")).toBe(false);
  for (const name of waits) {
    expect(delays.waitMs(name)).toBe(0);
    delays.begin(name, "a", delays.now());
    expect(delays.isOver(name, "a")).toBe(true);
  }
  for (const name of counts) expect(drawn(delays, name, "a")).toBe(0);
  for (const name of chances) expect(delays.isCase(name)).toBe(false);
  expect(delays.pick("hostStart", ["first", "second"])).toBe("first");
});

test("a wait is over at its end, by the clock that it was given", () => {
  let nowMs = 1000;
  const delays = new Delays({ kind: "azure", seed: 1 }, () => nowMs);
  expect(delays.isOver("hostStart", "app")).toBe(true);
  const end = delays.begin("hostStart", "app", nowMs);
  expect(end).toBeGreaterThan(nowMs);
  expect(delays.endOf("hostStart", "app")).toBe(end);
  nowMs = end - 1;
  expect(delays.isOver("hostStart", "app")).toBe(false);
  expect(delays.isOver("hostStart", "another app")).toBe(true);
  nowMs = end;
  expect(delays.isOver("hostStart", "app")).toBe(true);
});

test("a form is picked at random, and each is picked", () => {
  const delays = new Delays({ kind: "short", seed: 1 });
  const picked = Array.from({ length: 100 }, () => delays.pick("hostStart", ["a", "b", "c"]));
  expect(new Set(picked)).toEqual(new Set(["a", "b", "c"]));
});

test("short keeps each wait to a second", () => {
  for (const name of waits) expect(delayTable[name].short[1]).toBeLessThanOrEqual(1000);
});

test.each(Object.keys(delayTable) as DelayName[])("%s has a description and a source", (name) => {
  const { description, source } = delayTable[name];
  expect(description).toMatch(/^[A-Z].*[^.]$/);
  expect(source).toMatch(/^https:\/\/(github\.com|learn\.microsoft\.com)\/\S+$/);
});

test("docs/emulator.md lists them as they are", () => {
  const page = readFileSync(join(projectFolder, "docs", "emulator.md"), "utf8");
  const [, listed = ""] = /<!-- delays -->\n([^]*?)<!-- \/delays -->/.exec(page) ?? [];
  const rows = listed
    .trim()
    .split("\n")
    .slice(2)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows).toEqual(
    delayRows().map(({ what, short, azure, source }) => [what, short, azure, source]),
  );
});
