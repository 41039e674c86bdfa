import * as v from "valibot";
import { texts, type Contract } from "../../../../function/contract/contract";

const name = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(100),
  texts({
    description: "The name of the person to greet.",
    "x-ms-summary": "Name",
    "x-ms-visibility": "important",
    example: "Ada",
  }),
);

const greeting = v.pipe(
  v.string(),
  texts({
    description: "The greeting.",
    "x-ms-summary": "Greeting",
    example: "Hello, Ada!",
  }),
);

/** What callers see of the operation. Types, validation and the published definition come from it. */
export const contract = {
  operationId: "SayHello",
  isPrimary: true,
  route: "hello",
  method: "POST",
  access: "credential",
  summary: "Say hello",
  description: "Greets a person by name.",
  visibility: "important",
  request: {
    body: {
      description: "The person to greet.",
      "x-ms-summary": "Person",
      "x-ms-visibility": "important",
      schema: v.object({ name }),
    },
  },
  response: {
    description: "The greeting for the person.",
    "x-ms-summary": "Greeting",
    schema: v.object({ greeting }),
  },
} as const satisfies Contract;
