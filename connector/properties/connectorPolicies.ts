import { CORRELATION_HEADER } from "../../function/http/correlationId";
import { KEY_PLACES } from "../../functionsRuntime/authLevel";
import type { Auth } from "../auth/auth";
import { API_KEY_PARAMETER } from "../auth/modes/apiKey";
import { HOST_PARAMETER } from "./hostParameter";
import { policyInstance, type PolicyTemplateInstance } from "../../toolkit/policies/policyInstance";

/** What a connector's policies depend on. */
export interface ConnectorPoliciesOptions {
  readonly auth: Auth;
  /** Whether each connection names its own host. @default false */
  readonly multiTenant?: boolean;
  /** Every operation that the connector has. */
  readonly operationIds: readonly string[];
}

/**
 * Names one call of an app, a flow or an agent: Power Apps sends it, and so does the engine of flows
 * and logic apps, for which it is the id of one attempt of one action.
 */
const CALLERS_REQUEST_ID = "x-ms-client-request-id";

/** The policies of the connector, in the order in which they run. */
export function connectorPolicies({
  auth,
  multiTenant = false,
  operationIds,
}: ConnectorPoliciesOptions): PolicyTemplateInstance[] {
  return [
    ...(multiTenant ? [ownHost(operationIds)] : []),
    ...(auth.modes.length > 1 && auth.modes.includes("apiKey") ? [apiKey(operationIds)] : []),
    policyInstance(
      "setheader",
      {
        title: "Correlation id",
        parameters: {
          name: CORRELATION_HEADER,
          value: `@headers('${CALLERS_REQUEST_ID}')`,
          existsAction: "override",
        },
        section: "Request",
      },
      operationIds,
    ),
  ];
}

/** One connector for every tenant: each connection calls the function app of its own. */
function ownHost(operationIds: readonly string[]): PolicyTemplateInstance {
  return policyInstance(
    "dynamichosturl",
    {
      title: "The connection's own host",
      parameters: { urlTemplate: `https://@connectionParameters('${HOST_PARAMETER}')` },
    },
    operationIds,
  );
}

/**
 * Where a connection chooses between a key and something else, the definition's one scheme cannot be
 * relied on to send the key. A connection without one sends an empty header, which counts as none.
 */
function apiKey(operationIds: readonly string[]): PolicyTemplateInstance {
  return policyInstance(
    "setheader",
    {
      title: "API key of the connection",
      parameters: {
        name: KEY_PLACES.header,
        value: `@connectionParameters('${API_KEY_PARAMETER}','')`,
        existsAction: "override",
      },
      section: "Request",
    },
    operationIds,
  );
}
