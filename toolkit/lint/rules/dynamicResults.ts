import type { Definition } from "../model/definition";
import { resultAt } from "../model/dynamic";
import { has, isObject, own } from "../../document/json";
import { schemaAtNames } from "../model/reach";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Rule } from "../rule";
import { onEachUse } from "./eachUse";

export const dynamicResultRules: readonly Rule<Definition>[] = [
  onEachUse({
    id: "dynamic-properties-path",
    code: "DynamicPropertiesItemValuePathMismatch",
    levels: LEVELS.advice,
    description:
      "x-ms-dynamic-properties points to the schema, x-ms-dynamic-schema to its properties.",
    fix: "Use the value-path of x-ms-dynamic-schema without the final /properties.",
    *faults({ kind, holder, path }) {
      const newer = own(holder, "x-ms-dynamic-properties");
      const older = own(own(holder, kind), "value-path");
      if (kind !== "x-ms-dynamic-schema" || !isObject(newer) || typeof older !== "string") return;
      const expected = older.replace(/(?:^|\/)properties$/, "");
      const found = own(newer, "itemValuePath") ?? "";
      if (found === expected) return;
      const at: JsonPath = [...path.slice(0, -1), "x-ms-dynamic-properties"];
      yield {
        path: at,
        message: `itemValuePath is ${quoteValue(found)}. Expected ${quoteValue(expected)}.`,
      };
    },
  }),
  onEachUse({
    id: "dynamic-array",
    code: "InvokedOperationShouldProduceArray",
    levels: LEVELS.advice,
    description:
      "The operation that fills a drop-down returns an array at the path in the extension.",
    fix: "Correct the path to the array, or describe the array in the operation's response.",
    *faults({ kind, target, itemsPath, path }, { root }) {
      if (target === undefined || !/values|list/.test(kind)) return;
      const found = resultAt(target, itemsPath, root);
      const isList = found.kind === "schema" && own(found.node, "type") === "array";
      const isAnything =
        found.kind === "open" || (found.kind === "schema" && !has(found.node, "type"));
      if (isList || isAnything) return;
      yield {
        path,
        message: `${target.label} does not return an array at ${quoteValue(itemsPath ?? "")}.`,
      };
    },
  }),
  onEachUse({
    id: "dynamic-property",
    code: "InvokedOperationShouldProduceProperty",
    levels: LEVELS.advice,
    description: "The operation that is called returns the properties that the extension uses.",
    fix: "Correct the path, or describe the property in the operation's response.",
    *faults(use, { root }) {
      const { target, itemsPath, valuePath, titlePath, path } = use;
      const list = target && resultAt(target, itemsPath, root);
      if (list?.kind !== "schema") return;
      for (const wanted of new Set([valuePath, titlePath])) {
        if (wanted === undefined || wanted === "") continue;
        const found = schemaAtNames(root, list.node, wanted.split("/"));
        if (found.kind !== "missing") continue;
        yield {
          path,
          message: `${target?.label} does not return a property ${quoteValue(wanted)}.`,
        };
      }
    },
  }),
];
