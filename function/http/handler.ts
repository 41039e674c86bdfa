import type {
  HttpHandler,
  HttpRequest,
  HttpResponseInit,
  InvocationContext,
} from "@azure/functions";
import type { Operation } from "../operation";
import type { Services } from "../services";
import { CORRELATION_HEADER, correlationIdOf } from "./correlationId";
import { originOf } from "./originOf";
import { Problem, toProblemResponse } from "./problem";
import { readInput } from "./readInput";

/** Lets a request pass, or throws Problem 401. */
export type CredentialCheck = (request: HttpRequest) => Promise<void>;

/** What a handler needs beside its operation. */
export interface HandlerOptions {
  readonly services: Services;
  /** Asked before anything of the request is read. @default the host has checked already */
  readonly check?: CredentialCheck | undefined;
}

/**
 * An operation as a function from request to response that never throws: the only place where an
 * error becomes a response. What was not foreseen is logged and answered with a bare 500.
 */
export function toHandler(operation: Operation, options: HandlerOptions): HttpHandler {
  return async (request, context) => {
    const correlationId = correlationIdOf(request, context);
    const response = await answer(operation, options, request, context).catch((error: unknown) =>
      toProblemResponse(problemOf(error, correlationId, context)),
    );
    return { ...response, headers: { ...response.headers, [CORRELATION_HEADER]: correlationId } };
  };
}

async function answer(
  { contract, handle }: Operation,
  { services, check }: HandlerOptions,
  request: HttpRequest,
  context: InvocationContext,
): Promise<HttpResponseInit> {
  await check?.(request);
  const input = await readInput(contract.request, request);
  const response = await handle(input, { origin: originOf(request), context, services });
  return { status: contract.response.status ?? 200, ...response };
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

/** The storage libraries have one name for every failure. */
function isStorageError(error: unknown): boolean {
  return error instanceof Error && error.name === "RestError";
}
