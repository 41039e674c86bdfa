import type {
  OperationObject,
  SwaggerDocument,
  SwaggerResponseObject,
} from "../document/swaggerDocument";
import type { FieldReader } from "./fieldSurface";
import { named, stated, type Named } from "./named";
import { below, follow, type Found } from "../document/references";
import { PLACE, type Output } from "./surface";

/**
 * What an operation answers, by status.
 *
 * @param place where the operation stands
 */
export function outputsOf(
  document: SwaggerDocument,
  operation: OperationObject,
  place: string,
  readField: FieldReader,
): Named<Output> {
  return named(
    Object.entries(operation.responses ?? {}).map(([status, response]) => {
      const found = follow(document, response, below(place, "responses", status));
      return [status, outputOf(found, readField)] as const;
    }),
  );
}

function outputOf({ part, place }: Found<SwaggerResponseObject>, readField: FieldReader): Output {
  const { schema, headers = {}, description } = part;
  return {
    [PLACE]: place,
    ...(schema && { schema: readField(schema, below(place, "schema"), true) }),
    headers: stated(
      Object.fromEntries(
        Object.entries(headers).map(([name, { type = "" }]) => [name, String(type)]),
      ),
    ),
    texts: stated({ description, "x-ms-summary": part["x-ms-summary"] }),
  };
}
