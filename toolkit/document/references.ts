import { escapeToken, unescapeToken } from "./jsonPointer";
import type { SwaggerDocument } from "./swaggerDocument";
import { isObject } from "./json";

/** A part of a document, the reference it was found by behind it. */
export interface Found<Part> {
  readonly part: Part;
  /** Where it stands, as a JSON pointer. */
  readonly place: string;
  /** The references that led there, the last one last. */
  readonly references: readonly string[];
}

/**
 * What a part stands for: what its `$ref` refers to, or itself. What stands beside a `$ref` does not
 * count, as in Swagger 2.0.
 *
 * @param place where the part stands, as a JSON pointer
 * @throws RangeError when a reference leads out of the document, in a circle or to nothing
 */
export function follow<Part extends { readonly $ref?: string }>(
  document: SwaggerDocument,
  part: Part,
  place: string,
): Found<Part> {
  let found: Found<Part> = { part, place, references: [] };
  while (found.part.$ref !== undefined) {
    const { $ref } = found.part;
    if (found.references.includes($ref)) {
      throw new RangeError(`${place}: the reference "${$ref}" leads back to itself.`);
    }
    found = {
      part: target(document, $ref, place) as Part,
      place: $ref.slice(1),
      references: [...found.references, $ref],
    };
  }
  return found;
}

function target(document: SwaggerDocument, reference: string, place: string): object {
  if (!reference.startsWith("#/")) {
    throw new RangeError(
      `${place}: the reference "${reference}" leads out of the document. ` +
        'Expected one that starts with "#/".',
    );
  }
  let value: unknown = document;
  for (const token of reference.slice(2).split("/")) {
    const key = unescapeToken(decodeURIComponent(token));
    value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  if (isObject(value)) return value;
  throw new RangeError(`${place}: the reference "${reference}" leads to nothing.`);
}

/** A JSON pointer to a part below another. */
export function below(place: string, ...tokens: readonly (string | number)[]): string {
  return [place, ...tokens.map(escapeToken)].join("/");
}
