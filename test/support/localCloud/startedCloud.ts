import { noDelays, type DelayOptions } from "../../../local/cloud/delays/delays";
import { EmulatorProvider } from "../../../local/cloud/provider";
import { type RunningCloud, startCloud } from "../../../local/cloud/startCloud";
import { finallyDo, temporaryDirectory } from "./cleanUp";

const anyPorts = { functionApp: 0, site: 0, storage: 0 };
/** A cloud that runs, with a provider that no engine has talked to. */
export interface Started extends RunningCloud {
  provider: EmulatorProvider;
  directory: string;
}

/** How late a cloud is, and what it takes for the time. */
export interface StartedDelays {
  delays: DelayOptions;
  /** @default the system's clock */
  now?: () => number;
}

/** Starts a cloud, without delays by default; it is stopped at the latest when the test file is through. */
export async function start(
  directory = temporaryDirectory(),
  ports = anyPorts,
  { delays, now }: StartedDelays = { delays: noDelays },
): Promise<Started> {
  const running = await startCloud({ directory, ports, delays }, now);
  let stopped: Promise<void> | undefined;
  const stopOnce = (): Promise<void> => (stopped ??= running.stop());
  finallyDo(stopOnce);
  return {
    ...running,
    stop: stopOnce,
    provider: new EmulatorProvider(running.cloud),
    directory,
  };
}
