import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { queueActions } from "./queueActions";
import { refuse, type GatedService, type RefusalCode } from "./refusal";
import type { StorageAction, StorageRequest } from "./storageAction";
import { tableActions } from "./tableActions";

/** Authorizes requests to an account's queues and tables. */
export interface StorageAccess {
  readonly tenantId: string;
  /**
   * Identifies the bearer of a token.
   *
   * @throws when it was not issued here, was changed, or has expired.
   */
  authenticate(token: string): Promise<string>;
  /** What a principal's roles allow on an account. */
  actions(account: string, principalId: string): ReadonlySet<StorageAction>;
  /** Whether an account accepts its keys; undefined if there is no such account. */
  allowsKeys(account: string): boolean | undefined;
}

const requiredActions = { queue: queueActions, table: tableActions } as const;

/**
 * A gate before a service of Azurite, which accepts anything that looks like a token: only requests with a valid
 * token of a principal with the right role reach it, and those with the account's key where the account allows keys.
 */
export function gated(
  service: GatedService,
  access: StorageAccess,
  listener: RequestListener,
): RequestListener {
  return (request, response) => {
    check(service, access, request).then(
      (refusal) => {
        if (refusal === undefined) listener(request, response);
        else refuse(response, service, refusal, access.tenantId);
      },
      (error: unknown) => failed(service, access, response, error),
    );
  };
}

function failed(
  service: GatedService,
  { tenantId }: StorageAccess,
  response: ServerResponse,
  error: unknown,
): void {
  process.stderr.write(`Storage, ${service} service: ${String(error)}\n`);
  refuse(response, service, "InternalError", tenantId);
}

async function check(
  service: GatedService,
  access: StorageAccess,
  incoming: IncomingMessage,
): Promise<RefusalCode | undefined> {
  const request = storageRequest(incoming);
  if (request === undefined) return "InvalidUri";
  const allowsKeys = access.allowsKeys(request.account);
  if (allowsKeys === undefined) return "ResourceNotFound";
  // A browser's preflight carries no credentials; the service's CORS rules apply.
  if (incoming.method === "OPTIONS") return undefined;
  const { authorization } = incoming.headers;
  const isSigned = request.query.has("sig");
  if (authorization === undefined && !isSigned) return "NoAuthenticationInformation";
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) return allowsKeys ? undefined : "KeyBasedAuthenticationNotPermitted";
  const principalId = await access.authenticate(token).catch(() => undefined);
  if (principalId === undefined) return "InvalidAuthenticationInfo";
  const granted = access.actions(request.account, principalId);
  const isAllowed = requiredActions[service](request).some((actions) =>
    actions.every((action) => granted.has(action)),
  );
  return isAllowed ? undefined : "AuthorizationPermissionMismatch";
}

/** Methods that Azurite takes from the header in place of the request's own. */
const tunnelledMethods = ["GET", "MERGE", "PATCH", "DELETE"];

/** Reads a request as Azurite does; undefined when its address cannot be read. */
function storageRequest(incoming: IncomingMessage): StorageRequest | undefined {
  const [rawPath = "", ...rawQuery] = (incoming.url ?? "").split("?");
  const path = decodedPath(rawPath);
  if (path === undefined) return undefined;
  const [account = "", ...parts] = path.replace(/^\//, "").split("/");
  const tunnelled = String(incoming.headers["x-http-method"] ?? "").trim();
  return {
    method: tunnelledMethods.includes(tunnelled) ? tunnelled : (incoming.method ?? ""),
    account: account.replace(/-secondary$/, ""),
    path: parts,
    query: new URLSearchParams(rawQuery.join("?")),
    hasCondition: incoming.headers["if-match"] !== undefined,
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
