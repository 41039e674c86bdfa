/**
 * What a caller of an HTTP trigger must present. `user` is of an authentication that version 4 of the
 * host does not have: no key has this level.
 * Source: AuthorizationLevel of Azure/azure-webjobs-sdk-extensions
 */
export const AUTH_LEVELS = ["anonymous", "user", "function", "system", "admin"] as const;
export type AuthLevel = (typeof AUTH_LEVELS)[number];

/** The level of a trigger that states none. Source: HttpTriggerAttribute, in the same repository. */
const DEFAULT_AUTH_LEVEL: AuthLevel = "function";

/**
 * The level that a trigger states, in whatever case.
 *
 * @param stated undefined or null where the trigger states none
 * @returns undefined where the host knows no such level
 */
export function authLevelOf(stated: string | null | undefined): AuthLevel | undefined {
  if (stated === undefined || stated === null) return DEFAULT_AUTH_LEVEL;
  return AUTH_LEVELS.find((level) => level === stated.toLowerCase());
}

/**
 * Where a caller presents a key: the header comes first.
 * Source: learn.microsoft.com/azure/azure-functions/function-keys-how-to
 */
export const KEY_PLACES = { header: "x-functions-key", query: "code" } as const;

/** The kinds of keys that a function app has. */
export type KeyKind = "master" | "system" | "function";

/**
 * The keys that open a function of a level. The master key opens everything; any other key opens the
 * functions of its own level only.
 * Source: AuthUtility.PrincipalHasAuthLevelClaim of Azure/azure-functions-host
 *
 * @returns an empty list where no key is needed
 */
export function keysOpening(level: AuthLevel): readonly KeyKind[] {
  if (level === "anonymous") return [];
  return level === "function" || level === "system" ? ["master", level] : ["master"];
}
