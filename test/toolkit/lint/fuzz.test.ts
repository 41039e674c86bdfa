import { certificationPackage, cleanActions } from "../../fixtures/lint/certificationPackage";
import { cleanConnector } from "../../fixtures/lint/cleanConnector";
import { cleanDefinition } from "../../fixtures/lint/cleanDefinition";
import { findingsIn } from "../../fixtures/lint/findings";
import { seededRandom } from "../../../local/cloud/delays/seededRandom";

/** What a mutation puts in place of a part. */
const ODDITIES: readonly unknown[] = [
  null,
  true,
  0,
  -1.5,
  "",
  "#/definitions/Machine",
  "http://127.0.0.1:9/x",
  "{{value}}",
  [],
  {},
  [null],
  { $ref: "#" },
  { $ref: "#/definitions/%E0" },
  { $ref: 1 },
  { type: "array", items: {} },
  { toString: 1 },
];

/** Every object and array of a value. */
function containers(at: unknown): Record<string, unknown>[] {
  if (typeof at !== "object" || at === null) return [];
  return [at as Record<string, unknown>, ...Object.values(at).flatMap(containers)];
}

/** The bytes with up to eight of them replaced by chance. */
function corrupted(bytes: Uint8Array, random: () => number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let count = Math.floor(random() * 8); count > 0; count -= 1) {
    copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
  }
  return copy;
}

/** A part with more objects and lists than this is not copied, or documents would double each time. */
const MAX_COPIED = 40;

/** The value with `count` parts replaced, removed, doubled or moved by chance. */
function mutated(value: unknown, count: number, random: () => number): unknown {
  const copy = structuredClone(value);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  for (let index = 0; index < count; index += 1) {
    const all = containers(copy).filter((container) => Object.keys(container).length > 0);
    if (all.length === 0) break;
    const container = pick(all);
    const key = pick(Object.keys(container));
    const other = pick(all);
    const kind = random();
    if (kind < 0.2) Reflect.deleteProperty(container, key);
    else if (kind < 0.4 && containers(other).length < MAX_COPIED) {
      container[key] = structuredClone(other);
    } else if (kind < 0.5 && containers(container[key]).length < MAX_COPIED) {
      container[pick(Object.keys(other))] = container[key];
    } else container[key] = structuredClone(pick(ODDITIES));
  }
  return copy;
}

const ROUNDS = Array.from({ length: 20 }, (_, round) => round);

test.each(ROUNDS)("documents changed by chance are read all the same (round %i)", (round) => {
  const random = seededRandom(20_250_101 + round);
  const { properties, settings } = cleanConnector();
  for (let index = 0; index < 6; index += 1) {
    const count = 1 + Math.floor(random() * 12);
    const files = {
      definition: mutated(cleanDefinition, count, random) as object,
      properties: mutated(properties, count, random) as object,
      settings: mutated(settings, count, random) as object,
      certification: corrupted(
        certificationPackage({ actions: mutated(cleanActions, count, random) as object }),
        random,
      ),
    };
    const findings = findingsIn(files, { variant: index % 2 === 0 ? "deploy" : "certify" });
    for (const { message, fix, line, path } of findings) {
      expect(message).not.toMatch(/undefined|\[object/);
      expect(fix).not.toBe("");
      expect(path).toMatch(/^\$/);
      expect(line).toBeGreaterThanOrEqual(1);
    }
  }
});
