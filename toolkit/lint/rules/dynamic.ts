import type { Definition } from "../model/definition";
import { DYNAMIC_KINDS, dynamicUsesOf, inputsNamed } from "../model/dynamic";
import { entriesOf, has, own } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Problem, type Rule } from "../rule";
import { onEachParameter } from "./each";
import { onEachUse } from "./eachUse";

export const dynamicRules: readonly Rule<Definition>[] = [
  onEachUse({
    id: "dynamic-operation",
    code: "OperationIdNotFound",
    levels: LEVELS.refused,
    description: "Dynamic values and schemas come from an operation of the definition.",
    fix: "Correct the operationId.",
    *faults({ operationId, target, path }) {
      if (target === undefined)
        yield {
          path,
          message: `The operation ${quoteValue(operationId)} is not in the definition.`,
        };
    },
  }),
  onEachUse({
    id: "dynamic-argument",
    code: "OperationParameterNameNotFound",
    levels: LEVELS.refused,
    description: "Arguments have the names of parameters of the operation that is called.",
    fix: "Correct the name, or remove the argument.",
    *faults({ target, arguments: given }, definition) {
      if (target === undefined) return;
      for (const { name, path } of given) {
        if (inputsNamed(target, name, definition).length > 0) continue;
        yield { path, message: `${target.label} does not have a parameter ${quoteValue(name)}.` };
      }
    },
  }),
  {
    id: "dynamic-source",
    code: "OperationParameterNameNotFound",
    levels: LEVELS.refused,
    description: "Arguments refer to parameters of the operation they are used in.",
    fix: "Correct the name. Write a property of the body as body/name.",
    check: unknownSources,
  },
  onEachUse({
    id: "dynamic-required",
    code: "OperationMissingRequiredProperty",
    levels: LEVELS.refused,
    description: "An operation that is called is given every required parameter.",
    fix: "Add the argument, or give the parameter a default.",
    *faults({ target, arguments: given, path }) {
      for (const { name, node, place } of target?.parameters ?? []) {
        const isNeeded = own(node, "required") === true && !has(node, "default");
        const isGiven = given.some((argument) => argument.name.split("/")[0] === name);
        // Of a body, properties may be given by their own names.
        if (!isNeeded || isGiven || place === "body") continue;
        yield {
          path,
          message: `${target?.label} requires ${quoteValue(name)}, which is not provided.`,
        };
      }
    },
  }),
  onEachParameter({
    id: "dynamic-on-body",
    code: "DynamicExtensionDefinitionNotAllowedInParameter",
    levels: LEVELS.refused,
    description: "A dynamic schema is in the schema of the body, not in the body parameter.",
    fix: "Move the extension into schema.",
    fault: ({ node }) => {
      const found = DYNAMIC_KINDS.find((kind) => has(node, kind));
      if (own(node, "in") !== "body" || found === undefined) return undefined;
      return `${found} is in the body parameter. Expected it in the schema.`;
    },
  }),
  {
    id: "tree-selected-item",
    code: "SelectedItemValuePathNotAllowedInThisPosition",
    levels: LEVELS.refused,
    description:
      "selectedItemValuePath is an argument of the browse operation of x-ms-dynamic-tree.",
    fix: "Move it to browse.",
    *check({ schemas }) {
      for (const { node, path } of schemas) {
        const open = own(own(node, "x-ms-dynamic-tree"), "open");
        for (const [name, argument] of entriesOf(own(open, "parameters"))) {
          if (!has(argument, "selectedItemValuePath")) continue;
          const at: JsonPath = [...path, "x-ms-dynamic-tree", "open", "parameters", name];
          yield {
            path: at,
            message: `${quoteValue(name)} uses the selected item before one is selected.`,
          };
        }
      }
    },
  },
];

/** A schema that several operations share may name a parameter that only some of them have. */
function* unknownSources(definition: Definition): Generator<Problem> {
  const known = new Map<string, boolean>();
  const problems = new Map<string, Problem>();
  for (const { operation, arguments: given } of dynamicUsesOf(definition)) {
    for (const { source, path } of given) {
      if (source === undefined) continue;
      const key = JSON.stringify(path);
      const isKnown = inputsNamed(operation, source, definition).length > 0;
      known.set(key, isKnown || known.get(key) === true);
      problems.set(key, {
        path,
        message: `${operation.label} does not have a parameter ${quoteValue(source)}.`,
      });
    }
  }
  for (const [key, problem] of problems) if (known.get(key) === false) yield problem;
}
