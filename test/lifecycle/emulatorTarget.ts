import { join } from "node:path";
import { findPulumi } from "../../local/pulumiCli/findPulumi";
import type { Target } from "./target";

/** What a run on the emulator is given. */
export interface EmulatorOptions {
  /** The project's copy, which keeps the emulator's state. */
  readonly folder: string;
  readonly delays: { readonly kind: "off" | "short" | "azure"; readonly seed: number };
  /** Takes each line that the emulator and the function app log. */
  readonly onLog: (line: string) => void;
}

/** The emulator, late as Azure is. */
export async function emulatorTarget(options: EmulatorOptions): Promise<Target> {
  const { folder, delays, onLog } = options;
  const { CloudProcess } = partOf(
    folder,
    "cloudProcess",
  ) as typeof import("../../local/cloudProcess");
  const state = partOf(folder, "stateFolder") as typeof import("../../local/stateFolder");
  const { command } = await findPulumi();
  state.prepareStateFolder();
  const cloud = await CloudProcess.start(
    {
      directory: state.statePaths.cloud,
      ports: { functionApp: 0, site: 0, storage: 0 },
      delays,
    },
    join(folder, "infra"),
    onLog,
  );
  return {
    title: `emulator, delays ${delays.kind}, seed ${delays.seed}`,
    stackName: "local",
    command,
    environment: {
      ...state.pulumiEnvironment(cloud.ports),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
    config: {},
    close: () => cloud.stop(),
  };
}

/** A module of the copy, whose paths are within the copy. */
function partOf(folder: string, name: string): unknown {
  return require(join(folder, "local", `${name}.ts`));
}
