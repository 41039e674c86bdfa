import type { Definition } from "../model/definition";
import { has, isObject, listOf, own, repeatedIn, textsOf, typeOf } from "../../document/json";
import { followReferences } from "../../document/references";
import type { SchemaPlace } from "../model/schemas";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Rule } from "../rule";
import { onEachSchema } from "./each";
import { matchesType } from "./types";

export const valueRules: readonly Rule<Definition>[] = [
  onEachSchema({
    id: "enum-empty",
    code: "EnumMustContainAtLeastOneElement",
    levels: LEVELS.refused,
    description: "An enum has at least one value.",
    fix: "List the values, or remove enum.",
    key: "enum",
    fault: ({ node }) => {
      const values = own(node, "enum");
      return Array.isArray(values) && values.length === 0 ? "enum is empty." : undefined;
    },
  }),
  onEachSchema({
    id: "enum-type",
    code: "InvalidEnumValue",
    levels: LEVELS.advice,
    description: "Values of an enum have the type of the schema.",
    fix: "Change the value to the type of the schema.",
    key: "enum",
    fault: ({ node }) => {
      const type = own(node, "type");
      const wrong = listOf(own(node, "enum")).find((value) => !matchesType(value, type));
      if (wrong === undefined) return undefined;
      return `The value ${quoteValue(wrong)} is of type ${typeOf(wrong)}. Expected ${quoteValue(type)}.`;
    },
  }),
  onEachSchema({
    id: "default-type",
    code: "DefaultValueMustMatchType",
    levels: LEVELS.refused,
    description: "A default has the type of the schema.",
    fix: "Change the default to the type of the schema.",
    key: "default",
    fault: ({ node }) => {
      const [type, value] = [own(node, "type"), own(node, "default")];
      if (!has(node, "default") || value === null || matchesType(value, type)) return undefined;
      return `The default ${quoteValue(value)} is of type ${typeOf(value)}. Expected ${quoteValue(type)}.`;
    },
  }),
  {
    id: "discriminator",
    code: "DiscriminatorMustBeARequiredStringProperty",
    levels: LEVELS.advice,
    description: "A discriminator names a required property of type string.",
    fix: "Describe the property with type string, and name it in required.",
    *check({ root, schemas }) {
      for (const { node, path } of schemas) {
        const name = own(node, "discriminator");
        if (typeof name !== "string") continue;
        const property = followReferences(root, own(own(node, "properties"), name), [])?.node;
        const isRequired = textsOf(own(node, "required")).includes(name);
        if (isRequired && own(property, "type") === "string") continue;
        const message = `The discriminator ${quoteValue(name)} is not a required property of type string.`;
        yield { path: [...path, "discriminator"], message };
      }
    },
  },
  onEachSchema({
    id: "editor-dictionary",
    code: "InvalidCustomEditorExtensionDictionaryValue",
    levels: LEVELS.advice,
    description: "The dictionary editor is for objects with additional properties.",
    fix: "Set type to object and additionalProperties to the schema of a value.",
    key: "x-ms-editor",
    fault: ({ node }) => {
      if (own(node, "x-ms-editor") !== "dictionary") return undefined;
      const rest = own(node, "additionalProperties");
      if (own(node, "type") === "object" && (rest === true || isObject(rest))) return undefined;
      return "The dictionary editor is on a schema without additional properties.";
    },
  }),
  onEachSchema({
    id: "enum-values-unknown",
    code: "InvalidEnumValuesExtensionValue",
    levels: LEVELS.refused,
    description: "Values in x-ms-enum-values are values of the enum.",
    fix: "Use the value that is in the enum.",
    key: "x-ms-enum-values",
    fault: ({ node }) => {
      const values = own(node, "enum");
      if (!Array.isArray(values)) return undefined;
      const known = new Set(values);
      const extra = enumValuesOf(node).find(({ value }) => !known.has(value));
      return extra === undefined
        ? undefined
        : `${quoteValue(extra.value)} is not a value of the enum.`;
    },
  }),
  onEachSchema({
    id: "enum-values-name",
    code: "MissingEnumValuesDisplayName",
    levels: LEVELS.refused,
    description: "Values in x-ms-enum-values have a displayName.",
    fix: "Add the displayName that people see.",
    key: "x-ms-enum-values",
    fault: ({ node }) => {
      const nameless = enumValuesOf(node).find(({ name }) => typeof name !== "string");
      return nameless === undefined
        ? undefined
        : `${quoteValue(nameless.value)} does not have a displayName.`;
    },
  }),
  onEachSchema({
    id: "enum-values-duplicate",
    code: "DuplicateEnumValuesInExtension",
    levels: LEVELS.refused,
    description: "x-ms-enum-values has one entry for each value.",
    fix: "Remove the second entry.",
    key: "x-ms-enum-values",
    fault: ({ node }) => {
      const [again] = repeatedIn(enumValuesOf(node).map(({ value }) => value));
      return again && `${quoteValue(again.item)} has two entries.`;
    },
  }),
];

function enumValuesOf(node: SchemaPlace["node"]): { value: unknown; name: unknown }[] {
  const entries = listOf(own(node, "x-ms-enum-values")).filter(isObject);
  return entries.map((entry) => ({ value: own(entry, "value"), name: own(entry, "displayName") }));
}
