import { AzureError } from "../azureError";

/** What a route answers. */
export interface Answer {
  readonly status: number;
  /** Sent as JSON; nothing is sent without it. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal with a status of its own, and headers. */
export class RestError extends AzureError {
  constructor(
    readonly status: number,
    code: string,
    reason: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code, reason);
  }
}

/** Statuses of the refusals that are not 400. */
const statuses: Readonly<Record<string, number>> = {
  AuthorizationPermissionMismatch: 403,
  Conflict: 409,
  ContainerNotFound: 404,
  KeyBasedAuthenticationNotPermitted: 403,
  MissingSubscriptionRegistration: 409,
  RequestDisallowedByPolicy: 403,
  ResourceGroupNotFound: 404,
  ResourceNotFound: 404,
  RoleAssignmentExists: 409,
};

/** A refusal in the shape of Azure Resource Manager. */
export function refusalAnswer(error: AzureError): Answer {
  const { code, reason: message } = error;
  const body = { error: { code, message } };
  if (error instanceof RestError) return { status: error.status, body, headers: error.headers };
  return { status: statuses[code] ?? 400, body };
}
