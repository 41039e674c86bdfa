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
    fix: "Remove what is not used, or describe the rest with x-ms-dynamic-schema.",
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
    description: "A definition is small enough to be checked completely.",
    fix: "Split the connector, or remove schemas that are not used.",
    *check(definition) {
      for (const { value, path } of rootSchemasOf(definition)) definition.reached(value, path);
      if (definition.isExhausted()) {
        yield {
          path: [],
          message: "The definition is too large to check completely. Parts of it were not checked.",
        };
      }
    },
  },
  {
    id: "operation-count",
    code: "TotalOperationsCountExceedsMaxAllowed",
    levels: LEVELS.advice,
    description: `A connector has at most ${MAX_OPERATIONS} operations, which is the limit of Logic Apps.`,
    fix: "Split the connector, or remove operations that are not used.",
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
    description: "The connector has at least one operation.",
    fix: "Add an operation to paths.",
    *check({ root, operations }) {
      if (operations.length > 0 || !isObject(own(root, "paths"))) return;
      yield { path: ["paths"], message: "The definition does not have operations." };
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
    description: "Lists of names and values do not repeat a value.",
    fix: "Remove the repeated value.",
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
  description: "The definition is smaller than 1 MB.",
  fix: "Remove what is not used, or split the connector.",
  *check({ definition, definitionBytes }) {
    // One that is too long to be read is reported as such.
    if (definition === undefined || definitionBytes < MAX_BYTES) return;
    const message = `The definition has ${definitionBytes} bytes. Expected fewer than ${MAX_BYTES}.`;
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
    yield { path: [...path, index], message: `${quoteValue(item)} is repeated.` };
  }
}
