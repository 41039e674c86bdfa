import type * as v from "valibot";
import type { JsonResponse } from "../http/jsonResponse";
import type { Body, Contract, RequestContract, ResponseContract } from "./contract";
import type { Services } from "./services";

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

/** What a handler knows of its call besides the input. */
export interface Call {
  /** Scheme, host and port that the app was called at. */
  readonly origin: string;
  readonly services: Services;
}

/** A response that keeps to the contract; its status is the contract's unless it says otherwise. */
export type ContractedResponse<Contracted extends ResponseContract> =
  | (Pick<JsonResponse, "headers"> & {
      readonly status?: never;
      readonly jsonBody: Contracted["schema"] extends v.GenericSchema
        ? v.InferInput<Contracted["schema"]>
        : never;
    })
  | (Pick<JsonResponse, "headers"> & { readonly status: 200 | 202; readonly jsonBody?: never });

/** A contract and what fulfils it. */
export interface Operation<
  Request extends RequestContract = RequestContract,
  Response extends ResponseContract = ResponseContract,
> {
  readonly contract: Contract<Request, Response>;
  /** Whatever it throws becomes an error response elsewhere. */
  handle(
    input: Input<Request>,
    call: Call,
  ): ContractedResponse<Response> | Promise<ContractedResponse<Response>>;
}

/** An operation whose handler is typed by its contract. */
export function operation<Request extends RequestContract, Response extends ResponseContract>(
  contract: Contract<Request, Response>,
  handle: Operation<Request, Response>["handle"],
): Operation<Request, Response> {
  return { contract, handle };
}
