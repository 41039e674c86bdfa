import type { HostLog } from "./hostLog";
import type { PackageProcess } from "./packageProcess";
import type { Invocation, Outcome } from "./protocol";
import { type RouteTable, routeTable } from "./routeTable";
import { type PackageLaunch, startPackageProcess } from "./startPackageProcess";

/** A package's process that keeps ending is started again this often in this time, then left. */
const maxRestarts = 3;
const restartWindowMs = 60_000;

/** Runs one call; undefined when no process runs the package any more. */
export type Invoke = (invocation: Invocation) => Promise<Outcome | undefined>;

/** A package that is being served: its routes, and a process that is replaced when it ends. */
export class ServedPackage {
  readonly routes: RouteTable;
  readonly #launch: PackageLaunch;
  readonly #log: HostLog;
  #process: Promise<PackageProcess | undefined>;
  #pid: number | undefined;
  #crashesMs: readonly number[] = [];
  #requests = 0;
  #retired = false;
  #onIdle: () => void = () => undefined;

  /**
   * Starts a package and judges its functions.
   * @throws when it does not load or could not be served; then nothing of it stays.
   */
  static async start(launch: PackageLaunch): Promise<ServedPackage> {
    const first = await startPackageProcess(launch);
    try {
      const routes = routeTable(first.registered, launch.content.routePrefix);
      return new ServedPackage(launch, routes, first);
    } catch (error) {
      await first.stop();
      throw error;
    }
  }

  private constructor(launch: PackageLaunch, routes: RouteTable, first: PackageProcess) {
    this.#launch = launch;
    this.#log = launch.log;
    this.routes = routes;
    this.#process = Promise.resolve(first);
    this.#watch(first);
  }

  /** The id of the process that runs the package; undefined while it is started again. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** Serves one request; until it is through, the package is not stopped (within `retire`'s bound). */
  async serve(answer: (invoke: Invoke) => Promise<void>): Promise<void> {
    this.#requests += 1;
    try {
      await answer(async (invocation) => (await this.#process)?.invoke(invocation));
    } finally {
      this.#requests -= 1;
      if (this.#requests === 0) this.#onIdle();
    }
  }

  /** Waits for the requests in flight, at most so long, and ends the package's process. */
  async retire(drainTimeoutMs: number): Promise<void> {
    this.#retired = true;
    if (this.#requests > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, drainTimeoutMs);
        this.#onIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    await (await this.#process)?.stop();
  }

  #watch(packageProcess: PackageProcess): void {
    this.#pid = packageProcess.pid;
    void packageProcess.exited.then(() => {
      this.#pid = undefined;
      if (!this.#retired) this.#process = this.#startAgain();
    });
  }

  /** Azure starts an ended worker again too, and gives up on one that keeps ending. */
  async #startAgain(): Promise<PackageProcess | undefined> {
    const nowMs = performance.now();
    const recentMs = this.#crashesMs.filter((crashMs) => nowMs - crashMs < restartWindowMs);
    this.#crashesMs = [...recentMs, nowMs];
    if (this.#crashesMs.length > maxRestarts) {
      this.#log.write(
        "error",
        `The package's process ended ${this.#crashesMs.length} times within ${restartWindowMs / 1000} s and is not started again. Deploy code that stays up.`,
      );
      return undefined;
    }
    this.#log.write("warning", "The package's process ended by itself and is started again.");
    try {
      const next = await startPackageProcess(this.#launch);
      this.#watch(next);
      return next;
    } catch (error) {
      this.#log.write("error", String(error));
      return this.#startAgain();
    }
  }
}
