import { parametersOf, type PlacedOperation } from "../document/placedOperations";
import { below, type Found } from "../document/references";
import type { SwaggerDocument, SwaggerParameter } from "../document/swaggerDocument";
import type { FieldReader } from "./fieldSurface";
import { fact, named, type Named } from "./named";
import { PLACE, type Input } from "./surface";

/** What an operation takes, by name; where two inputs of different places share one, with the place. */
export function inputsOf(
  document: SwaggerDocument,
  placed: PlacedOperation,
  readField: FieldReader,
): Named<Input> {
  const all = parametersOf(document, placed);
  return named(
    all.map((found) => {
      const { name = "" } = found.part;
      const isShared = all.filter(({ part }) => part.name === name).length > 1;
      return [isShared ? `${name} (${found.part.in})` : name, inputOf(found, readField)] as const;
    }),
  );
}

function inputOf({ part, place }: Found<SwaggerParameter>, readField: FieldReader): Input {
  const { schema, required = false, in: location = "", ...own } = part;
  const { name: _name, $ref: _reference, ...keywords } = own;
  const described = readField(keywords, place, required);
  const content = schema && readField(schema, below(place, "schema"), required);
  return {
    ...described,
    // Of the parameter and its schema, the parameter's texts are the ones that people see.
    ...(content && {
      ...content,
      [PLACE]: place,
      texts: named([...Object.entries(content.texts), ...Object.entries(described.texts)]),
      ...(described.visibility !== undefined && { visibility: described.visibility }),
    }),
    in: location,
    ...(part["collectionFormat"] !== undefined && {
      collectionFormat: fact(part["collectionFormat"]),
    }),
    ...(part["x-ms-url-encoding"] !== undefined && {
      urlEncoding: fact(part["x-ms-url-encoding"]),
    }),
  };
}
