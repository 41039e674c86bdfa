import type { HttpHandler } from "@azure/functions";
import type { Operation } from "../operation";
import { Problem, toProblemResponse } from "./problem";
import { readJsonObject } from "./readJsonObject";
import { validate } from "./validate";

/**
 * An operation as a function from request to response that never throws: the only place where an
 * error becomes a response. What was not foreseen is logged and answered with a bare 500.
 */
export function toHandler(operation: Operation): HttpHandler {
  return async (request, context) => {
    try {
      const body = await readJsonObject(request);
      const input = validate(operation.contract.request.schema, body);
      return await operation.handle(input, context);
    } catch (error) {
      if (error instanceof Problem) return toProblemResponse(error);
      context.error(error);
      return toProblemResponse(
        new Problem(
          500,
          `The operation failed. Its log is under invocation ${context.invocationId}.`,
        ),
      );
    }
  };
}
