import type { OperationObject, SwaggerDocument } from "../document/swaggerDocument";
import type { Auth, AuthSetting } from "./collectionTypes";

/** An authentication, and the variables that the caller sets. */
export interface RequestAuth {
  readonly auth: Auth;
  readonly variables: readonly string[];
}

/**
 * How an operation's calls authenticate: by the first scheme of the first alternative, since a Postman
 * request has one. Secrets are variables, never values.
 *
 * @throws TypeError when the definition names a scheme that it lacks, or one of an unknown type
 */
export function requestAuth(document: SwaggerDocument, operation: OperationObject): RequestAuth {
  const [requirement = {}] = operation.security ?? document.security ?? [];
  const [[name, scopes] = []] = Object.entries(requirement);
  if (name === undefined) return { auth: { type: "noauth" }, variables: [] };
  const scheme = document.securityDefinitions?.[name];
  switch (scheme?.type) {
    case "apiKey":
      return {
        auth: {
          type: "apikey",
          apikey: settings({ key: scheme["name"], value: "{{apiKey}}", in: scheme["in"] }),
        },
        variables: ["apiKey"],
      };
    case "basic":
      return {
        auth: {
          type: "basic",
          basic: settings({ username: "{{username}}", password: "{{password}}" }),
        },
        variables: ["username", "password"],
      };
    case "oauth2":
      return oauth2(scheme, scopes ?? []);
    default:
      throw new TypeError(
        `The operation ${operation.operationId} requires the security "${name}", which is ` +
          (scheme ? `of the type "${scheme.type}". ` : "not in securityDefinitions. ") +
          "Expected one of type apiKey, basic or oauth2.",
      );
  }
}

/** The flows of Swagger 2.0 under the names that Postman has for them. */
const GRANT_TYPES: Readonly<Record<string, string>> = {
  accessCode: "authorization_code",
  implicit: "implicit",
  password: "password_credentials",
  application: "client_credentials",
};

function oauth2(scheme: Readonly<Record<string, unknown>>, scopes: readonly string[]): RequestAuth {
  return {
    auth: {
      type: "oauth2",
      oauth2: settings({
        accessToken: "{{accessToken}}",
        addTokenTo: "header",
        grant_type: GRANT_TYPES[String(scheme["flow"])],
        authUrl: scheme["authorizationUrl"],
        accessTokenUrl: scheme["tokenUrl"],
        clientId: "{{clientId}}",
        clientSecret: "{{clientSecret}}",
        scope: scopes.join(" "),
      }),
    },
    variables: ["accessToken", "clientId", "clientSecret"],
  };
}

function settings(values: Readonly<Record<string, unknown>>): AuthSetting[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key, value: String(value), type: "string" }));
}
