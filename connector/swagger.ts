import type { Texts, Visibility } from "../function/operation";

/** How a definition's callers reach its host. */
export type Scheme = "https" | "http";

/** A Swagger 2.0 schema object, with the keywords that contracts use. */
export interface SwaggerSchema {
  readonly type: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly description?: string;
  readonly minimum?: number;
  readonly example?: string | number | boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SwaggerSchema>>;
  readonly "x-ms-summary"?: string;
  readonly "x-ms-visibility"?: Visibility;
}

/** A Swagger 2.0 body parameter. */
interface BodyParameter extends Texts {
  readonly name: string;
  readonly in: "body";
  readonly required: true;
  readonly schema: SwaggerSchema;
}

/** A Swagger 2.0 response. The `default` response has no schema: connectors may not give it one. */
interface SwaggerResponse {
  readonly description: string;
  readonly "x-ms-summary"?: string;
  readonly schema?: SwaggerSchema;
}

/** A Swagger 2.0 operation. */
export interface SwaggerOperation {
  readonly operationId: string;
  readonly description: string;
  readonly summary: string;
  readonly "x-ms-summary": string;
  readonly "x-ms-visibility": Visibility;
  readonly produces: readonly string[];
  readonly consumes: readonly string[];
  readonly parameters: readonly BodyParameter[];
  readonly responses: Readonly<Record<string, SwaggerResponse>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
}

/** The operations of one path, by HTTP method in lower case. */
export type PathItem = Readonly<Record<string, SwaggerOperation>>;

/** What connectors state about themselves in `info`. */
export interface ConnectorInfo {
  /** At most 30 characters, ends with a letter or digit. */
  readonly title: string;
  readonly version: string;
  /** 30 to 500 characters of plain English. */
  readonly description: string;
  readonly contact: { readonly name: string; readonly url: string; readonly email: string };
}

/** One fact for the connector's certification. */
export interface ConnectorMetadata {
  readonly propertyName: "Website" | "Privacy policy" | "Categories";
  readonly propertyValue: string;
}

/** A connector's definition: a Swagger 2.0 document with Microsoft's extensions. */
export interface ConnectorDefinition {
  readonly swagger: "2.0";
  readonly info: ConnectorInfo;
  /** A host name, with a port when it is not the scheme's own. */
  readonly host: string;
  readonly basePath: string;
  readonly schemes: readonly Scheme[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly definitions: Readonly<Record<string, SwaggerSchema>>;
  readonly securityDefinitions: Readonly<
    Record<string, { readonly type: "apiKey"; readonly name: string; readonly in: "query" }>
  >;
  readonly "x-ms-connector-metadata": readonly ConnectorMetadata[];
}
