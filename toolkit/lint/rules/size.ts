import type { Definition } from "../model/definition";
import { entriesOf, isObject, listOf, own, repeatedIn } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Problem, type Rule } from "../rule";
import type { FolderRule } from "./folderRule";

/**
 * "The file must be less than 1 MB": of 1,048,576 bytes, as for icons and scripts, since no smaller file
 * is known to be refused. Dataverse's column for definitions holds 1,000,000 characters.
 * https://learn.microsoft.com/connectors/custom-connectors/faq
 */
const MAX_BYTES = 1_048_576;

/** The most that Logic Apps takes, by the same page. */
const MAX_OPERATIONS = 256;

/** "The total number of schemas in the object exceeds …", as the portal reports it. */
const MAX_SCHEMAS = 512;

export const sizeRules: readonly Rule<Definition>[] = [
  {
    id: "schema-count",
    code: "BodySchemaCountExceedsMaxAllowed",
    levels: LEVELS.refused,
    description: `A body, a response or a definition consists of at most ${MAX_SCHEMAS} schemas.`,
    fix: "Leave out what nobody uses, or describe the rest by x-ms-dynamic-schema.",
    *check(definition) {
      for (const { value, path } of rootSchemasOf(definition)) {
        const count = definition.reached(value, path).length;
        if (count <= MAX_SCHEMAS) continue;
        const message = `The schema consists of more than ${MAX_SCHEMAS} schemas.`;
        yield { path, message };
      }
    },
  },
  {
    id: "definition-exhausting",
    levels: LEVELS.advice,
    description: "A definition is small enough to be looked at as a whole.",
    fix: "Split the connector, or leave out schemas that nobody uses.",
    *check(definition) {
      for (const { value, path } of rootSchemasOf(definition)) definition.reached(value, path);
      if (definition.isExhausted()) {
        yield { path: [], message: "There is too much to look at; some of it was not." };
      }
    },
  },
  {
    id: "operation-count",
    code: "TotalOperationsCountExceedsMaxAllowed",
    levels: LEVELS.advice,
    description: `A connector has at most ${MAX_OPERATIONS} operations, which is Logic Apps' limit.`,
    fix: "Split the connector, or leave out operations that nobody uses.",
    *check({ operations }) {
      if (operations.length <= MAX_OPERATIONS) return;
      const message = `There are ${operations.length} operations. Expected at most ${MAX_OPERATIONS}.`;
      yield { path: ["paths"], message };
    },
  },
  {
    id: "paths-empty",
    code: "RequiredPropertyMissing",
    levels: LEVELS.advice,
    description: "The connector has an operation.",
    fix: "Describe an operation below paths.",
    *check({ root, operations }) {
      if (operations.length > 0 || !isObject(own(root, "paths"))) return;
      yield { path: ["paths"], message: "The definition describes no operation." };
    },
  },
  {
    id: "tag-duplicate",
    code: "TagRedefined",
    levels: LEVELS.refused,
    description: "A tag is described once.",
    fix: "Remove the second description.",
    *check({ root }) {
      yield* duplicatesIn(own(root, "tags"), ["tags"], (tag) => own(tag, "name"));
    },
  },
  {
    id: "array-duplicate",
    code: "ArrayDuplicateValue",
    levels: LEVELS.advice,
    description: "Lists of names and values have no value twice.",
    fix: "Remove the second one.",
    *check({ root, operations, schemas }) {
      for (const { node, path } of [{ node: root, path: [] as JsonPath }, ...operations]) {
        for (const key of ["consumes", "produces", "schemes"]) {
          yield* duplicatesIn(own(node, key), [...path, key]);
        }
      }
      for (const { node, path } of schemas) {
        for (const key of ["enum", "required"]) {
          yield* duplicatesIn(own(node, key), [...path, key]);
        }
      }
    },
  },
];

/** The size of the definition's file, whatever is in it. */
export const definitionBytesRule: FolderRule = {
  id: "definition-bytes",
  levels: LEVELS.refused,
  description: "The definition has less than 1 MB.",
  fix: "Leave out what nobody uses, or split the connector.",
  *check({ definition, definitionBytes }) {
    // One that is too long to be read at all is told so.
    if (definition === undefined || definitionBytes < MAX_BYTES) return;
    const message = `The definition has ${definitionBytes} bytes. Expected less than ${MAX_BYTES}.`;
    yield { part: "definition", message };
  },
};

function* rootSchemasOf({
  root,
  schemas,
}: Definition): Generator<{ value: unknown; path: JsonPath }> {
  for (const [name, value] of entriesOf(own(root, "definitions"))) {
    yield { value, path: ["definitions", name] };
  }
  for (const { node, path, use, isRoot } of schemas) {
    const isBody = use === "input" || use === "output" || use === "notification";
    // What is a reference as a whole is counted where it is defined.
    if (isBody && isRoot && own(node, "$ref") === undefined) yield { value: node, path };
  }
}

function* duplicatesIn(
  list: unknown,
  path: JsonPath,
  keyOf: (item: unknown) => unknown = (item) => item,
): Generator<Problem> {
  for (const { item, index } of repeatedIn(listOf(list).map(keyOf))) {
    if (typeof item === "object" || item === undefined) continue;
    yield { path: [...path, index], message: `${quoteValue(item)} is there twice.` };
  }
}
