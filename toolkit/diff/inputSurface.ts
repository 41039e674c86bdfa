import type { Found } from "../document/references";
import { swaggerParameters, type SwaggerOperation } from "../document/swaggerOperations";
import type { SwaggerDocument, SwaggerParameter } from "../document/swaggerDocument";
import type { FieldReader } from "./fieldSurface";
import { fact, named, type Named } from "./named";
import { PLACE, type Input } from "./surface";

/** The inputs of an operation by name; where two in different locations share one, with the location. */
export function inputsOf(
  document: SwaggerDocument,
  operation: SwaggerOperation,
  readField: FieldReader,
): Named<Input> {
  const all = swaggerParameters(document, operation);
  return named(
    all.map((found) => {
      const { name = "" } = found.node;
      const isShared = all.filter(({ node }) => node.name === name).length > 1;
      return [isShared ? `${name} (${found.node.in})` : name, inputOf(found, readField)] as const;
    }),
  );
}

function inputOf({ node, path }: Found<SwaggerParameter>, readField: FieldReader): Input {
  const { schema, required = false, in: location = "", ...own } = node;
  const { name: _name, $ref: _reference, ...keywords } = own;
  const described = readField(keywords, path, required);
  const content = schema && readField(schema, [...path, "schema"], required);
  return {
    ...described,
    // Of the parameter and its schema, the parameter's texts are the ones that people see.
    ...(content && {
      ...content,
      [PLACE]: path,
      texts: named([...Object.entries(content.texts), ...Object.entries(described.texts)]),
      ...(described.visibility !== undefined && { visibility: described.visibility }),
    }),
    in: location,
    ...(node["collectionFormat"] !== undefined && {
      collectionFormat: fact(node["collectionFormat"]),
    }),
    ...(node["x-ms-url-encoding"] !== undefined && {
      urlEncoding: fact(node["x-ms-url-encoding"]),
    }),
  };
}
