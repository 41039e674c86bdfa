import type { Delays } from "../delays/delays";
import { RestError } from "../rest/answer";
import type { Deployment } from "./deployment";

/**
 * The deployments of one app that its scm site knows of. It forgets them when it stops, as Kudu does when the platform
 * replaces its pod. https://github.com/Azure/azure-cli/pull/28812
 */
export class DeploymentList {
  readonly #delays: Delays;
  #deployments: readonly Deployment[] = [];
  /** The ids of those that somebody has seen in progress. */
  readonly #seen = new Set<string>();

  constructor(delays: Delays) {
    this.#delays = delays;
  }

  add(deployment: Deployment): void {
    this.#deployments = [...this.#deployments, deployment];
  }

  /** Whether one is in progress. */
  get isBusy(): boolean {
    return this.#deployments.at(-1)?.isComplete === false;
  }

  /** The latest first. */
  all(): readonly Deployment[] {
    this.#forget();
    return this.#deployments.toReversed();
  }

  /**
   * @param id Of a deployment, or `latest`.
   * @throws RestError when it is not known, or not yet, or no more.
   */
  get(id: string): Deployment {
    this.#forget();
    const found =
      id === "latest"
        ? this.#deployments.at(-1)
        : this.#deployments.find((known) => known.id === id);
    if (found === undefined || this.#delays.happens("deploymentUnknown", found.id)) {
      throw new RestError(404, "NotFound", `Deployment ${id} not found.`);
    }
    if (!found.isComplete) this.#seen.add(found.id);
    return found;
  }

  /** Clients tell a deployment that is forgotten from one that is not known yet by having seen it. */
  #forget(): void {
    const last = this.#deployments.at(-1);
    const isOver = last?.isComplete === true && last.hasSucceeded && last.isForgotten;
    if (isOver && this.#seen.has(last.id)) this.#deployments = [];
  }
}
