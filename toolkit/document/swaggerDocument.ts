import * as v from "valibot";

/** A schema of a Swagger 2.0 document, as far as it is read here. Extensions stay as they are. */
export interface SchemaObject {
  readonly $ref?: string;
  readonly type?: string | string[];
  readonly format?: string;
  readonly required?: string[];
  readonly properties?: Record<string, SchemaObject>;
  readonly items?: SchemaObject;
  readonly allOf?: SchemaObject[];
  readonly additionalProperties?: boolean | SchemaObject;
  readonly enum?: unknown[];
  readonly readOnly?: boolean;
  readonly [keyword: string]: unknown;
}

const schemaObject: v.GenericSchema<SchemaObject> = v.objectWithRest(
  {
    $ref: v.exactOptional(v.string()),
    type: v.exactOptional(v.union([v.string(), v.array(v.string())])),
    format: v.exactOptional(v.string()),
    required: v.exactOptional(v.array(v.string())),
    properties: v.exactOptional(
      v.record(
        v.string(),
        v.lazy(() => schemaObject),
      ),
    ),
    items: v.exactOptional(v.lazy(() => schemaObject)),
    allOf: v.exactOptional(v.array(v.lazy(() => schemaObject))),
    additionalProperties: v.exactOptional(v.union([v.boolean(), v.lazy(() => schemaObject)])),
    enum: v.exactOptional(v.array(v.unknown())),
    readOnly: v.exactOptional(v.boolean()),
  },
  v.unknown(),
);

/** A parameter other than a reference has a name and a place. */
const parameter = v.objectWithRest(
  {
    $ref: v.exactOptional(v.string()),
    name: v.exactOptional(v.string()),
    in: v.exactOptional(v.string()),
    required: v.exactOptional(v.boolean()),
    schema: v.exactOptional(schemaObject),
  },
  v.unknown(),
);

const response = v.objectWithRest(
  {
    $ref: v.exactOptional(v.string()),
    description: v.exactOptional(v.string()),
    schema: v.exactOptional(schemaObject),
    headers: v.exactOptional(v.record(v.string(), schemaObject)),
    examples: v.exactOptional(v.record(v.string(), v.unknown())),
  },
  v.unknown(),
);

const securityRequirement = v.record(v.string(), v.array(v.string()));
const mediaTypes = v.array(v.string());

const operation = v.objectWithRest(
  {
    operationId: v.exactOptional(v.string()),
    summary: v.exactOptional(v.string()),
    description: v.exactOptional(v.string()),
    deprecated: v.exactOptional(v.boolean()),
    consumes: v.exactOptional(mediaTypes),
    produces: v.exactOptional(mediaTypes),
    parameters: v.exactOptional(v.array(parameter)),
    responses: v.exactOptional(v.record(v.string(), response)),
    security: v.exactOptional(v.array(securityRequirement)),
  },
  v.unknown(),
);

const method = v.exactOptional(operation);

const pathItem = v.objectWithRest(
  {
    get: method,
    put: method,
    post: method,
    delete: method,
    options: method,
    head: method,
    patch: method,
    parameters: v.exactOptional(v.array(parameter)),
  },
  v.unknown(),
);

const securityScheme = v.objectWithRest({ type: v.string() }, v.unknown());

const swaggerDocument = v.objectWithRest(
  {
    swagger: v.literal("2.0"),
    info: v.objectWithRest({ title: v.string() }, v.unknown()),
    host: v.exactOptional(v.string()),
    basePath: v.exactOptional(v.string()),
    schemes: v.exactOptional(v.array(v.string())),
    consumes: v.exactOptional(mediaTypes),
    produces: v.exactOptional(mediaTypes),
    paths: v.record(v.string(), pathItem),
    definitions: v.exactOptional(v.record(v.string(), schemaObject)),
    parameters: v.exactOptional(v.record(v.string(), parameter)),
    responses: v.exactOptional(v.record(v.string(), response)),
    securityDefinitions: v.exactOptional(v.record(v.string(), securityScheme)),
    security: v.exactOptional(v.array(securityRequirement)),
  },
  v.unknown(),
);

export type SwaggerParameter = v.InferOutput<typeof parameter>;
export type SwaggerResponseObject = v.InferOutput<typeof response>;
export type OperationObject = v.InferOutput<typeof operation>;
export type PathItemObject = v.InferOutput<typeof pathItem>;
/** A Swagger 2.0 document from anywhere: its shape is checked where it is read, the rest is unknown. */
export type SwaggerDocument = v.InferOutput<typeof swaggerDocument>;

/**
 * The value as a Swagger 2.0 document.
 *
 * @param source where it is from, for the error
 * @throws TypeError that names the first part with a wrong shape
 */
export function asSwaggerDocument(value: unknown, source: string): SwaggerDocument {
  const result = v.safeParse(swaggerDocument, value, { abortEarly: true });
  // The value itself and not the copy in `output`, which lacks fields of names like "constructor".
  if (result.success) return value as SwaggerDocument;
  const [issue] = result.issues;
  const place = v.getDotPath(issue) ?? "it";
  const problem =
    issue.received === "undefined"
      ? `${place} is missing`
      : `${place} is ${issue.received}, expected ${issue.expected}`;
  throw new TypeError(
    `${source} is not a Swagger 2.0 definition: ${problem}. ` +
      "Connectors are defined in Swagger 2.0 (OpenAPI 2.0).",
  );
}
