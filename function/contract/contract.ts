import * as v from "valibot";

/** How prominently makers' portals show a part; wire values of `x-ms-visibility`. */
export type Visibility = "important" | "advanced" | "internal";

/** The texts of one part of an operation, under the names they have in the published definition. */
export type Texts = {
  /** A full sentence that ends with a period. */
  readonly description: string;
  /** The label people see, in title case. */
  readonly "x-ms-summary": string;
  /** Absent when it is shown like any other part. */
  readonly "x-ms-visibility"?: Visibility;
};

/** Where makers' portals get the values of a drop-down from. */
export type Choices = {
  /** An operation without required parameters. */
  readonly operationId: string;
  /** The field of its response that holds the list. */
  readonly items: string;
  /** The fields of an item: what people see, and what is sent. */
  readonly title: string;
  readonly value: string;
};

/** The texts of a field, a value to try it with, and what else makers' portals know of it. */
type FieldTexts = Texts & {
  readonly example?: string | number | boolean;
  readonly choices?: Choices;
  /** The address that a webhook trigger's notifications are sent to. */
  readonly "x-ms-notification-url"?: true;
};

/** A pipe item that gives a field its texts. It changes nothing about what the field accepts. */
export function texts<Value>(schemaTexts: FieldTexts): v.MetadataAction<Value, FieldTexts> {
  return v.metadata(schemaTexts);
}

/** A schema of a JSON object: its fields are known, other fields in the input are ignored. */
export type ObjectSchema = v.GenericSchema & { readonly entries: v.ObjectEntries };

/** A JSON body: its texts as a whole, and the schema of its fields. */
export type Body<Schema extends v.GenericSchema = v.GenericSchema> = Texts & {
  readonly schema: Schema;
};

/** What an operation takes. Parameters of one place are an object of fields, as the body is. */
export interface RequestContract {
  readonly path?: ObjectSchema;
  readonly query?: ObjectSchema;
  /** Field names as the headers are written; matched in any case. */
  readonly headers?: ObjectSchema;
  readonly body?: Body<ObjectSchema> & {
    /** @default 65536 */
    readonly maxBytes?: number;
  };
}

/** A header of a response. */
export type ResponseHeader = { readonly type: "string" | "integer"; readonly description: string };

/** A response: its status, texts, headers, and the schema of its JSON body. */
export interface ResponseContract<Schema extends v.GenericSchema = v.GenericSchema> extends Texts {
  /** @default 200 */
  readonly status?: 200 | 201;
  readonly headers?: Readonly<Record<string, ResponseHeader>>;
  /** Absent when it has no body. */
  readonly schema?: Schema;
}

/** That an operation is a trigger of flows, and of which kind. */
export interface Trigger {
  /** Whether a response or notification carries one event or an array of them. */
  readonly kind: "single" | "batch";
  /** How a maker sees it work. A full sentence that ends with a period. */
  readonly hint: string;
  /** What a webhook trigger sends to the address it is given. Absent when it is polled. */
  readonly notification?: Body<ObjectSchema>;
}

/** Everything about an operation that its callers can see. Published names do not change. */
export interface Contract<
  Request extends RequestContract = RequestContract,
  Response extends ResponseContract = ResponseContract,
> {
  /** Unique among operations, PascalCase. */
  readonly operationId: string;
  /** Name of the deployed function. Absent when it is the operationId. */
  readonly functionName?: string;
  /** The operation that stands for the connector, such as in the output `endpoint`. Without one, the first does. */
  readonly isPrimary?: true;
  /** Path below the Functions route prefix, without a leading slash. */
  readonly route: string;
  readonly method: "GET" | "POST" | "DELETE";
  /**
   * `credential`: callers authenticate as the stack's `auth` says.
   * `signature`: the address itself is signed, for calls that the platform makes without credentials.
   */
  readonly access: "credential" | "signature";
  /** A few words in sentence case, without a period. */
  readonly summary: string;
  /** A full sentence that ends with a period. */
  readonly description: string;
  readonly visibility: Visibility;
  readonly request: Request;
  /** The response of a call that succeeds. */
  readonly response: Response;
  /** The response 202: nothing there yet, ask again. Absent when the operation never gives it. */
  readonly pending?: {
    readonly description: string;
    readonly headers: Readonly<Record<string, ResponseHeader>>;
  };
  readonly trigger?: Trigger;
  /** Makers' portals call it to see whether a new connection works. @default false */
  readonly isConnectionTest?: true;
}

/** Name of an operation's deployed function. */
export function functionNameOf({ operationId, functionName = operationId }: Contract): string {
  return functionName;
}
