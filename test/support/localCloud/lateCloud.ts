import { Delays, type DelayOptions } from "../../../local/cloud/delays/delays";
import { armClient, type ArmClient } from "./restClient";
import { start, type Started } from "./startedCloud";

/** A clock that stands still unless it is moved. */
export class Clock {
  #nowMs = Date.now();

  readonly now = (): number => this.#nowMs;

  pass(ms: number): void {
    this.#nowMs += ms;
  }
}

/** Longer than any wait of an emulator that is late. */
export const anyWaitMs = 200_000;

/** A cloud that is late by a clock of its own. */
export interface LateCloud {
  started: Started;
  clock: Clock;
  /** Calls Azure Resource Manager, and passes the time for which it throttles. */
  arm: ArmClient;
}

/** Starts one. */
export async function startLate(
  delays: DelayOptions,
  directory?: string,
  clock = new Clock(),
): Promise<LateCloud> {
  const started = await start(directory, undefined, { delays, now: clock.now });
  const client = await armClient(started);
  const arm: ArmClient = async (...call) => {
    const answer = await client(...call);
    if (answer.status !== 429) return answer;
    clock.pass(Number(answer.headers["retry-after"]) * 1000);
    return arm(...call);
  };
  return { started, clock, arm };
}

/** Lets a late cloud be without what is always so: it takes accounts that accept keys, and keeps nothing deleted. */
export function withoutRules({ started }: LateCloud): void {
  started.cloud.delays.isSo = () => false;
}

/** Registers what the program's resources need. */
export async function registerAll({ arm, clock, started }: LateCloud): Promise<void> {
  const { subscriptionId } = started.cloud;
  for (const namespace of [
    "Microsoft.Insights",
    "Microsoft.ManagedIdentity",
    "Microsoft.OperationalInsights",
    "Microsoft.Storage",
    "Microsoft.Web",
  ]) {
    await arm("POST", `/subscriptions/${subscriptionId}/providers/${namespace}/register`);
  }
  clock.pass(anyWaitMs);
}

/** The first seed with which something comes of the delays. */
export function seedWhere(isSo: (delays: Delays) => boolean): number {
  for (let seed = 1; ; seed += 1) {
    if (isSo(new Delays({ kind: "azure", seed }))) return seed;
  }
}
