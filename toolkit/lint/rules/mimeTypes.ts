import type { Definition } from "../model/definition";
import { entriesOf, own, textsOf } from "../../document/json";
import type { Operation } from "../model/operations";
import { typeOfSchema } from "../model/reach";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Rule } from "../rule";
import { onEachOperation } from "./each";

const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";
/** From the swagger validator's message. */
const SUPPORTED = ["application/json", "text/plain", MULTIPART, FORM];

export const mimeTypeRules: readonly Rule<Definition>[] = [
  {
    id: "mime-type-invalid",
    code: "MimeTypeNotValid",
    levels: LEVELS.refused,
    description: "consumes and produces list valid MIME types.",
    fix: "Write type/subtype, such as application/json.",
    *check(definition) {
      for (const { mimeType, path } of mimeTypesOf(definition)) {
        if (/^[\w.+*-]+\/[\w.+*-]+(?:\s*;.*)?$/.test(mimeType)) continue;
        yield { path, message: `${quoteValue(mimeType)} is not a valid MIME type.` };
      }
    },
  },
  {
    id: "mime-type-unsupported",
    code: "MimeTypeNotSupported",
    levels: LEVELS.advice,
    description: "Requests are sent as JSON, text or forms.",
    fix: `Use one of ${SUPPORTED.join(", ")}.`,
    *check(definition) {
      for (const { mimeType, path, key } of mimeTypesOf(definition)) {
        const [plain = ""] = mimeType.toLowerCase().split(";");
        if (key !== "consumes" || SUPPORTED.includes(plain.trim())) continue;
        yield { path, message: `The platform does not send ${quoteValue(mimeType)}.` };
      }
    },
  },
  onEachOperation({
    id: "consumes-missing",
    code: "ConsumesMissing",
    levels: LEVELS.advice,
    description: "Operations with a body, or the definition as a whole, have consumes.",
    fix: 'Set consumes to ["application/json"], for the operation or the whole definition.',
    fault: ({ parameters, consumes, label }) => {
      const sends = parameters.some(({ place }) => place === "body" || place === "formData");
      return sends && consumes.length === 0
        ? `${label} sends a body, but its MIME type is not specified.`
        : undefined;
    },
  }),
  onEachOperation({
    id: "mime-type-mismatch",
    code: "MimeTypeNotCompatibleWithRequestContentSchemaType",
    levels: LEVELS.advice,
    description: "The MIME types in consumes fit the parameters of the operation.",
    fix: "Use application/json for objects, a form type for form fields, multipart/form-data for files.",
    key: "consumes",
    fault: mismatchOf,
  }),
  onEachOperation({
    id: "form-binary",
    code: "StringBinaryNotSupportedForFormUrlEncoded",
    levels: LEVELS.refused,
    description: "Binary form fields are sent as multipart/form-data.",
    fix: 'Set consumes to ["multipart/form-data"].',
    key: "consumes",
    fault: ({ parameters, consumes }) => {
      const binary = parameters.find(
        ({ place, node }) => place === "formData" && own(node, "format") === "binary",
      );
      if (binary === undefined || !consumes.includes(FORM)) return undefined;
      return `The form field ${quoteValue(binary.name)} is binary, which ${FORM} cannot contain.`;
    },
  }),
];

interface Listed {
  readonly mimeType: string;
  readonly path: JsonPath;
  readonly key: string;
}

function* mimeTypesOf({ root, operations }: Definition): Generator<Listed> {
  const holders = [{ node: root, path: [] as JsonPath }, ...operations];
  for (const { node, path } of holders) {
    for (const [key, value] of entriesOf(node)) {
      if (key !== "consumes" && key !== "produces") continue;
      for (const [index, mimeType] of textsOf(value).entries()) {
        yield { mimeType, path: [...path, key, index], key };
      }
    }
  }
}

function mismatchOf(operation: Operation, { root }: Definition): string | undefined {
  const { parameters, consumes } = operation;
  if (consumes.length === 0) return undefined;
  const body = parameters.find(({ place }) => place === "body");
  const type = body && typeOfSchema(root, own(body.node, "schema"));
  const isJson = consumes.some((mimeType) => /json/i.test(mimeType));
  if ((type === "object" || type === "array") && !isJson) {
    return `The body is an ${type}, which ${quoteValue(consumes.join(", "))} cannot contain.`;
  }
  const form = parameters.find(({ place }) => place === "formData");
  if (form !== undefined && !consumes.some((mimeType) => /form/i.test(mimeType))) {
    return `The form field ${quoteValue(form.name)} cannot be sent as ${quoteValue(consumes.join(", "))}.`;
  }
  const file = parameters.find(({ node }) => own(node, "type") === "file");
  if (file !== undefined && !consumes.includes(MULTIPART)) {
    return `The file ${quoteValue(file.name)} cannot be sent as ${quoteValue(consumes.join(", "))}.`;
  }
  return undefined;
}
