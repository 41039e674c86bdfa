import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StandInProvider } from "../../../local/cloud/provider";
import { type RunningCloud, startCloud } from "../../../local/cloud/startCloud";

const anyPorts = { functionApp: 0, site: 0, storage: 0 };
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
  cleanUps.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A cloud that runs, with a provider that no engine has talked to. */
export interface Started extends RunningCloud {
  provider: StandInProvider;
  directory: string;
}

/** Starts a cloud; it is stopped at the latest when the test file is through. */
export async function start(directory = temporaryDirectory(), ports = anyPorts): Promise<Started> {
  const { cloud, stop } = await startCloud({ directory, ports });
  let stopped: Promise<void> | undefined;
  const stopOnce = (): Promise<void> => (stopped ??= stop());
  cleanUps.push(stopOnce);
  return { cloud, stop: stopOnce, provider: new StandInProvider(cloud), directory };
}
