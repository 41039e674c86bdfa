import type { Connector } from "../../function/contract/connector";
import type { Auth } from "../auth/auth";
import { withAnyTenant } from "../auth/modes/entraId";
import { definition } from "../definition/definition";
import { operationIds } from "../definition/operations";
import { apiProperties, type ApiProperties } from "../properties/apiProperties";
import { requireGatewayMode, type GatewayKind } from "../properties/gateway";
import type { ConnectorDefinition } from "../definition/swagger";
import type { ConnectorVariant } from "../../toolkit/document/connectorVariant";
import { withHost } from "../definition/withHost";
import { type Scheme } from "../../toolkit/document/host";

/** What a connector's documents are made of. */
export interface DocumentsOptions {
  readonly connector: Connector;
  readonly auth: Auth;
  /** The host that serves the operations. Without it, with `multiTenant`, the domain of all function apps. */
  readonly host?: string;
  /** Without it, http through a gateway and on this machine, else https. */
  readonly scheme?: Scheme;
  /** @default "deploy" */
  readonly variant?: ConnectorVariant;
  /** Absent when the API is online. */
  readonly gateway?: GatewayKind;
  /** Whether each connection names its own host. @default false */
  readonly multiTenant?: boolean;
}

/** A connector's definition with what belongs to it. */
export interface ConnectorDocuments {
  readonly definition: ConnectorDefinition;
  readonly properties: ApiProperties;
}

/** Never called: a policy replaces it by the connection's own. The domain is Azure's own. */
const HOST_OF_EVERY_TENANT = "azurewebsites.net";

/**
 * A connector's definition and properties, which fit each other.
 *
 * @throws RangeError when the options cannot be combined, or no host is known
 */
export function connectorDocuments(options: DocumentsOptions): ConnectorDocuments {
  requireFit(options);
  const { connector, host, gateway, multiTenant = false, variant = "deploy" } = options;
  const auth = multiTenant ? withAnyTenant(options.auth) : options.auth;
  const servedBy = host ?? (multiTenant ? HOST_OF_EVERY_TENANT : undefined);
  if (servedBy === undefined) throw new RangeError("No host is given. Expected a host name.");
  const made = withHost(definition({ connector, auth }), {
    host: servedBy,
    ...schemeOf(options),
  });
  return {
    definition: made,
    properties: apiProperties({
      about: connector.about,
      auth,
      variant,
      multiTenant,
      operationIds: operationIds(made),
      ...(gateway && { gateway }),
    }),
  };
}

function requireFit({ auth, gateway, multiTenant, variant }: DocumentsOptions): void {
  if (!gateway) return;
  if (multiTenant) {
    throw new RangeError(
      "A gateway cannot be combined with multi-tenant: the policy that takes the host from the connection " +
        "does not work through an on-premises data gateway. Leave out one of the two.",
    );
  }
  if (variant === "certify") {
    throw new RangeError(
      "A gateway cannot be combined with the variant certify: how a solution describes a connector that " +
        "uses one is not documented. Create the connector by the variant deploy, and export its solution.",
    );
  }
  requireGatewayMode(gateway, auth);
}

/** A server that only a gateway reaches seldom has a certificate. */
function schemeOf({ scheme, gateway }: DocumentsOptions): { readonly scheme?: Scheme } {
  if (scheme) return { scheme };
  return gateway ? { scheme: "http" } : {};
}
