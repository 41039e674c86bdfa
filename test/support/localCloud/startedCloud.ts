import { EmulatorProvider } from "../../../local/cloud/provider";
import { type RunningCloud, startCloud } from "../../../local/cloud/startCloud";
import { finallyDo, temporaryDirectory } from "./cleanUp";

const anyPorts = { functionApp: 0, site: 0, storage: 0 };
/** A cloud that runs, with a provider that no engine has talked to. */
export interface Started extends RunningCloud {
  provider: EmulatorProvider;
  directory: string;
}

/** Starts a cloud; it is stopped at the latest when the test file is through. */
export async function start(directory = temporaryDirectory(), ports = anyPorts): Promise<Started> {
  const { cloud, stop } = await startCloud({ directory, ports });
  let stopped: Promise<void> | undefined;
  const stopOnce = (): Promise<void> => (stopped ??= stop());
  finallyDo(stopOnce);
  return { cloud, stop: stopOnce, provider: new EmulatorProvider(cloud), directory };
}
