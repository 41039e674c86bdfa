import { type HttpListing, httpListing } from "./httpListing";
import type { HostJson } from "./hostJson";
import type { RegisteredFunction } from "./protocol";
import { type QueueListing, queueListing } from "./queueTrigger/queueListing";

/** A function that the host serves. */
export type FunctionListing = HttpListing | QueueListing;

/**
 * Judges what a package registered as Azure's host does before it serves a function.
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
  return registered.map((metadata) => listingOf(metadata, hostJson));
}

function listingOf({ name, bindings }: RegisteredFunction, hostJson: HostJson): FunctionListing {
  // Rule of the host's own function names.
  if (!/^[a-z][a-z0-9_-]{0,127}$/i.test(name)) {
    throw new Error(
      `Function name "${name}" is not valid. Start with a letter and use up to 128 letters, digits, "_" and "-".`,
    );
  }
  const all = Object.values(bindings);
  const http = all.find(({ type }) => type === "httpTrigger");
  if (http !== undefined && all.every(({ type }) => type === "httpTrigger" || isHttpOutput(type))) {
    return httpListing(name, http, hostJson.routePrefix);
  }
  const [queue] = all;
  if (queue?.type === "queueTrigger" && all.length === 1)
    return queueListing(name, queue, hostJson);
  const unserved = all.find(
    ({ type }) => type !== "httpTrigger" && !isHttpOutput(type) && type !== "queueTrigger",
  );
  throw new Error(
    `Function "${name}" has a binding of type "${(unserved ?? all.at(-1))?.type ?? "none"}". The local Functions host serves HTTP triggers with an HTTP response, and queue triggers without further bindings.`,
  );
}

function isHttpOutput(type: string): boolean {
  return type.toLowerCase() === "http";
}
