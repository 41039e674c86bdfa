import type { IncomingMessage } from "node:http";
import type { StorageRequest } from "./storageAction";

/** Methods that Azurite takes from the header in place of the request's own. */
const tunnelledMethods = ["GET", "MERGE", "PATCH", "DELETE"];

/** Reads a request as Azurite does; undefined when its address cannot be read. */
export function storageRequest(incoming: IncomingMessage): StorageRequest | undefined {
  const [rawPath = "", ...rawQuery] = (incoming.url ?? "").split("?");
  const path = decodedPath(rawPath);
  const query = unambiguousQuery(rawQuery.join("?"));
  if (path === undefined || query === undefined) return undefined;
  const [account = "", ...parts] = path.replace(/^\//, "").split("/");
  const tunnelled = String(incoming.headers["x-http-method"] ?? "").trim();
  return {
    method: tunnelledMethods.includes(tunnelled) ? tunnelled : (incoming.method ?? ""),
    account: account.replace(/-secondary$/, ""),
    path: parts,
    query,
    headers: incoming.headers,
  };
}

/** The whole path is decoded before it is split, since Azurite does so. */
function decodedPath(rawPath: string): string | undefined {
  try {
    // No client sends other characters unescaped, and parsers of addresses differ about them.
    return /^\/[^#\\\s]*$/.test(rawPath) ? decodeURIComponent(rawPath) : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined with a fragment, or with a name that Azurite takes for that of a list: no client sends those. */
function unambiguousQuery(rawQuery: string): URLSearchParams | undefined {
  const query = new URLSearchParams(rawQuery);
  const hasLists = [...query.keys()].some((name) => name.includes("["));
  return rawQuery.includes("#") || hasLists ? undefined : query;
}
