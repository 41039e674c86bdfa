import type { AuthMode } from "../auth/auth";
import type { ParameterSetTexts } from "../auth/authModeDescription";
import { AUTH_MODE_DESCRIPTIONS } from "../auth/authModes";
import type { ConnectionParameter, ConnectionParameters } from "./connectionParameter";

/** One of the ways to make a connection. */
interface ParameterSet {
  readonly name: string;
  readonly uiDefinition: SetTexts;
  readonly parameters: ConnectionParameters;
}

type SetTexts = Omit<ParameterSetTexts, "name">;

/** The ways to make a connection, of which people choose one. */
export interface ParameterSets {
  readonly uiDefinition: SetTexts;
  readonly values: readonly ParameterSet[];
}

/** The choice between several ways to authenticate. */
export function parameterSets(
  parametersOf: Readonly<Partial<Record<AuthMode, ConnectionParameters>>>,
): ParameterSets {
  return {
    uiDefinition: {
      displayName: "Authentication Type",
      description: "How the connection authenticates at the service.",
    },
    values: Object.entries(parametersOf).map(([mode, parameters]) => {
      const { name, ...uiDefinition } = parameterSetOf(mode as AuthMode);
      return { name, uiDefinition, parameters: withDescriptionsInSchemas(parameters) };
    }),
  };
}

function parameterSetOf(mode: AuthMode): ParameterSetTexts {
  const { parameterSet } = AUTH_MODE_DESCRIPTIONS[mode];
  if (parameterSet) return parameterSet;
  throw new RangeError(`Auth ${mode} cannot be combined with another.`);
}

/** The form of a set takes the description of a text from its schema. */
function withDescriptionsInSchemas(parameters: ConnectionParameters): ConnectionParameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, withSchema(parameter)]),
  );
}

function withSchema(parameter: ConnectionParameter): ConnectionParameter {
  // The schema of connector properties has fixed words for the tenant, and no others.
  if (parameter.type !== "string" && parameter.type !== "securestring") return parameter;
  if (parameter.metadata) return parameter;
  const { type, uiDefinition } = parameter;
  const schema = { type, description: uiDefinition.description };
  return { ...parameter, uiDefinition: { ...uiDefinition, schema } };
}
