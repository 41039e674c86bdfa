import type { Definition } from "../model/definition";
import { isSeen, type ParameterPlace } from "../model/places";
import { has, isFilled, isOneOf, own, textOf } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Rule } from "../rule";
import { onEachParameter } from "./each";

/** Keywords that describe a parameter's type elsewhere than in body, where the schema does. */
const NOT_ON_BODY = ["type", "format", "items", "enum", "default", "collectionFormat"];

export const parameterRules: readonly Rule<Definition>[] = [
  onEachParameter({
    id: "path-parameter-required",
    code: "PathParameterMustBeRequired",
    levels: LEVELS.refused,
    description: "Path parameters are required.",
    fix: "Set required: true.",
    fault: ({ node }) =>
      own(node, "in") !== "path" || own(node, "required") === true
        ? undefined
        : `${nameOf(node)} is in the path, but is not required.`,
  }),
  onEachParameter({
    id: "path-parameter-encoding",
    code: "PathParameterMissingEncoding",
    levels: LEVELS.advice,
    description: "Path parameters specify how they are encoded.",
    fix: 'Set "x-ms-url-encoding": "single".',
    fault: ({ node }) =>
      own(node, "in") !== "path" || has(node, "x-ms-url-encoding")
        ? undefined
        : `${nameOf(node)} does not specify how it is encoded.`,
  }),
  onEachParameter({
    id: "query-parameter-encoding",
    code: "QueryParameterEncodingNotSupported",
    levels: LEVELS.advice,
    description: "Only path parameters specify how they are encoded.",
    fix: "Remove x-ms-url-encoding.",
    key: "x-ms-url-encoding",
    fault: ({ node }) =>
      own(node, "in") === "query" && has(node, "x-ms-url-encoding")
        ? `${nameOf(node)} is in query, which is always single-encoded.`
        : undefined,
  }),
  onEachParameter({
    id: "body-schema-required",
    code: "BodyParameterSchemaRequired",
    levels: LEVELS.refused,
    description: "The body parameter has a schema.",
    fix: "Add a schema for the body.",
    fault: ({ node }) =>
      own(node, "in") === "body" && !has(node, "schema")
        ? "The body does not have a schema."
        : undefined,
  }),
  onEachParameter({
    id: "body-keyword",
    code: "BodyParameterPropertyNotValid",
    levels: LEVELS.refused,
    description: "The type of the body parameter is only in its schema.",
    fix: "Move the keyword into the schema.",
    fault: ({ node }) => {
      const found = NOT_ON_BODY.find((key) => has(node, key));
      if (own(node, "in") !== "body" || found === undefined) return undefined;
      return `The body has ${found}, which belongs in its schema.`;
    },
  }),
  onEachParameter({
    id: "schema-not-in-body",
    code: "NonBodyParameterSchemaNotValid",
    levels: LEVELS.refused,
    description: "Parameters that are not in body have a type instead of a schema.",
    fix: "Write the type next to the name. A schema is allowed here in OpenAPI 3, but not in Swagger 2.0.",
    key: "schema",
    fault: ({ node }) =>
      own(node, "in") !== "body" && has(node, "in") && has(node, "schema")
        ? `${nameOf(node)} has a schema, but is not in body.`
        : undefined,
  }),
  onEachParameter({
    id: "file-not-in-form",
    code: "FileParameterMustBeInFormData",
    levels: LEVELS.refused,
    description: "Files are sent as form fields.",
    fix: "Set in: formData, and consumes to multipart/form-data.",
    key: "type",
    fault: ({ node }) =>
      own(node, "type") === "file" && own(node, "in") !== "formData"
        ? `${nameOf(node)} is a file in ${quoteValue(own(node, "in"))}. Expected formData.`
        : undefined,
  }),
  onEachParameter({
    id: "form-name-ascii",
    code: "InvalidFormDataParameterName",
    levels: LEVELS.refused,
    description: "Names of form fields consist of ASCII characters.",
    fix: "Rename the field.",
    key: "name",
    fault: ({ node }) =>
      own(node, "in") === "formData" && /[^\x20-\x7e]/.test(textOf(own(node, "name")) ?? "")
        ? `The form field ${quoteValue(own(node, "name"))} contains non-ASCII characters.`
        : undefined,
  }),
  onEachParameter({
    id: "connection-id",
    code: "ConnectionIdParameterNotAllowed",
    levels: LEVELS.refused,
    description: "The name connectionId is not used for a parameter.",
    fix: "Rename the parameter. The platform uses this name itself.",
    key: "name",
    fault: ({ node }) =>
      own(node, "name") === "connectionId" ? "A parameter is named connectionId." : undefined,
  }),
  onEachParameter({
    id: "allow-empty",
    code: "AllowEmptyValueOnlyValidForQueryFormData",
    levels: LEVELS.refused,
    description: "Only query parameters and form fields can be empty.",
    fix: "Remove allowEmptyValue.",
    key: "allowEmptyValue",
    fault: ({ node }) =>
      has(node, "allowEmptyValue") && !isOneOf(own(node, "in"), ["query", "formData"])
        ? `${nameOf(node)} is in ${quoteValue(own(node, "in"))}, where values cannot be empty.`
        : undefined,
  }),
  onEachParameter({
    id: "collection-format",
    code: "CollectionFormatValueNotSupported",
    levels: LEVELS.refused,
    description:
      "Arrays are sent as csv, ssv, tsv or pipes, and in query parameters and form fields also as multi.",
    fix: "Set collectionFormat to csv, or remove it.",
    key: "collectionFormat",
    fault: ({ node }) => {
      const format = own(node, "collectionFormat");
      const allowed = ["csv", "ssv", "tsv", "pipes"];
      const many = isOneOf(own(node, "in"), ["query", "formData"]) ? ["multi"] : [];
      if (format === undefined || isOneOf(format, [...allowed, ...many])) return undefined;
      return `The collectionFormat ${quoteValue(format)} is not supported in ${quoteValue(own(node, "in"))}.`;
    },
  }),
  onEachParameter({
    id: "parameter-summary",
    code: "RequiredPropertyMissing",
    levels: LEVELS.certification,
    description: "Every visible parameter has an x-ms-summary, which is its label.",
    fix: "Add x-ms-summary in title case, such as Message Id.",
    fault: (place) => lacks(place, "x-ms-summary"),
  }),
  onEachParameter({
    id: "parameter-description",
    code: "RequiredPropertyMissing",
    levels: LEVELS.certification,
    description: "Every visible parameter has a description.",
    fix: "Describe in a sentence what the parameter means.",
    fault: (place) => lacks(place, "description"),
  }),
];

function lacks(place: ParameterPlace, key: string): string | undefined {
  const { node } = place;
  if (!isSeen(place) || !isFilled(own(node, "name"))) return undefined;
  return isFilled(own(node, key)) ? undefined : `${nameOf(node)} is missing its ${key}.`;
}

function nameOf(node: ParameterPlace["node"]): string {
  return `The parameter ${quoteValue(own(node, "name"))}`;
}
