import { objectAt } from "../../document/json";
import { pathOfPointer } from "../../document/jsonPointer";
import Ajv, { type DefinedError } from "ajv";
import { memoizePerObject } from "../../document/memoizePerObject";
import { valueAt } from "../../document/references";
import { quoteAlternatives, quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import type { Problem } from "../rule";

/** A JSON schema, draft 7, of one kind of object. It refers to no other. */
export type Shape = Readonly<Record<string, unknown>>;

/** Shapes are our own, and compiled once each. */
const validatorOf = memoizePerObject((shape: Shape) =>
  new Ajv({ allErrors: true, strict: false, verbose: true }).compile(shape),
);

/**
 * What a value has of other types than its shape says, each with the value and what is expected.
 *
 * @param at where the value is
 */
export function* shapeFaults(shape: Shape, value: unknown, at: JsonPath = []): Generator<Problem> {
  const validate = validatorOf(shape);
  if (validate(value)) return;
  for (const error of validate.errors ?? []) {
    const path = pathOfPointer(error.instancePath) ?? [];
    const message = messageOf(error as DefinedError, valueAt(value, path));
    if (message !== undefined) yield { path: [...at, ...path], message };
  }
}

/** Errors of combining keywords say nothing that those inside of them do not. */
function messageOf(error: DefinedError, value: unknown): string | undefined {
  switch (error.keyword) {
    case "type": {
      const expected = [error.params.type as string | string[]].flat().join(" or ");
      return `${quoteValue(value)} is of the wrong type. Expected ${expected}.`;
    }
    case "enum":
      return `${quoteValue(value)} is not allowed. Expected ${quoteAlternatives(error.params.allowedValues)}.`;
    case "required":
      return `${quoteValue(error.params.missingProperty)} is missing.`;
    case "additionalProperties":
      return unknownProperty(error);
    case "pattern":
      return `${quoteValue(value)} is not allowed. Expected a match of ${error.params.pattern}.`;
    case "minItems":
      return `The list has fewer than ${error.params.limit} items.`;
    default:
      return undefined;
  }
}

function unknownProperty({ params, parentSchema }: DefinedError): string {
  const { additionalProperty } = params as { additionalProperty: string };
  const known = Object.keys(objectAt(parentSchema, "properties"));
  return `The property ${quoteValue(additionalProperty)} is unknown. Expected ${quoteAlternatives(known)}.`;
}
