import type { HttpResponseInit, InvocationContext } from "@azure/functions";
import * as v from "valibot";

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

/** The texts of a field, and a value to try it with. */
type FieldTexts = Texts & { readonly example?: string | number | boolean };

/** A pipe item that gives a field its texts. It changes nothing about what the field accepts. */
export function texts<Input>(schemaTexts: FieldTexts): v.MetadataAction<Input, FieldTexts> {
  return v.metadata(schemaTexts);
}

/** A schema of a JSON object: its fields are known, other fields in the input are ignored. */
export type ObjectSchema = v.GenericSchema & { readonly entries: v.ObjectEntries };

/** A JSON body: its texts as a whole, and the schema of its fields. */
type Body<Schema extends ObjectSchema = ObjectSchema> = Texts & { readonly schema: Schema };

/** Everything about an operation that its callers can see. Published names do not change. */
export interface Contract<
  Request extends ObjectSchema = ObjectSchema,
  Response extends ObjectSchema = ObjectSchema,
> {
  /** Unique among operations, PascalCase; also the name of the deployed function. */
  readonly operationId: string;
  /** Path below the Functions route prefix, without a leading slash. */
  readonly route: string;
  /** Every operation so far takes its input from a JSON body. */
  readonly method: "POST";
  /** `function`: the host asks for a key; `anonymous`: it does not. */
  readonly authLevel: "function" | "anonymous";
  /** A few words in sentence case, without a period. */
  readonly summary: string;
  /** A full sentence that ends with a period. */
  readonly description: string;
  readonly visibility: Visibility;
  readonly request: Body<Request>;
  /** The answer of a call that succeeds, with status 200. */
  readonly response: Body<Response>;
}

/** A response whose JSON body keeps to the contract; status 200 unless it says otherwise. */
type Answer<Schema extends ObjectSchema> = HttpResponseInit & {
  readonly jsonBody: v.InferInput<Schema>;
};

/** A contract and what fulfils it. */
export interface Operation<
  Request extends ObjectSchema = ObjectSchema,
  Response extends ObjectSchema = ObjectSchema,
> {
  readonly contract: Contract<Request, Response>;
  /** Receives validated input only. Whatever it throws becomes an error response elsewhere. */
  handle(
    input: v.InferOutput<Request>,
    context: InvocationContext,
  ): Answer<Response> | Promise<Answer<Response>>;
}
