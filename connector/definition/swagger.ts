import type { Scheme } from "../../toolkit/document/host";
import type { ConnectorInfo, ConnectorMetadata } from "../../function/contract/about";
import type { ResponseHeader, Texts, Visibility } from "../../function/contract/contract";

/** Where the values of a drop-down come from, in the older of the two forms. */
interface DynamicValues {
  readonly operationId: string;
  readonly parameters: Readonly<Record<string, never>>;
  readonly "value-collection": string;
  readonly "value-title": string;
  readonly "value-path": string;
}

/** The newer form, which Power Automate's designer prefers. */
interface DynamicList {
  readonly operationId: string;
  readonly parameters: Readonly<Record<string, never>>;
  readonly itemsPath: string;
  readonly itemTitlePath: string;
  readonly itemValuePath: string;
}

/** A drop-down's source; both forms, since no tool knows both. */
export interface DynamicChoices {
  readonly "x-ms-dynamic-values": DynamicValues;
  readonly "x-ms-dynamic-list": DynamicList;
}

/** A Swagger 2.0 schema object, with the keywords that contracts use. */
export interface SwaggerSchema extends Partial<DynamicChoices> {
  readonly type: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly (string | number | boolean)[];
  readonly default?: string | number | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly example?: string | number | boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SwaggerSchema>>;
  readonly items?: SwaggerSchema;
  readonly "x-ms-summary"?: string;
  readonly "x-ms-visibility"?: Visibility;
  readonly "x-ms-notification-url"?: true;
}

/** A Swagger 2.0 body parameter. */
export interface BodyParameter extends Texts {
  readonly name: string;
  readonly in: "body";
  readonly required: true;
  readonly schema: SwaggerSchema;
}

/** A Swagger 2.0 parameter in path, query or header: its schema is a part of it. */
export interface ValueParameter extends Omit<SwaggerSchema, "required" | "properties" | "example"> {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  /** Swagger 2.0 has no `example` of parameters; this is the name that its tools know. */
  readonly "x-example"?: SwaggerSchema["example"];
  readonly "x-ms-url-encoding"?: "single";
}

/** A Swagger 2.0 response. The `default` response has no schema: connectors may not give it one. */
export interface SwaggerResponse {
  readonly description: string;
  readonly "x-ms-summary"?: string;
  readonly headers?: Readonly<Record<string, ResponseHeader>>;
  readonly schema?: SwaggerSchema;
}

/** A Swagger 2.0 operation. */
export interface SwaggerOperation {
  readonly operationId: string;
  readonly description: string;
  readonly summary: string;
  readonly "x-ms-summary": string;
  readonly "x-ms-visibility": Visibility;
  readonly "x-ms-trigger"?: "single" | "batch";
  readonly "x-ms-trigger-hint"?: string;
  readonly produces: readonly string[];
  readonly consumes?: readonly string[];
  readonly parameters: readonly (BodyParameter | ValueParameter)[];
  readonly responses: Readonly<Record<string, SwaggerResponse>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
}

/** What a webhook trigger of a path sends. */
export interface NotificationContent {
  readonly description: string;
  readonly schema: SwaggerSchema;
}

/** The methods of HTTP that operations use, as a path item has them. */
export type Method = "get" | "post" | "delete";

/** The operations of one path, by HTTP method in lower case. */
export type PathItem = {
  readonly "x-ms-notification-content"?: NotificationContent;
} & { readonly [Name in Method]?: SwaggerOperation };

/** A Swagger 2.0 security definition, of the kinds that connectors know. */
export type SecurityDefinition =
  | { readonly type: "apiKey"; readonly name: string; readonly in: "query" | "header" }
  | { readonly type: "basic" }
  | {
      readonly type: "oauth2";
      readonly flow: "accessCode";
      readonly authorizationUrl: string;
      readonly tokenUrl: string;
      readonly scopes: Readonly<Record<string, string>>;
    };

/** What the platform may do with the connector as a whole. */
export interface ConnectorCapabilities {
  readonly testConnection: {
    readonly operationId: string;
    readonly parameters: Readonly<Record<string, never>>;
  };
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
  readonly securityDefinitions: Readonly<Record<string, SecurityDefinition>>;
  readonly "x-ms-connector-metadata": readonly ConnectorMetadata[];
  readonly "x-ms-capabilities"?: ConnectorCapabilities;
}
