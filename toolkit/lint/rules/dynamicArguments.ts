import type { Definition } from "../model/definition";
import { inputsNamed, type Input } from "../model/dynamic";
import { has, own } from "../../document/json";
import { typeOfSchema } from "../model/reach";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Rule } from "../rule";
import { onEachUse } from "./eachUse";
import { matchesType } from "./types";

export const dynamicArgumentRules: readonly Rule<Definition>[] = [
  onEachUse({
    id: "dynamic-optional-source",
    code: "OperationParameterRequiredMismatch",
    levels: LEVELS.advice,
    description: "A required argument comes from a required parameter.",
    fix: "Make the parameter required.",
    *faults({ target, operation, arguments: given }, definition) {
      for (const { name, source, path } of given) {
        if (target === undefined || source === undefined) continue;
        const [needed] = inputsNamed(target, name, definition);
        const inputs = inputsNamed(operation, source, definition);
        if (!needed?.isRequired || inputs.length === 0) continue;
        if (inputs.some(({ isRequired }) => isRequired)) continue;
        yield {
          path,
          message: `${quoteValue(name)} is required, but ${quoteValue(source)} is optional.`,
        };
      }
    },
  }),
  onEachUse({
    id: "dynamic-internal-source",
    code: "SourcePropertyInternal",
    levels: LEVELS.advice,
    description: "Arguments refer to parameters that people can fill in.",
    fix: "Make the parameter visible, or use a fixed value.",
    *faults({ operation, arguments: given }, definition) {
      for (const { source, path } of given) {
        if (source === undefined || operation.isInternal) continue;
        const inputs = inputsNamed(operation, source, definition);
        if (inputs.length === 0 || !inputs.every(({ isInternal }) => isInternal)) continue;
        yield { path, message: `${quoteValue(source)} is internal, so people cannot fill it in.` };
      }
    },
  }),
  onEachUse({
    id: "dynamic-value-type",
    code: "OperationParameterStaticTypeMismatch",
    levels: LEVELS.advice,
    description: "A fixed argument has the type of its parameter.",
    fix: "Change the value to the parameter's type.",
    *faults({ target, arguments: given }, definition) {
      for (const { name, source, value, path } of given) {
        if (target === undefined || source !== undefined || value === undefined) continue;
        const [input] = inputsNamed(target, name, definition);
        const type = input && own(input.node, "type");
        if (matchesType(value, type)) continue;
        yield {
          path,
          message: `${quoteValue(name)} is of type ${quoteValue(type)}, but its value is ${quoteValue(value)}.`,
        };
      }
    },
  }),
  onEachUse({
    id: "dynamic-source-type",
    code: "OperationParameterTypeMismatch",
    levels: LEVELS.advice,
    description: "An argument comes from a parameter of the same type.",
    fix: "Give both parameters the same type.",
    *faults({ target, operation, arguments: given }, definition) {
      for (const { name, source, path } of given) {
        if (target === undefined || source === undefined) continue;
        const type = typeOfInput(inputsNamed(target, name, definition), definition);
        const other = typeOfInput(inputsNamed(operation, source, definition), definition);
        if (type === undefined || other === undefined || type === other) continue;
        if (type === "number" && other === "integer") continue;
        yield {
          path,
          message: `${quoteValue(name)} is of type ${type}, but ${quoteValue(source)} is of type ${other}.`,
        };
      }
    },
  }),
  needsNewer("x-ms-dynamic-values", "x-ms-dynamic-list", "DynamicList"),
  needsNewer("x-ms-dynamic-schema", "x-ms-dynamic-properties", "DynamicProperties"),
];

/** Older extensions cannot distinguish a parameter from a property of the body with the same name. */
function needsNewer(older: string, newer: string, code: string): Rule<Definition> {
  return onEachUse({
    id: `${newer.slice("x-ms-".length)}-needed`,
    code: `${code}ExtensionRequiredForNonParameterReferences`,
    levels: LEVELS.advice,
    description: `${older} that refers to properties of the body is accompanied by ${newer}.`,
    fix: `Add ${newer} next to it, with references such as body/name.`,
    *faults({ kind, holder, operation, arguments: given }, definition) {
      if (kind !== older || has(holder, newer)) return;
      for (const { source, path } of given) {
        const inputs = source === undefined ? [] : inputsNamed(operation, source, definition);
        const isClear = inputs.length === 0 || (inputs.length === 1 && inputs[0]?.isParameter);
        if (isClear) continue;
        const what = inputs.length > 1 ? "can mean several inputs" : "is a property of the body";
        yield { path, message: `${quoteValue(source)} ${what}, which ${older} cannot express.` };
      }
    },
  });
}

function typeOfInput(inputs: readonly Input[], { root }: Definition): string | undefined {
  return inputs.length === 1 ? typeOfSchema(root, inputs[0]?.node) : undefined;
}
