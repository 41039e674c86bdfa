import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type Server, createServer } from "node:http";

import { type ServingApp, handleRequest } from "./handleRequest";
import type { FunctionListing } from "./functionListing";
import { HostLog, type LineSink } from "./hostLog";
import { listenOnLoopback, loopback } from "../listenOnLoopback";
import { type PackageContent, readPackage } from "./packageContent";
import { queueListeners } from "./queueTrigger/queueListeners";
import { ServedPackage } from "./servedPackage";
import {
  type FunctionsHostLimits,
  type FunctionsHostSettings,
  type HostPlatform,
  barePlatform,
  defaultLimits,
  isSameEnvironment,
  workerEnvironment,
} from "./settings";
import { buildWorkerScript } from "./workerScript";

/** What a host is started with. */
export interface FunctionsHostOptions {
  readonly settings: FunctionsHostSettings;
  /** The port to listen on, on 127.0.0.1; 0 for any free one. @default 0 */
  readonly port?: number;
  /** Takes the app's log; without it, the lines go to stderr. */
  readonly log?: LineSink;
  readonly limits?: Partial<FunctionsHostLimits>;
  /** Without it, the app has no identities. */
  readonly platform?: HostPlatform;
}

/**
 * Starts the emulated Functions host of one function app. It listens at once and responds to
 * every route with 404 until a package is deployed.
 *
 * As on Azure, the listener is not in the process that runs the code: it stays while processes come
 * and go, so a deployment refuses no connection, and a fresh process per package makes sure
 * that nothing of the old code is left in memory.
 * @throws when the port is taken.
 */
export async function startFunctionsHost(options: FunctionsHostOptions): Promise<FunctionsHost> {
  const server = createServer();
  const port = await listenOnLoopback(server, options.port ?? 0);
  return new FunctionsHost(server, port, options);
}

/** A running host of one function app. Changes are made one at a time. */
export class FunctionsHost {
  /** The port it listens on, on 127.0.0.1; the same over its whole life. */
  readonly port: number;
  readonly #server: Server;
  readonly #limits: FunctionsHostLimits;
  readonly #platform: HostPlatform;
  readonly #log: HostLog;
  readonly #randomMasterKey = randomBytes(32).toString("base64url");
  readonly #workerScript = buildWorkerScript();
  readonly #retiring = new Set<Promise<void>>();
  #settings: FunctionsHostSettings;
  #content: PackageContent | undefined;
  #served: ServedPackage | undefined;
  #lastChange: Promise<unknown> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  /** Made by `startFunctionsHost`. */
  constructor(server: Server, port: number, options: FunctionsHostOptions) {
    const { settings, log, limits, platform = barePlatform } = options;
    this.#server = server;
    this.port = port;
    this.#settings = settings;
    this.#platform = platform;
    this.#limits = { ...defaultLimits, ...limits };
    this.#log = new HostLog(
      log ?? ((line) => process.stderr.write(`${line}\n`)),
      () => this.#settings.name,
      () => [this.masterKey, ...Object.values(this.#settings.functionKeys)],
    );
    server.on("request", (request, response) => {
      if (!platform.isUp()) {
        response
          .writeHead(503, { "content-type": "text/plain" })
          .end("The service is unavailable.");
        return;
      }
      handleRequest(request, response, this.#serving()).catch((error: unknown) => {
        // The client has disconnected, or a response could not be written: nothing more can be sent.
        this.#log.write("warning", `A request got no response: ${String(error)}`);
        response.destroy();
      });
    });
  }

  /** The key that is accepted for every function. */
  get masterKey(): string {
    return this.#settings.masterKey ?? this.#randomMasterKey;
  }

  /** The id of the process that runs the deployed package; undefined before the first deployment. */
  get pid(): number | undefined {
    return this.#served?.pid;
  }

  /** The functions of the deployed package. */
  functions(): readonly FunctionListing[] {
    return this.#served?.listings ?? [];
  }

  /**
   * Replaces the code. Resolves when the new code is served; requests in flight end on the old.
   * @param packageZip the bytes of a zip with package.json, host.json and the main at its root.
   * @throws when the package would not serve its functions; then the old code stays served.
   */
  async deploy(packageZip: Uint8Array): Promise<readonly FunctionListing[]> {
    return this.#change(async () => {
      const content = readPackage(packageZip);
      this.#swap(await this.#start(content, this.#settings));
      this.#content = content;
      return this.functions();
    });
  }

  /**
   * Changes the settings. Keys and origins apply from the next request on; a changed name or app
   * setting restarts the code, as on Azure.
   * @throws when the code does not start with the new settings; then all old settings stay.
   */
  async configure(settings: FunctionsHostSettings): Promise<void> {
    await this.#change(async () => {
      if (this.#content !== undefined && !isSameEnvironment(settings, this.#settings)) {
        this.#swap(await this.#start(this.#content, settings));
      }
      this.#settings = settings;
    });
  }

  /** Stops listening, lets requests in flight end, and ends every process. Calling it twice is fine. */
  async stop(): Promise<void> {
    this.#stopped ??= this.#change(async () => {
      const closed = once(this.#server, "close");
      this.#server.close();
      this.#swap(undefined);
      await Promise.all(this.#retiring);
      this.#server.closeAllConnections();
      await closed;
    });
    await this.#stopped;
  }

  async #change<Result>(change: () => Promise<Result>): Promise<Result> {
    if (this.#stopped !== undefined) throw new Error("The Functions host is stopped.");
    const result = this.#lastChange.then(change);
    this.#lastChange = result.catch(() => undefined);
    return result;
  }

  async #start(content: PackageContent, settings: FunctionsHostSettings): Promise<ServedPackage> {
    const { environment } = this.#platform;
    const hostName = `${loopback}:${this.port}`;
    const launch = {
      content,
      workerScript: this.#workerScript,
      environment: (home: string) => workerEnvironment(settings, environment, hostName, home),
      loadTimeoutMs: this.#limits.loadTimeoutMs,
      log: this.#log,
    };
    return ServedPackage.start(launch, (listings, invoke) =>
      queueListeners(listings, invoke, {
        settings,
        platform: this.#platform,
        limits: this.#limits,
        options: content.hostJson.queues,
        log: this.#log,
      }),
    );
  }

  #swap(next: ServedPackage | undefined): void {
    const previous = this.#served;
    this.#served = next;
    next?.listen();
    if (previous === undefined) return;
    const retiring = previous.retire(this.#limits.drainTimeoutMs).finally(() => {
      this.#retiring.delete(retiring);
    });
    this.#retiring.add(retiring);
  }

  #serving(): ServingApp {
    const { allowedOrigins, functionKeys } = this.#settings;
    return {
      served: this.#served,
      keys: { masterKey: this.masterKey, functionKeys: Object.values(functionKeys) },
      allowedOrigins,
      log: this.#log,
    };
  }
}
