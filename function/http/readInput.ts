import type { HttpRequest } from "@azure/functions";
import type { ObjectSchema, RequestContract } from "../contract/contract";
import type { Input } from "../contract/operation";
import { Problem, type FieldError } from "./problem";
import { readParameters } from "./readParameters";
import { readJsonObject } from "./readJsonObject";
import { validate } from "./validate";

const DEFAULT_MAX_BODY_BYTES = 64 * 1024;

/**
 * What a contract takes from a request, checked and converted.
 *
 * @throws Problem 413 for a body that is too large; 400 for one that is not a JSON object, and with one
 * entry for each bad field and parameter.
 */
export async function readInput<Request extends RequestContract>(
  contract: Request,
  request: HttpRequest,
): Promise<Input<Request>> {
  const parameters: Readonly<Record<"path" | "query" | "headers", Record<string, string>>> = {
    path: request.params,
    query: Object.fromEntries(request.query),
    headers: headersOf(request, contract.headers),
  };
  const input: Record<string, unknown> = { path: {}, query: {}, headers: {}, body: {} };
  const errors: FieldError[] = [];
  for (const [place, values] of Object.entries(parameters)) {
    const schema = contract[place as keyof typeof parameters];
    if (!schema) continue;
    const validation = validate(schema, readParameters(schema, values), "parameters");
    input[place] = validation.output;
    errors.push(...(validation.errors ?? []));
  }
  if (contract.body) {
    const { schema, maxBytes = DEFAULT_MAX_BODY_BYTES } = contract.body;
    const validation = validate(schema, await readJsonObject(request, maxBytes));
    input["body"] = validation.output;
    errors.push(...(validation.errors ?? []));
  }
  if (errors.length > 0) {
    throw new Problem(
      400,
      "The request does not have the fields this operation expects. Correct those listed in errors.",
      { errors },
    );
  }
  return input as unknown as Input<Request>;
}

function headersOf(
  { headers }: HttpRequest,
  schema: ObjectSchema | undefined,
): Record<string, string> {
  const names = Object.keys(schema?.entries ?? {});
  return Object.fromEntries(names.map((name) => [name, headers.get(name) ?? ""]));
}
