import type { AuthMode } from "../auth/auth";
import type { ConnectionParameter, ConnectionParameters } from "./connectionParameter";

/** One of the ways to make a connection. */
interface ParameterSet {
  readonly name: string;
  readonly uiDefinition: SetTexts;
  readonly parameters: ConnectionParameters;
}

interface SetTexts {
  readonly displayName: string;
  readonly description: string;
}

/** The ways to make a connection, of which people choose one. */
export interface ParameterSets {
  readonly uiDefinition: SetTexts;
  readonly values: readonly ParameterSet[];
}

const SETS: Readonly<Record<Exclude<AuthMode, "none">, { readonly name: string } & SetTexts>> = {
  apiKey: {
    name: "api-key-auth",
    displayName: "API Key",
    description: "Connect with the function key of the service.",
  },
  basic: {
    name: "basic-auth",
    displayName: "User Name and Password",
    description: "Connect with a user name and a password.",
  },
  oauth2: {
    name: "oauth2-auth",
    displayName: "OAuth 2.0",
    description: "Sign in with your account of the service.",
  },
  entraId: {
    name: "entra-id-auth",
    displayName: "Microsoft Entra ID",
    description: "Sign in with your work or school account.",
  },
};

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
      const { name, ...uiDefinition } = SETS[mode as keyof typeof SETS];
      return { name, uiDefinition, parameters: withDescriptionsInSchemas(parameters) };
    }),
  };
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
