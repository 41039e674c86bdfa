import type { Definition } from "../model/definition";
import { responsePlaces } from "../model/places";
import { entriesOf, has, isObject, objectAt, own, repeatedIn } from "../../document/json";
import type { Operation, Response } from "../model/operations";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Problem, type Rule } from "../rule";
import { onEachOperation } from "./each";

export const responseRules: readonly Rule<Definition>[] = [
  onEachOperation({
    id: "responses-required",
    code: "OperationMustHaveResponse",
    levels: LEVELS.refused,
    description: "Every operation declares a response.",
    fix: 'Declare a response for success, such as "200".',
    key: "responses",
    fault: ({ node, label }) => {
      const names = entriesOf(own(node, "responses")).filter(
        ([status]) => !status.startsWith("x-"),
      );
      return names.length > 0 ? undefined : `${label} does not declare a response.`;
    },
  }),
  {
    id: "response-status",
    code: "ResponseMustBeDefaultOrHttpStatusCode",
    levels: LEVELS.refused,
    description: 'The name of a response is an HTTP status code or "default".',
    fix: 'Use a status code with three digits, such as "200".',
    *check({ operations }) {
      for (const operation of operations) {
        const path = [...operation.path, "responses"];
        for (const status of Object.keys(objectAt(operation.node, "responses"))) {
          if (/^(?:[1-5]\d\d|default|x-.*)$/.test(status)) continue;
          yield {
            path: [...path, status],
            message: `${quoteValue(status)} is not an HTTP status code.`,
          };
        }
      }
    },
  },
  onEachOperation({
    id: "response-success",
    code: "OperationShouldHaveSuccessfulResponse",
    levels: LEVELS.advice,
    description: "Every operation declares a response for success.",
    fix: 'Declare a 2xx response. "default" is for unexpected responses.',
    key: "responses",
    fault: ({ responses, label }) =>
      responses.length === 0 || responses.some(isSuccess)
        ? undefined
        : `${label} does not declare a 2xx response.`,
  }),
  {
    id: "response-default-schema",
    code: "5000.2.4.2",
    levels: LEVELS.certification,
    description: "The default response does not have a schema.",
    fix: "Move the schema to the response for success, or remove it.",
    *check({ operations }) {
      for (const { responses } of operations) {
        const fallback = responses.find(({ status }) => status === "default");
        if (fallback === undefined || !has(fallback.node, "schema")) continue;
        // The portal's wizard writes an empty one, which response-schema-empty warns of.
        if (isEmptySchema(objectAt(fallback.node, "schema"))) continue;
        const path = [...fallback.path, "schema"];
        yield { path, message: "The default response has a schema, which is not allowed." };
      }
    },
  },
  onEachOperation({
    id: "response-schema-count",
    code: "OperationHasManyResponsesWithSchema",
    levels: LEVELS.advice,
    description:
      "Only one response of an operation has a schema, because the designer uses only one.",
    fix: "Keep the schema of the response for success, and explain the others in their descriptions.",
    key: "responses",
    fault: ({ responses, label }) => {
      const statuses = responses
        .filter(({ node }) => has(node, "schema"))
        .map(({ status }) => status);
      if (statuses.length < 2) return undefined;
      return `${label} has schemas for ${statuses.join(", ")}. The designer uses only one.`;
    },
  }),
  {
    id: "response-schema-empty",
    code: "5000.2.4.4",
    levels: LEVELS.advice,
    description: "Schemas of responses describe what is in the response, or that it is dynamic.",
    fix: "List the properties, add x-ms-dynamic-schema, or remove the schema.",
    *check({ root, operations }) {
      for (const { node, path } of responsePlaces(root, operations)) {
        const schema = own(node, "schema");
        if (isObject(schema) && isEmptySchema(schema)) {
          const message = "The response's schema does not describe what is in the response.";
          yield { path: [...path, "schema"], message };
        }
      }
    },
  },
  onEachOperation({
    id: "response-schema-required",
    code: "SchemaDefinitionSetIncorrectly",
    levels: LEVELS.advice,
    description: "GET operations have a schema for what they return, on 200 or 201.",
    fix: "Add a schema for what is returned, so that the designer can offer its fields.",
    key: "responses",
    fault: (operation) => (lacksOutput(operation) ? outputMessage(operation) : undefined),
  }),
  {
    id: "response-example-mime",
    code: "ResponseExampleMustBeProducedByOperation",
    levels: LEVELS.advice,
    description: "Examples of a response have a MIME type that the operation produces.",
    fix: "Add the MIME type to produces, or remove the example.",
    *check({ operations }) {
      for (const operation of operations) yield* examplesOf(operation);
    },
  },
  {
    id: "response-header-duplicate",
    code: "ResponseHeadersAreNotUnique",
    levels: LEVELS.advice,
    description: "Headers of a response differ in more than case.",
    fix: "Keep one of the headers.",
    *check({ root, operations }) {
      for (const { node, path } of responsePlaces(root, operations)) {
        const names = Object.keys(objectAt(node, "headers"));
        const lower = names.map((name) => name.toLowerCase());
        for (const { index } of repeatedIn(lower)) {
          const name = names[index] ?? "";
          const message = `The header ${quoteValue(name)} is declared twice.`;
          yield { path: [...path, "headers", name], message };
        }
      }
    },
  },
];

function isSuccess({ status }: Response): boolean {
  return /^2\d\d$/.test(status);
}

function isEmptySchema(schema: Response["node"]): boolean {
  const keys = Object.keys(schema).filter((key) => !["description", "title"].includes(key));
  if (keys.length === 0) return true;
  const properties = own(schema, "properties");
  return (
    keys.every((key) => ["type", "properties", "required", "x-ms-summary"].includes(key)) &&
    own(schema, "type") === "object" &&
    isObject(properties) &&
    Object.keys(properties).length === 0
  );
}

/** Webhook triggers describe what they deliver with the notification's content instead. */
function lacksOutput({ responses, isInternal, method, isTrigger, pathItem }: Operation): boolean {
  if (isInternal || method !== "get") return false;
  if (isTrigger && has(pathItem.node, "x-ms-notification-content")) return false;
  const successes = responses.filter(isSuccess);
  return successes.length > 0 && successes.every(({ node }) => !has(node, "schema"));
}

function outputMessage({ label }: Operation): string {
  return `${label} does not have a schema for what it returns.`;
}

function* examplesOf({ responses, produces }: Operation): Generator<Problem> {
  if (produces.length === 0) return;
  for (const { node, path } of responses) {
    for (const mimeType of Object.keys(objectAt(node, "examples"))) {
      if (produces.includes(mimeType)) continue;
      const message = `The example has the MIME type ${quoteValue(mimeType)}, which the operation does not produce.`;
      yield { path: [...path, "examples", mimeType], message };
    }
  }
}
