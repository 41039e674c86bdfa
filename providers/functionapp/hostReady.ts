import * as v from "valibot";
import type { Answer } from "../rest/answer";
import type { AzureSession } from "../rest/azureSession";
import type { Operation } from "../rest/resourceType";
import { notYet, waitUntil, type NotYet } from "../rest/wait";
import { nameOf } from "./inputs";
import { hostAdvice, isHostComing, Site } from "./site";

/** Templates of others sleep 5 minutes here. */
const LIMIT_MINUTES = 15;

const statusSchema = v.union([
  v.object({ properties: v.object({ state: v.string() }) }),
  v.object({ state: v.string() }),
]);

/**
 * Waits until an app's host runs and has exactly the expected functions, and the platform knows their triggers.
 *
 * @throws Error in one sentence that says which functions are missing or too many
 */
export async function waitForHost(
  session: AzureSession,
  appId: string,
  expected: readonly string[],
  operation: Operation,
): Promise<void> {
  const site = new Site(session, appId, operation.signal);
  await waitUntil(
    {
      until: `the host of ${nameOf(appId)} runs and has its functions`,
      limitMinutes: operation.limitMinutes(LIMIT_MINUTES),
      advice: `run pulumi up again, and ${hostAdvice(appId)}`,
      attempt: async () => (await obstacle(site, expected)) ?? { value: undefined },
    },
    operation,
  );
}

/** What is not so yet. */
async function obstacle(site: Site, expected: readonly string[]): Promise<NotYet | undefined> {
  const status = await site.hostStatus();
  if (status.status !== 200) return coming(status, "its host");
  const state = stateOf(status);
  if (state !== "Running") return { notYet: `that its host is ${state || "in no state"}` };

  const { answer, names } = await site.functions();
  if (answer.status !== 200) return coming(answer, "its functions");
  const difference = functionDifference(expected, names);

  // The platform lists what it last knew; this has it ask the host.
  const synced = await site.syncTriggers();
  if (synced.status < 200 || synced.status >= 300) return coming(synced, "its triggers");
  return difference === "" ? undefined : { notYet: difference };
}

/** @throws Error for an answer that no waiting changes */
function coming(answer: Answer, what: string): NotYet {
  if (isHostComing(answer)) return notYet(answer, what);
  throw new Error(`The app's host cannot be asked for ${what}: ${answer.summary}.`);
}

function stateOf({ body }: Answer): string {
  const { success, output } = v.safeParse(statusSchema, body);
  if (!success) return "";
  return "properties" in output ? output.properties.state : output.state;
}

/** How the functions of an app differ from the expected ones, in words; empty if they do not. */
export function functionDifference(expected: readonly string[], found: readonly string[]): string {
  const missing = expected.filter((name) => !found.includes(name));
  const surplus = found.filter((name) => !expected.includes(name));
  return [
    ...(missing.length > 0 ? [`without ${missing.toSorted().join(", ")}`] : []),
    ...(surplus.length > 0
      ? [`with ${surplus.toSorted().join(", ")}, which are not expected`]
      : []),
  ].join(" and ");
}
