import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { finished } from "node:stream";
import { blobActions, containerOf } from "./blobActions";
import { queueActions } from "./queueActions";
import { refuse, type GatedService, type RefusalCode } from "./refusal";
import type { StorageAction } from "./storageAction";
import { storageRequest } from "./storageRequest";
import { tableActions } from "./tableActions";

/** Authorizes requests to an account's blobs, queues and tables. */
export interface StorageAccess {
  readonly tenantId: string;
  /**
   * Identifies the bearer of a token.
   *
   * @throws when it was not issued here, was changed, or has expired.
   */
  authenticate(token: string): Promise<string>;
  /** What a principal's roles allow on an account, or on one of its containers. */
  actions(account: string, principalId: string, container?: string): ReadonlySet<StorageAction>;
  /** Whether an account accepts its keys; undefined if there is no such account. */
  allowsKeys(account: string): boolean | undefined;
}

const requiredActions = { blob: blobActions, queue: queueActions, table: tableActions } as const;

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
        else refuseAfterBody(service, access, response, refusal);
      },
      (error: unknown) => {
        process.stderr.write(`Storage, ${service} service: ${String(error)}\n`);
        refuseAfterBody(service, access, response, "InternalError");
      },
    );
  };
}

/** The whole body is read first: a client that is cut off while it sends does not read why. */
function refuseAfterBody(
  service: GatedService,
  { tenantId }: StorageAccess,
  response: ServerResponse,
  refusal: RefusalCode,
): void {
  finished(response.req.resume(), { writable: false }, (error) => {
    if (error) response.destroy();
    else refuse(response, service, refusal, tenantId);
  });
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
  if (request.method === "OPTIONS") return undefined;
  const required = requiredActions[service](request);
  const isSigned = request.query.has("sig");
  if (required.length === 0 || request.query.has("skoid")) return "NotImplemented";
  const { authorization } = request.headers;
  if (authorization === undefined && !isSigned) return "NoAuthenticationInformation";
  if (authorization === undefined || /^SharedKey(Lite)? /.test(authorization)) {
    return allowsKeys ? undefined : "KeyBasedAuthenticationNotPermitted";
  }
  const [, token = ""] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  const principalId = await access.authenticate(token).catch(() => undefined);
  if (principalId === undefined) return "InvalidAuthenticationInfo";
  const container = service === "blob" ? containerOf(request) : undefined;
  const granted = access.actions(request.account, principalId, container);
  const isAllowed = required.some((actions) => actions.every((action) => granted.has(action)));
  return isAllowed ? undefined : "AuthorizationPermissionMismatch";
}
