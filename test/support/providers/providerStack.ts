import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  LocalWorkspace,
  Stack,
  type EngineEvent,
  type OutputMap,
  type ProjectSettings,
  type PulumiFn,
} from "@pulumi/pulumi/automation";
import { localId } from "../../../local/cloud/localIds";
import { deployer } from "../../../local/identity/deployer";
import { deployerTokenFile } from "../../../local/identity/deployerAssertion";
import { findPulumi } from "../../../local/pulumiCli/findPulumi";
import { certificateFile } from "../../../local/storage/loopbackCertificate";
import { temporaryDirectory } from "../localCloud/cleanUp";
import type { Started } from "../localCloud/startedCloud";
import { projectFolder } from "../projectFolder";
import { KillableCommand } from "./killableCommand";

/** A resource as the engine's state has it. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  initErrors?: string[];
}

/** What the engine did. */
export interface Deployed {
  /** How many resources were created, updated, the same and so on; the stack itself is one of them. */
  changes: Record<string, number>;
  outputs: OutputMap;
  events: readonly EngineEvent[];
}

/** A stack whose resources the provider `functionapp` makes, in the real engine. */
export class ProviderStack {
  readonly folder: string;
  readonly #stack: Stack;
  readonly #command: KillableCommand;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  program: PulumiFn = async () => undefined;

  private constructor(folder: string, stack: Stack, command: KillableCommand) {
    this.folder = folder;
    this.#stack = stack;
    this.#command = command;
  }

  /**
   * @param environment what the engine and its providers get; by default nothing of Azure
   * @param config of the stack, with namespaces
   */
  static async create(
    environment: Record<string, string> = {},
    config: Record<string, string> = {},
  ): Promise<ProviderStack> {
    const folder = temporaryDirectory();
    const { command: found } = await findPulumi();
    const command = new KillableCommand(found);
    // The engine runs this function in this process.
    const holder: { stack?: ProviderStack } = {};
    // The Automation API's type leaves out the plugins.
    const projectSettings: ProjectSettings & { plugins: unknown } = {
      name: "provided",
      runtime: "nodejs",
      backend: { url: pathToFileURL(folder).href },
      plugins: {
        providers: [{ name: "functionapp", path: join(projectFolder, "providers/functionapp") }],
      },
    };
    const workspace = await LocalWorkspace.create({
      workDir: folder,
      pulumiCommand: command.command,
      pulumiHome: join(folder, "home"),
      program: () => holder.stack?.program() ?? Promise.resolve({}),
      projectSettings,
      envVars: {
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        ...environment,
      },
    });
    const stack = await Stack.create("test", workspace);
    for (const [key, value] of Object.entries(config)) await stack.setConfig(key, { value });
    holder.stack = new ProviderStack(folder, stack, command);
    return holder.stack;
  }

  /** Deploys a program. @throws Error with the engine's messages */
  async up(program = this.program, signal?: AbortSignal): Promise<Deployed> {
    this.program = program;
    return this.#run((onEvent) =>
      this.#stack.up({ color: "never", onEvent, ...(signal && { signal }) }),
    );
  }

  async preview(program = this.program): Promise<Pick<Deployed, "changes" | "events">> {
    this.program = program;
    const events: EngineEvent[] = [];
    const { changeSummary } = await this.#explained(() =>
      this.#stack.preview({ color: "never", onEvent: (event) => events.push(event) }),
    );
    return { changes: { ...changeSummary }, events };
  }

  async refresh(): Promise<void> {
    await this.#explained(() => this.#stack.refresh({ color: "never" }));
  }

  async destroy(): Promise<void> {
    await this.#explained(() => this.#stack.destroy({ color: "never" }));
  }

  /** As `pulumi cancel`: releases the stack from a deployment that was killed. */
  async release(): Promise<void> {
    await this.#stack.cancel();
  }

  /** Kills the engine in the middle of a deployment. */
  kill(): void {
    this.#command.kill();
  }

  /** Waits until the engine says something in a deployment that goes on. */
  untilSaid(pattern: RegExp): Promise<void> {
    return new Promise((resolve) => {
      const listen = (event: EngineEvent): void => {
        if (!messagesOf([event]).some((message) => pattern.test(message))) return;
        this.#listeners.delete(listen);
        resolve();
      };
      this.#listeners.add(listen);
    });
  }

  /** The resource of a name, with its secrets as they are encrypted. */
  resource(name: string): StateResource | undefined {
    return this.resources().find(({ urn }) => urn.endsWith(`::${name}`));
  }

  resources(): StateResource[] {
    const text = this.stateText();
    if (text === "") return [];
    const { checkpoint } = JSON.parse(text) as {
      checkpoint: { latest?: { resources?: StateResource[] } };
    };
    return checkpoint.latest?.resources ?? [];
  }

  /** The state as it is on disk. */
  stateText(): string {
    const file = join(this.folder, ".pulumi", "stacks", "provided", "test.json");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  async #run(
    deploy: (
      onEvent: (event: EngineEvent) => void,
    ) => Promise<{ outputs: OutputMap; summary: { resourceChanges?: Record<string, number> } }>,
  ): Promise<Deployed> {
    const events: EngineEvent[] = [];
    const { outputs, summary } = await this.#explained(() =>
      deploy((event) => {
        events.push(event);
        for (const listen of this.#listeners) listen(event);
      }),
    );
    return { changes: summary.resourceChanges ?? {}, outputs, events };
  }

  async #explained<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      // The Automation API's error is the whole log.
      throw new Error(String(error), { cause: error });
    }
  }
}

/** How the provider finds an emulator, and signs in to it. */
export function cloudEnvironment({ armPort, directory }: Started): Record<string, string> {
  return {
    ARM_METADATA_HOSTNAME: `127.0.0.1:${armPort}`,
    ARM_DISABLE_INSTANCE_DISCOVERY: "true",
    ARM_USE_OIDC: "true",
    ARM_OIDC_TOKEN_FILE_PATH: deployerTokenFile(directory),
    ARM_CLIENT_ID: deployer.clientId,
    ARM_TENANT_ID: localId,
    ARM_SUBSCRIPTION_ID: localId,
    NODE_EXTRA_CA_CERTS: certificateFile(directory),
    NO_PROXY: "127.0.0.1",
  };
}

/** What the engine said, in its order: errors, warnings, and how far resources are. */
export function messagesOf(events: readonly EngineEvent[]): string[] {
  return events.flatMap(({ diagnosticEvent: said }) =>
    said === undefined || (said.severity as string) === "debug" ? [] : [said.message.trim()],
  );
}
