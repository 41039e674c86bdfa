import { setTimeout as delay } from "node:timers/promises";

import { type FunctionListing, listFunctions } from "./functionListing";
import type { HostLog } from "./hostLog";
import type { PackageProcess } from "./packageProcess";
import type { Invoke } from "./protocol";
import type { QueueListener } from "./queueTrigger/queueListener";
import { type RouteTable, routeTable } from "./routeTable";
import { type PackageLaunch, startPackageProcess } from "./startPackageProcess";

/** A package's process that keeps exiting is restarted this often within this time, then no more. */
const maxRestarts = 3;
const restartWindowMs = 60_000;

/** How long messages whose process was stopped may take to return to their queue. */
const releaseTimeoutMs = 2_000;

/** Makes what listens for the events that call a package's functions, beside HTTP requests. */
export type MakeListeners = (
  listings: readonly FunctionListing[],
  invoke: Invoke,
) => readonly QueueListener[];

/** A package that is being served: its routes, and a process that is replaced when it ends. */
export class ServedPackage {
  readonly listings: readonly FunctionListing[];
  readonly routes: RouteTable;
  readonly #launch: PackageLaunch;
  readonly #log: HostLog;
  readonly #listeners: readonly QueueListener[];
  #process: Promise<PackageProcess | undefined>;
  #pid: number | undefined;
  #crashesMs: readonly number[] = [];
  #requests = 0;
  #retired = false;
  #onIdle: () => void = () => undefined;
  readonly #invoke: Invoke = async (invocation) => (await this.#process)?.invoke(invocation);

  /**
   * Starts a package and validates its functions. Requests can be served at once; other events are listened for once
   * `listen` is called.
   * @throws when it does not load or could not be served; then nothing of it is left.
   */
  static async start(launch: PackageLaunch, makeListeners: MakeListeners): Promise<ServedPackage> {
    const first = await startPackageProcess(launch);
    try {
      const listings = listFunctions(first.registered, launch.content.hostJson);
      return new ServedPackage(launch, listings, makeListeners, first);
    } catch (error) {
      await first.stop();
      throw error;
    }
  }

  private constructor(
    launch: PackageLaunch,
    listings: readonly FunctionListing[],
    makeListeners: MakeListeners,
    first: PackageProcess,
  ) {
    this.#launch = launch;
    this.#log = launch.log;
    this.listings = listings;
    this.routes = routeTable(listings.filter((listing) => listing.trigger === "httpTrigger"));
    this.#listeners = makeListeners(listings, this.#invoke);
    this.#process = Promise.resolve(first);
    this.#watch(first);
  }

  /** The id of the process that runs the package; undefined while it is restarted. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** Begins to listen for events other than requests. */
  listen(): void {
    for (const listener of this.#listeners) listener.start();
  }

  /** Serves one request; until it is done, the package is not stopped (within `retire`'s bound). */
  async serve(handle: (invoke: Invoke) => Promise<void>): Promise<void> {
    this.#requests += 1;
    try {
      await handle(this.#invoke);
    } finally {
      this.#requests -= 1;
      if (this.#requests === 0) this.#onIdle();
    }
  }

  /** Waits for what is in flight, up to the timeout, and stops the package's process. */
  async retire(drainTimeoutMs: number): Promise<void> {
    this.#retired = true;
    const through = Promise.all(this.#listeners.map((listener) => listener.stop()));
    await within(drainTimeoutMs, Promise.all([this.#idle(), through]));
    await (await this.#process)?.stop();
    await within(releaseTimeoutMs, through);
  }

  /** Resolves when no request is in flight. */
  async #idle(): Promise<void> {
    if (this.#requests === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  #watch(packageProcess: PackageProcess): void {
    this.#pid = packageProcess.pid;
    void packageProcess.exited.then(() => {
      this.#pid = undefined;
      if (!this.#retired) this.#process = this.#restart();
    });
  }

  /** Azure restarts a worker that exited too, and gives up on one that keeps exiting. */
  async #restart(): Promise<PackageProcess | undefined> {
    const nowMs = performance.now();
    const recentMs = this.#crashesMs.filter((crashMs) => nowMs - crashMs < restartWindowMs);
    this.#crashesMs = [...recentMs, nowMs];
    if (this.#crashesMs.length > maxRestarts) {
      this.#log.write(
        "error",
        `The package's process ended ${this.#crashesMs.length} times within ${restartWindowMs / 1000} s and is not restarted. Deploy code that keeps running.`,
      );
      return undefined;
    }
    this.#log.write("warning", "The package's process exited unexpectedly and is restarted.");
    try {
      const next = await startPackageProcess(this.#launch);
      this.#watch(next);
      return next;
    } catch (error) {
      this.#log.write("error", String(error));
      return this.#restart();
    }
  }
}

/** Waits for a promise, up to a timeout. */
async function within(timeoutMs: number, promise: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  const timeout = delay(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([promise, timeout]);
  timer.abort();
}
