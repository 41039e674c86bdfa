import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StepFigure } from "../lifecycle/figures";
import { delaysSeed } from "../support/delaysSeed";
import { projectFolder } from "../support/projectFolder";

// Seven deployments, each of which waits for what is late.
jest.setTimeout(900_000);

const folder = mkdtempSync(join(tmpdir(), "lifecycle-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the lifecycle on an emulator that is late. */
function run(...args: string[]): { code: number | null; log: string; steps: StepFigure[] } {
  const figuresFile = join(folder, "figures.json");
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      "--require",
      "tsx/cjs",
      "test/lifecycle/emulatorMain.ts",
      "--delays",
      "short",
      "--seed",
      String(delaysSeed),
      "--figures",
      figuresFile,
      ...args,
    ],
    { cwd: projectFolder, encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] },
  );
  const { steps } = JSON.parse(readFileSync(figuresFile, "utf8")) as { steps: StepFigure[] };
  return { code: status, log: stderr, steps };
}

test("a deployment lives through its changes, its end and its return in a cloud that is late", () => {
  const { code, log, steps } = run();
  expect({ code, log }).toMatchObject({ code: 0 });
  expect(steps.map(({ title }) => title)).toEqual([
    "up",
    "up, nothing changed",
    "up, changed code",
    "up, new key",
    "up, other hosting",
    "destroy",
    "up again, same names",
    "destroy",
  ]);
  // The first deployment had to wait, or nothing is shown by this.
  expect(steps[0]?.waits).not.toEqual([]);
});

test("a deployment that was killed in a wait is finished by the next", () => {
  const { code, log } = run("--kill", String(1 + (delaysSeed % 3)));
  expect({ code, log }).toMatchObject({ code: 0 });
});
