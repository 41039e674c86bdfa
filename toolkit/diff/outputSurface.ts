import type {
  OperationObject,
  SwaggerDocument,
  SwaggerResponseObject,
} from "../document/swaggerDocument";
import type { JsonPath } from "../source/jsonPath";
import type { FieldReader } from "./fieldSurface";
import { named, stated, type Named } from "./named";
import { requireReferences, type Found } from "../document/references";
import { PLACE, type Output } from "./surface";

/**
 * The responses of an operation by status.
 *
 * @param place where the operation is written
 */
export function outputsOf(
  document: SwaggerDocument,
  operation: OperationObject,
  place: JsonPath,
  readField: FieldReader,
): Named<Output> {
  return named(
    Object.entries(operation.responses ?? {}).map(([status, response]) => {
      const found = requireReferences(document, response, [...place, "responses", status]);
      return [status, outputOf(found, readField)] as const;
    }),
  );
}

function outputOf({ node, path }: Found<SwaggerResponseObject>, readField: FieldReader): Output {
  const { schema, headers = {}, description } = node;
  return {
    [PLACE]: path,
    ...(schema && { schema: readField(schema, [...path, "schema"], true) }),
    headers: stated(
      Object.fromEntries(
        Object.entries(headers).map(([name, { type = "" }]) => [name, String(type)]),
      ),
    ),
    texts: stated({ description, "x-ms-summary": node["x-ms-summary"] }),
  };
}
