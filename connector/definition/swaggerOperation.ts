import type {
  ResponseContract,
  Contract,
  ObjectSchema,
  RequestContract,
} from "../../function/contract/contract";
import type {
  BodyParameter,
  SwaggerOperation,
  SwaggerResponse,
  SwaggerSchema,
  ValueParameter,
} from "./swagger";
import { toSwaggerSchema } from "./toSwaggerSchema";

const JSON_ONLY = ["application/json"];

/**
 * An operation of the definition.
 *
 * @param requirement what operations that ask for a credential require
 */
export function swaggerOperation(
  contract: Contract,
  requirement: SwaggerOperation["security"],
): SwaggerOperation {
  const { operationId, description, summary, visibility, access, request, trigger } = contract;
  return {
    operationId,
    description,
    summary,
    "x-ms-summary": summary,
    "x-ms-visibility": visibility,
    ...(trigger && { "x-ms-trigger": trigger.kind, "x-ms-trigger-hint": trigger.hint }),
    produces: JSON_ONLY,
    ...(request.body && { consumes: JSON_ONLY }),
    parameters: parametersOf(request),
    responses: responsesOf(contract),
    security: access === "credential" ? requirement : [],
  };
}

function parametersOf(request: RequestContract): (BodyParameter | ValueParameter)[] {
  return [
    ...valueParameters("path", request.path),
    ...valueParameters("query", request.query),
    ...valueParameters("header", request.headers),
    ...bodyParameter(request.body),
  ];
}

function valueParameters(
  place: ValueParameter["in"],
  schema: ObjectSchema | undefined,
): ValueParameter[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toSwaggerSchema(schema);
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...asParameter(field),
    ...(place === "path" && { "x-ms-url-encoding": "single" }),
  }));
}

/** A parameter is a value: Swagger knows no objects there, and contracts have none. */
function asParameter(field: SwaggerSchema): Omit<ValueParameter, "name" | "in" | "required"> {
  const { required: _required, properties: _properties, example, ...value } = field;
  return { ...value, ...(example !== undefined && { "x-example": example }) };
}

function bodyParameter(body: RequestContract["body"]): BodyParameter[] {
  if (!body) return [];
  const { schema, maxBytes: _maxBytes, ...texts } = body;
  return [{ name: "body", in: "body", ...texts, required: true, schema: toSwaggerSchema(schema) }];
}

function responsesOf({ response, pending }: Contract): Record<string, SwaggerResponse> {
  return {
    [response.status ?? 200]: swaggerResponse(response),
    ...(pending && { "202": pending }),
    default: {
      description: "A problem document that says what was wrong and what was expected.",
    },
  };
}

function swaggerResponse({ status: _status, schema, ...rest }: ResponseContract): SwaggerResponse {
  return { ...rest, ...(schema && { schema: toSwaggerSchema(schema) }) };
}
