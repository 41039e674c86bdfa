import type { Definition } from "../model/definition";
import { has, objectAt, own, textsOf } from "../../document/json";
import { quoteAlternatives, quoteValue } from "../../text/messageText";
import { LEVELS, type Rule } from "../rule";
import { onEachSchema } from "./each";
import { isKnownFormat } from "./types";

export const schemaRules: readonly Rule<Definition>[] = [
  onEachSchema({
    id: "array-items",
    code: "ArrayHasNoItems",
    levels: LEVELS.advice,
    description: "Arrays describe their items.",
    fix: "Add items with the schema of an item.",
    fault: ({ node }) =>
      own(node, "type") === "array" && !has(node, "items")
        ? "The array does not describe its items."
        : undefined,
  }),
  onEachSchema({
    id: "required-empty",
    code: "RequiredPropertyArrayEmpty",
    levels: LEVELS.advice,
    description: "A list of required properties is not empty.",
    fix: "Remove the empty list.",
    key: "required",
    fault: ({ node }) => {
      const required = own(node, "required");
      return Array.isArray(required) && required.length === 0 ? "required is empty." : undefined;
    },
  }),
  onEachSchema({
    id: "required-boolean",
    code: "JsonTypeIncorrect",
    levels: LEVELS.advice,
    description: "The schema of an object lists its required properties.",
    fix: "Name the property in the required list of the object around it.",
    key: "required",
    fault: ({ node, use, isRoot }) =>
      typeof own(node, "required") === "boolean" && !(use === "parameter" && isRoot)
        ? `required is ${quoteValue(own(node, "required"))}. Expected an array of names.`
        : undefined,
  }),
  onEachSchema({
    id: "required-undefined",
    code: "RequiredPropertyDefinitionMissing",
    levels: LEVELS.advice,
    description: "Required properties are described.",
    fix: "Describe the property, or remove its name from required.",
    key: "required",
    fault: ({ node }) => {
      const undescribed = textsOf(own(node, "required")).filter(
        (name) => !has(own(node, "properties"), name),
      );
      const isWhole = has(node, "properties") && !has(node, "allOf");
      if (!isWhole || undescribed.length === 0) return undefined;
      return `${quoteAlternatives(undescribed)} is required, but is not described.`;
    },
  }),
  onEachSchema({
    id: "required-not-object",
    code: "RequiredPropertyNotOnObject",
    levels: LEVELS.advice,
    description: "Only objects list required properties.",
    fix: "Remove required.",
    key: "required",
    fault: ({ node }) => {
      const type = own(node, "type");
      if (!Array.isArray(own(node, "required")) || type === undefined || type === "object") {
        return undefined;
      }
      return `A schema of type ${quoteValue(type)} has required properties.`;
    },
  }),
  onEachSchema({
    id: "required-read-only",
    code: "RequiredReadOnlyPropertyNotAllowedAsInput",
    levels: LEVELS.advice,
    description: "A property that is sent is not both required and read-only.",
    fix: "Remove readOnly, or the name from required.",
    key: "required",
    fault: ({ node, use }) => {
      if (use !== "input") return undefined;
      const properties = objectAt(node, "properties");
      const both = textsOf(own(node, "required")).find(
        (name) => own(own(properties, name), "readOnly") === true,
      );
      return both === undefined ? undefined : `${quoteValue(both)} is both required and read-only.`;
    },
  }),
  onEachSchema({
    id: "format-unknown",
    code: "UnrecognizedTypeFormat",
    levels: LEVELS.advice,
    description: "The platform knows the format for the type.",
    fix: "Remove the format, or use one of Swagger 2.0.",
    key: "format",
    fault: ({ node }) => {
      const [type, format] = [own(node, "type"), own(node, "format")];
      if (format === undefined || isKnownFormat(type, format)) return undefined;
      return `The format ${quoteValue(format)} is unknown for the type ${quoteValue(type ?? "any")}.`;
    },
  }),
  onEachSchema({
    id: "binary-inside",
    code: "InvalidStringBinaryProperty",
    levels: LEVELS.advice,
    description: "Binary content is a body or a response as a whole, or a form field.",
    fix: "Use format byte (base64) inside an object.",
    key: "format",
    fault: ({ node, isRoot, use }) =>
      own(node, "format") === "binary" && !isRoot && use !== "parameter"
        ? "A part of an object or array is binary."
        : undefined,
  }),
  onEachSchema({
    id: "file-inside",
    code: "SchemaTypeFileNotValid",
    levels: LEVELS.refused,
    description: "Only a response as a whole, or a form field, is a file.",
    fix: "Use type string with format binary or byte.",
    key: "type",
    fault: ({ node, isRoot, use }) =>
      own(node, "type") === "file" && !(isRoot && (use === "output" || use === "parameter"))
        ? "The type file is not allowed here."
        : undefined,
  }),
];
