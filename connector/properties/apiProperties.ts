import type { About } from "../../function/contract/about";
import type { Auth, AuthMode } from "../auth/auth";
import type { ConnectorVariant } from "../../toolkit/document/connectorVariant";
import { requireConnectionParameters } from "../../toolkit/policies/connectionParameterReferences";
import { connectorPolicies } from "./connectorPolicies";
import type { PolicyTemplateInstance } from "../../toolkit/policies/policyInstance";
import type { ConnectionParameters } from "./connectionParameter";
import { AUTH_MODE_DESCRIPTIONS } from "../auth/authModes";
import { gatewayParameters, type GatewayKind } from "./gateway";
import { hostParameters } from "./hostParameter";
import { parameterSets, type ParameterSets } from "./parameterSets";

/** What a connector's properties are made of. */
export interface PropertiesOptions {
  readonly about: About;
  readonly auth: Auth;
  readonly variant: ConnectorVariant;
  /** Absent when the API is online. */
  readonly gateway?: GatewayKind;
  /** Whether each connection names its own host. @default false */
  readonly multiTenant?: boolean;
  /** Every operation that the connector has. */
  readonly operationIds: readonly string[];
}

/** Connector properties: what the platform knows of a connector beside its definition. */
export interface ApiProperties {
  readonly properties: {
    readonly connectionParameters?: ConnectionParameters;
    readonly connectionParameterSets?: ParameterSets;
    readonly iconBrandColor: string;
    readonly capabilities: readonly string[];
    readonly policyTemplateInstances: readonly PolicyTemplateInstance[];
    readonly publisher: string;
    /** For certification only: the platform refuses to create a connector that has it. */
    readonly stackOwner?: string;
  };
}

/** A connector's properties, without any secret. */
export function apiProperties(options: PropertiesOptions): ApiProperties {
  const { gateway, variant } = options;
  const { brandColor, publisher, stackOwner } = options.about;
  const policies = connectorPolicies(options);
  const parametersOf = connectionParametersOf(options);
  const ways = Object.values(parametersOf);
  requireConnectionParameters(policies, ways.map(Object.keys));
  const [only] = ways;
  return {
    properties: {
      ...(only && ways.length === 1
        ? { connectionParameters: only }
        : { connectionParameterSets: parameterSets(parametersOf) }),
      iconBrandColor: brandColor,
      capabilities: gateway ? ["gateway"] : [],
      policyTemplateInstances: policies,
      publisher,
      ...(variant === "certify" && { stackOwner }),
    },
  };
}

/** The parameters of a connection, for each way to authenticate. */
function connectionParametersOf({
  auth,
  gateway,
  multiTenant,
}: PropertiesOptions): Partial<Record<AuthMode, ConnectionParameters>> {
  return Object.fromEntries(
    auth.modes.map((mode) => {
      const credentials = AUTH_MODE_DESCRIPTIONS[mode].connectionParameters(auth);
      return [
        mode,
        {
          ...(multiTenant && hostParameters),
          ...(gateway ? gatewayParameters(gateway, credentials) : credentials),
        },
      ];
    }),
  );
}
