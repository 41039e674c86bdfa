import * as v from "valibot";
import type { Reply } from "../http/reply";
import type { Services } from "./services";

/** How prominently makers' portals show a part; wire values of `x-ms-visibility`. */
export type Visibility = "important" | "advanced" | "internal";

/** The texts of one part of an operation, under the names they have in the published definition. */
export type Texts = {
  /** A full sentence that ends with a period. */
  readonly description: string;
  /** The label people see, in title case. */
  readonly "x-ms-summary": string;
  /** @default shown like any other part */
  readonly "x-ms-visibility"?: Visibility;
};

/** Where makers' portals get the values of a drop-down from. */
export type Choices = {
  /** An operation without required parameters. */
  readonly operationId: string;
  /** The field of its answer that holds the list. */
  readonly items: string;
  /** The fields of an item: what people see, and what is sent. */
  readonly title: string;
  readonly value: string;
};

/** The texts of a field, a value to try it with, and what else makers' portals know of it. */
type FieldTexts = Texts & {
  readonly example?: string | number | boolean;
  readonly choices?: Choices;
  /** The address that a webhook trigger's notices go to. */
  readonly "x-ms-notification-url"?: true;
};

/** A pipe item that gives a field its texts. It changes nothing about what the field accepts. */
export function texts<Value>(schemaTexts: FieldTexts): v.MetadataAction<Value, FieldTexts> {
  return v.metadata(schemaTexts);
}

/** A schema of a JSON object: its fields are known, other fields in the input are ignored. */
export type ObjectSchema = v.GenericSchema & { readonly entries: v.ObjectEntries };

/** A JSON body: its texts as a whole, and the schema of its fields. */
type Body<Schema extends v.GenericSchema = v.GenericSchema> = Texts & { readonly schema: Schema };

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

/** A header of an answer. */
export type AnswerHeader = { readonly type: "string" | "integer"; readonly description: string };

/** An answer: its status, texts, headers, and the schema of its JSON body. */
export interface AnswerContract<Schema extends v.GenericSchema = v.GenericSchema> extends Texts {
  /** @default 200 */
  readonly status?: 200 | 201;
  readonly headers?: Readonly<Record<string, AnswerHeader>>;
  /** @default no body */
  readonly schema?: Schema;
}

/** That an operation is a trigger of flows, and of which kind. */
export interface Trigger {
  /** Whether an answer or notice carries one event or an array of them. */
  readonly kind: "single" | "batch";
  /** How a maker sees it work. A full sentence that ends with a period. */
  readonly hint: string;
  /** What a webhook trigger sends to the address it is given. @default the trigger is polled */
  readonly notice?: Body<ObjectSchema>;
}

/** Everything about an operation that its callers can see. Published names do not change. */
export interface Contract<
  Request extends RequestContract = RequestContract,
  Response extends AnswerContract = AnswerContract,
> {
  /** Unique among operations, PascalCase. */
  readonly operationId: string;
  /** Name of the deployed function. @default the operationId */
  readonly functionName?: string;
  /** The operation that stands for the connector, such as in the output `endpoint`. @default the first one does */
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
  /** The answer of a call that succeeds. */
  readonly response: Response;
  /** The answer 202: nothing there yet, ask again. @default there is none */
  readonly pending?: {
    readonly description: string;
    readonly headers: Readonly<Record<string, AnswerHeader>>;
  };
  readonly trigger?: Trigger;
  /** Makers' portals call it to see whether a new connection works. @default false */
  readonly isConnectionTest?: true;
}

type Output<Schema> = Schema extends v.GenericSchema ? v.InferOutput<Schema> : Record<never, never>;

/** What a handler receives: validated input only, by the place it came from. */
export interface Input<Request extends RequestContract> {
  readonly path: Output<Request["path"]>;
  readonly query: Output<Request["query"]>;
  readonly headers: Output<Request["headers"]>;
  readonly body: Request["body"] extends Body<infer Schema>
    ? v.InferOutput<Schema>
    : Record<never, never>;
}

/** What a handler knows of its call beside the input. */
export interface Call {
  /** Scheme, host and port that the app was called at. */
  readonly origin: string;
  readonly services: Services;
}

/** A response that keeps to the contract; its status is the contract's unless it says otherwise. */
export type Answer<Contracted extends AnswerContract> =
  | (Pick<Reply, "headers"> & {
      readonly status?: never;
      readonly jsonBody: Contracted["schema"] extends v.GenericSchema
        ? v.InferInput<Contracted["schema"]>
        : never;
    })
  | (Pick<Reply, "headers"> & { readonly status: 200 | 202; readonly jsonBody?: never });

/** A contract and what fulfils it. */
export interface Operation<
  Request extends RequestContract = RequestContract,
  Response extends AnswerContract = AnswerContract,
> {
  readonly contract: Contract<Request, Response>;
  /** Whatever it throws becomes an error response elsewhere. */
  handle(input: Input<Request>, call: Call): Answer<Response> | Promise<Answer<Response>>;
}

/** An operation whose handler is typed by its contract. */
export function operation<Request extends RequestContract, Response extends AnswerContract>(
  contract: Contract<Request, Response>,
  handle: Operation<Request, Response>["handle"],
): Operation<Request, Response> {
  return { contract, handle };
}
