import * as v from "valibot";
import { RestError } from "./answer";
import type { RestCall } from "./route";

/**
 * Reads the body of a call.
 *
 * @throws RestError when it is not JSON, or not as the schema says.
 */
export function readBody<Output>(
  { request }: RestCall,
  schema: v.GenericSchema<unknown, Output>,
): Output {
  const { success, output, issues } = v.safeParse(schema, parse(request.body));
  if (success) return output;
  const [issue] = issues;
  throw new RestError(
    400,
    "InvalidRequestContent",
    `The request content was invalid and could not be deserialized: '${v.getDotPath(issue) ?? ""}: ${issue.message}'.`,
  );
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw new RestError(
      400,
      "InvalidRequestContent",
      `The request content was invalid and could not be deserialized: '${String(error)}'.`,
    );
  }
}
