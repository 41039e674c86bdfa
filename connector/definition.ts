import type { Contract } from "../function/operation";
import { operations } from "../function/operations";
import { info, metadata } from "./about";
import type { ConnectorDefinition, PathItem, SwaggerOperation } from "./swagger";
import { toSwaggerSchema } from "./toSwaggerSchema";

/** The host in the committed document. The .example domain is nobody's (RFC 2606). */
export const PLACEHOLDER_HOST = "your-function-app.example";

/** Where Functions serves routes unless host.json says otherwise. */
const ROUTE_PREFIX = "/api/";

const JSON_ONLY = ["application/json"];
const KEY_IN_QUERY = "apikeyQuery";

/**
 * The connector's definition, with a placeholder host until `withHost` fills in the live one.
 *
 * @param contracts the operations to describe @default those that are deployed
 * @throws TypeError when a contract's schema cannot be published
 */
export function definition(
  contracts: readonly Contract[] = operations.map((operation) => operation.contract),
): ConnectorDefinition {
  return {
    swagger: "2.0",
    info,
    host: PLACEHOLDER_HOST,
    basePath: "/",
    schemes: ["https"],
    paths: pathsOf(contracts),
    definitions: {},
    securityDefinitions: { [KEY_IN_QUERY]: { type: "apiKey", name: "code", in: "query" } },
    "x-ms-connector-metadata": metadata,
  };
}

function pathsOf(contracts: readonly Contract[]): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {};
  for (const contract of contracts) {
    const path = ROUTE_PREFIX + contract.route;
    const method = contract.method.toLowerCase();
    paths[path] = { ...paths[path], [method]: swaggerOperation(contract) };
  }
  return paths;
}

function swaggerOperation(contract: Contract): SwaggerOperation {
  const { operationId, description, summary, visibility, authLevel } = contract;
  const { schema: requestSchema, ...requestTexts } = contract.request;
  const { schema: responseSchema, ...responseTexts } = contract.response;
  return {
    operationId,
    description,
    summary,
    "x-ms-summary": summary,
    "x-ms-visibility": visibility,
    produces: JSON_ONLY,
    consumes: JSON_ONLY,
    parameters: [
      {
        name: "body",
        in: "body",
        ...requestTexts,
        required: true,
        schema: toSwaggerSchema(requestSchema),
      },
    ],
    responses: {
      "200": { ...responseTexts, schema: toSwaggerSchema(responseSchema) },
      default: {
        description: "A problem document that says what was wrong and what was expected.",
      },
    },
    security: authLevel === "function" ? [{ [KEY_IN_QUERY]: [] }] : [],
  };
}
