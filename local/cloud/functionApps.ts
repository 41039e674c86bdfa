import { startFunctionsHost, type FunctionsHost } from "../functionsHost/functionsHost";
import type { FunctionsHostSettings, HostPlatform } from "../functionsHost/settings";
import type { ManagedIdentityEndpoint } from "../identity/managedIdentityEndpoint";
import type { AssignedIdentity } from "../identity/tokenRequest";
import { loopback } from "../listenOnLoopback";
import type { LoopbackCertificate } from "../storage/loopbackCertificate";
import { choosePort } from "../storage/portChoice";
import { AzureError, messageOf } from "./azureError";

/** What a function app is made of, as far as it runs. */
export interface FunctionApp {
  settings: FunctionsHostSettings;
  /** The identities that its code and its host may act as. */
  identities: readonly AssignedIdentity[];
  /** The last port used; 0 for none. */
  rememberedPort: number;
}

/** The function apps that run: one Functions host each. */
export class FunctionApps {
  readonly #apps = new Map<string, { host: FunctionsHost; settings: FunctionsHostSettings }>();
  readonly #port: number;
  readonly #identities: ManagedIdentityEndpoint;
  readonly #certificate: LoopbackCertificate;
  readonly #isUp: (appId: string) => boolean;

  /**
   * @param port Port of the first app; 0 takes any that is free, as every further app does.
   * @param identities Where the apps' code gets its tokens.
   * @param certificate Of the storage that the apps reach; they trust it.
   * @param isUp Whether the host of an app answers requests.
   */
  constructor(
    port: number,
    identities: ManagedIdentityEndpoint,
    certificate: LoopbackCertificate,
    isUp: (appId: string) => boolean,
  ) {
    this.#isUp = isUp;
    this.#port = port;
    this.#identities = identities;
    this.#certificate = certificate;
  }

  /**
   * Starts an app without code, or changes the settings of one that runs.
   *
   * @returns its host name with its port.
   */
  async put(id: string, { settings, identities, rememberedPort }: FunctionApp): Promise<string> {
    const platform = this.#platform(id, identities);
    const running = this.#apps.get(id);
    if (running === undefined) {
      const fixed = this.#apps.size === 0 ? this.#port : 0;
      const port = await choosePort({ fixed, remembered: rememberedPort });
      const host = await startFunctionsHost({ port, settings, platform });
      this.#apps.set(id, { host, settings });
    } else {
      await this.#configure(id, settings);
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
    await this.#configure(id, { ...settings, functionKeys });
  }

  isRunning(id: string): boolean {
    return this.#apps.has(id);
  }

  hostName(id: string): string {
    return `${loopback}:${this.#get(id).host.port}`;
  }

  /** The key that opens everything of the app. */
  masterKey(id: string): string {
    return this.#get(id).host.masterKey;
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
    this.#identities.release(id);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#apps.keys()].map((id) => this.stop(id)));
  }

  async #configure(id: string, settings: FunctionsHostSettings): Promise<void> {
    const running = this.#get(id);
    await running.host.configure(settings);
    this.#apps.set(id, { ...running, settings });
  }

  /** What an app finds on the machine that it runs on. */
  #platform(id: string, identities: readonly AssignedIdentity[]): HostPlatform {
    return {
      environment: {
        ...this.#identities.assign(id, identities),
        // Here only: storage on Azure has a certificate that every client trusts.
        NODE_EXTRA_CA_CERTS: this.#certificate.certificateFile,
      },
      credential: (clientId) => this.#identities.credential(id, clientId),
      trustedCertificate: this.#certificate.pem,
      isUp: () => this.#isUp(id),
    };
  }

  #get(id: string): { host: FunctionsHost; settings: FunctionsHostSettings } {
    const app = this.#apps.get(id);
    if (app === undefined)
      throw new AzureError("ResourceNotFound", `The app '${id}' was not found.`);
    return app;
  }
}
