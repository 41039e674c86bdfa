import type { HttpHandler, HttpRequest, InvocationContext } from "@azure/functions";
import type { Operation } from "../contract/operation";
import type { JsonResponse } from "./jsonResponse";
import type { Services } from "../contract/services";
import { isStorageError } from "../storage/storageError";
import { CORRELATION_HEADER, correlationIdOf } from "./correlationId";
import { originOf } from "./originOf";
import { Problem, toProblemResponse } from "./problem";
import { readInput } from "./readInput";

/** Lets a request pass, or throws Problem 401. */
export type CredentialCheck = (request: HttpRequest) => Promise<void>;

/** What a handler needs besides its operation. */
export interface HandlerOptions {
  readonly services: Services;
  /** Asked before anything of the request is read. Absent when the host has checked already. */
  readonly check?: CredentialCheck | undefined;
}

/**
 * An operation as a function from request to response that never throws: the only place where an
 * error becomes a response. An unexpected error is logged, and its response is a bare 500.
 */
export function toHandler(operation: Operation, options: HandlerOptions): HttpHandler {
  return async (request, context) => {
    const correlationId = correlationIdOf(request, context);
    const response = await respond(operation, options, request).catch((error: unknown) =>
      toProblemResponse(problemOf(error, correlationId, context)),
    );
    return { ...response, headers: { ...response.headers, [CORRELATION_HEADER]: correlationId } };
  };
}

async function respond(
  operation: Operation,
  { services, check }: HandlerOptions,
  request: HttpRequest,
): Promise<JsonResponse> {
  await check?.(request);
  const { contract } = operation;
  const input = await readInput(contract.request, request);
  const response = await operation.handle(input, { origin: originOf(request), services });
  return { ...response, status: response.status ?? contract.response.status ?? 200 };
}

function problemOf(error: unknown, correlationId: string, context: InvocationContext): Problem {
  const cause = error instanceof Problem ? error.cause : error;
  if (cause !== undefined) context.error(`correlation ${correlationId}:`, cause);
  if (error instanceof Problem) return error;
  if (isStorageError(error)) {
    return new Problem(503, "The app's storage cannot be used at the moment. Try again later.", {
      headers: { "retry-after": "10" },
    });
  }
  return new Problem(
    500,
    `The operation failed. Its log is under correlation id ${correlationId}.`,
  );
}
