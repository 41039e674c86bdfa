import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const cleanUps: (() => unknown)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps.toReversed()) await cleanUp();
});

/** Does something when the test file is through, before what was asked for earlier. */
export function finallyDo(cleanUp: () => unknown): void {
  cleanUps.push(cleanUp);
}

/** A folder that goes when the test file is through. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "cloud-"));
  finallyDo(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
