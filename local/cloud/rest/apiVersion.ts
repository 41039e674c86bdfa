import { RestError } from "./answer";

/**
 * Versions of the APIs that the routes are of, from the one with all that is emulated here.
 * https://github.com/Azure/azure-rest-api-specs/tree/main/specification
 */
const versions: Readonly<Record<string, readonly string[]>> = {
  "": [
    "2021-01-01",
    "2021-04-01",
    "2022-09-01",
    "2022-12-01",
    "2023-07-01",
    "2024-03-01",
    "2024-11-01",
    "2025-03-01",
    "2025-04-01",
  ],
  "microsoft.authorization": ["2022-04-01"],
  "microsoft.storage": [
    "2022-09-01",
    "2023-01-01",
    "2023-04-01",
    "2023-05-01",
    "2024-01-01",
    "2025-01-01",
    "2025-06-01",
    "2025-08-01",
    "2026-04-01",
  ],
  "microsoft.web": [
    "2023-12-01",
    "2024-04-01",
    "2024-11-01",
    "2025-03-01",
    "2025-05-01",
    "2026-03-15",
    "2026-07-15",
  ],
};

/**
 * Checks that a call names a version of its API that exists.
 *
 * @throws RestError that lists the versions.
 */
export function requireApiVersion(url: URL): void {
  const version = url.searchParams.get("api-version") ?? "";
  if (version === "") {
    throw new RestError(
      400,
      "MissingApiVersionParameter",
      "The api-version query parameter (?api-version=) is required for all requests.",
    );
  }
  const known = versions[apiOf(url.pathname)];
  if (known === undefined || known.includes(version)) return;
  throw new RestError(
    400,
    "InvalidApiVersionParameter",
    `The api-version '${version}' is invalid. The supported versions are '${known.join(",")}'.`,
  );
}

/** Namespace of the API that a path belongs to; "" for Azure Resource Manager's own. */
function apiOf(path: string): string {
  const parts = path.toLowerCase().split("/providers/").slice(1);
  const [namespace = "", ...rest] = parts.at(-1)?.split("/").filter(Boolean) ?? [];
  // Reading or registering a provider is a call of Azure Resource Manager itself.
  const isOfProvider = parts.length === 1 && (rest.length === 0 || rest[0] === "register");
  return isOfProvider ? "" : namespace;
}
