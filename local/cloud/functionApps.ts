import { startFunctionsHost, type FunctionsHost } from "../functionsHost/functionsHost";
import type { FunctionsHostSettings } from "../functionsHost/settings";
import { loopback } from "../listenOnLoopback";
import { choosePort } from "../storage/portChoice";
import { AzureError, messageOf } from "./azureError";

/** The function apps that run: one Functions host each. */
export class FunctionApps {
  readonly #apps = new Map<string, { host: FunctionsHost; settings: FunctionsHostSettings }>();
  readonly #port: number;

  /** @param port Port of the first app; 0 takes any that is free, as every further app does. */
  constructor(port: number) {
    this.#port = port;
  }

  /**
   * Starts an app without code, or changes the settings of one that runs.
   *
   * @param rememberedPort Port of last time; 0 for none.
   * @returns its host name with its port.
   */
  async put(id: string, settings: FunctionsHostSettings, rememberedPort: number): Promise<string> {
    const running = this.#apps.get(id);
    if (running === undefined) {
      const fixed = this.#apps.size === 0 ? this.#port : 0;
      const port = await choosePort({ fixed, remembered: rememberedPort });
      const host = await startFunctionsHost({ port, settings });
      this.#apps.set(id, { host, settings });
    } else {
      await running.host.configure(settings);
      this.#apps.set(id, { ...running, settings });
    }
    return this.hostName(id);
  }

  /** Loads a package into an app. What the app had before is served on if this fails. */
  async deploy(id: string, packageZip: Uint8Array): Promise<void> {
    try {
      await this.#get(id).host.deploy(packageZip);
    } catch (error) {
      throw new AzureError("DeploymentFailed", `The package was refused: ${messageOf(error)}`);
    }
  }

  async setKeys(id: string, functionKeys: Record<string, string>): Promise<void> {
    const { settings } = this.#get(id);
    await this.put(id, { ...settings, functionKeys }, 0);
  }

  isRunning(id: string): boolean {
    return this.#apps.has(id);
  }

  hostName(id: string): string {
    return `${loopback}:${this.#get(id).host.port}`;
  }

  /** Names of the functions that the app lists. */
  functions(id: string): readonly string[] {
    return this.#get(id)
      .host.functions()
      .map(({ name }) => name);
  }

  /** Stops an app, if it runs. */
  async stop(id: string): Promise<void> {
    const app = this.#apps.get(id);
    this.#apps.delete(id);
    await app?.host.stop();
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#apps.keys()].map((id) => this.stop(id)));
  }

  #get(id: string): { host: FunctionsHost; settings: FunctionsHostSettings } {
    const app = this.#apps.get(id);
    if (app === undefined)
      throw new AzureError("ResourceNotFound", `The app '${id}' was not found.`);
    return app;
  }
}
