import {
  FUNCTION_NAME_RULE,
  isFunctionName,
  isSameFunctionName,
} from "../../functionsRuntime/functionName";
import { isHttpTrigger } from "../../functionsRuntime/httpTrigger";
import { type HttpListing, httpListing } from "./httpListing";
import type { HostJson } from "./hostJson";
import type { RegisteredFunction } from "./protocol";
import { type QueueListing, queueListing } from "./queueTrigger/queueListing";

/** A function that the host serves. */
export type FunctionListing = HttpListing | QueueListing;

/**
 * Checks what a package registered as Azure's host does before it serves a function.
 * @throws when there is no function, or one that could not be served, saying which and why.
 */
export function listFunctions(
  registered: readonly RegisteredFunction[],
  hostJson: HostJson,
): readonly FunctionListing[] {
  if (registered.length === 0) {
    throw new Error(
      "The package's main was loaded but registered no function, so the app would serve nothing. Call app.http(...) while the main is loaded.",
    );
  }
  refuseSharedNames(registered);
  return registered.map((metadata) => listingOf(metadata, hostJson));
}

function refuseSharedNames(registered: readonly RegisteredFunction[]): void {
  for (const [index, { name }] of registered.entries()) {
    const earlier = registered
      .slice(0, index)
      .find((other) => isSameFunctionName(other.name, name));
    if (earlier !== undefined) {
      throw new Error(
        `Functions "${earlier.name}" and "${name}" have one name, since case does not count. Give each its own.`,
      );
    }
  }
}

function listingOf({ name, bindings }: RegisteredFunction, hostJson: HostJson): FunctionListing {
  if (!isFunctionName(name)) {
    throw new Error(`Function name "${name}" is not valid. Expected ${FUNCTION_NAME_RULE}.`);
  }
  const all = Object.values(bindings);
  const http = all.find(({ type }) => isHttpTrigger(type));
  if (http !== undefined && all.every(({ type }) => isHttpTrigger(type) || isHttpOutput(type))) {
    return httpListing(name, http, hostJson.routePrefix);
  }
  const [queue] = all;
  if (queue?.type === "queueTrigger" && all.length === 1)
    return queueListing(name, queue, hostJson);
  const unserved = all.find(
    ({ type }) => !isHttpTrigger(type) && !isHttpOutput(type) && type !== "queueTrigger",
  );
  throw new Error(
    `Function "${name}" has a binding of type "${(unserved ?? all.at(-1))?.type ?? "none"}". The local Functions host serves HTTP triggers with an HTTP response, and queue triggers without further bindings.`,
  );
}

function isHttpOutput(type: string): boolean {
  return type.toLowerCase() === "http";
}
