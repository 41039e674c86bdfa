import type { Definition } from "../model/definition";
import { isFilled, own } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Rule } from "../rule";
import { onEachOperation } from "./each";

export const operationRules: readonly Rule<Definition>[] = [
  onEachOperation({
    id: "operation-id-required",
    code: "OperationIdRequired",
    levels: LEVELS.refused,
    description: "Every operation has an operationId.",
    fix: "Name the operation in PascalCase, such as GetMessages.",
    fault: ({ node, label }) =>
      isFilled(own(node, "operationId")) ? undefined : `${label} does not have an operationId.`,
  }),
  {
    id: "operation-id-unique",
    code: "OperationIdNotUnique",
    levels: LEVELS.refused,
    description: "Every operation has its own operationId.",
    fix: "Rename one of the operations.",
    *check({ operations, operationById }) {
      for (const operation of operations) {
        const first = operation.id === undefined ? undefined : operationById.get(operation.id);
        if (first === undefined || first === operation) continue;
        const { name } = first.pathItem;
        yield {
          path: [...operation.path, "operationId"],
          message: `${quoteValue(operation.id)} is also the operationId of ${first.method} ${quoteValue(name)}.`,
        };
      }
    },
  },
  onEachOperation({
    id: "operation-id-characters",
    code: "OperationIdSanitized",
    levels: LEVELS.advice,
    description: "An operationId consists of letters and digits.",
    fix: "Join the words in PascalCase; renaming breaks flows that use a published operation.",
    key: "operationId",
    fault: ({ id }) =>
      id === undefined || /^[A-Za-z0-9]*$/.test(id)
        ? undefined
        : `${quoteValue(id)} contains characters other than letters and digits.`,
  }),
  onEachOperation({
    id: "operation-id-case",
    levels: LEVELS.advice,
    description: "An operationId is in PascalCase.",
    fix: "Start with an uppercase letter; renaming breaks flows that use a published operation.",
    key: "operationId",
    fault: ({ id }) =>
      id === undefined || !/^[a-z]/.test(id)
        ? undefined
        : `${quoteValue(id)} starts with a lowercase letter.`,
  }),
  onEachOperation({
    id: "summary-required",
    code: "RequiredPropertyMissing",
    levels: LEVELS.certification,
    description: "Every visible operation has a summary, which is its name in the designers.",
    fix: "Describe in a few words what the operation does, such as List messages.",
    fault: ({ node, label, isInternal }) =>
      isInternal || isFilled(own(node, "summary"))
        ? undefined
        : `${label} does not have a summary.`,
  }),
  onEachOperation({
    id: "description-missing",
    code: "RequiredPropertyMissing",
    levels: LEVELS.certification,
    description:
      "Every visible operation has a description, which agents use to choose operations.",
    fix: "Describe in a full sentence what the operation does.",
    fault: ({ node, label, isInternal }) =>
      isInternal || isFilled(own(node, "description"))
        ? undefined
        : `${label} does not have a description.`,
  }),
  onEachOperation({
    id: "description-sentence",
    levels: LEVELS.advice,
    description: "Descriptions of operations end with a punctuation mark.",
    fix: "End the description with a period.",
    key: "description",
    fault: ({ node, isInternal }) => {
      const description = own(node, "description");
      if (isInternal || !isFilled(description)) return undefined;
      if (/[.!?)"'`]$/.test(description.trim())) return undefined;
      return `The description ends with ${quoteValue(description.trim().slice(-20))}. Expected a period.`;
    },
  }),
  onEachOperation({
    id: "description-repeats",
    levels: LEVELS.advice,
    description: "A description does not repeat the summary.",
    fix: "Add to the description what the summary leaves out.",
    key: "description",
    fault: ({ node, isInternal }) => {
      const [summary, description] = [own(node, "summary"), own(node, "description")];
      if (isInternal || !isFilled(summary) || !isFilled(description)) return undefined;
      if (wordsOf(summary) !== wordsOf(description)) return undefined;
      return `The description repeats the summary ${quoteValue(summary)}.`;
    },
  }),
  onEachOperation({
    id: "deprecated-important",
    levels: LEVELS.advice,
    description: "Deprecated operations are not marked as important.",
    fix: "Remove x-ms-visibility from the deprecated operation.",
    key: "x-ms-visibility",
    fault: ({ node }) =>
      own(node, "deprecated") === true && own(node, "x-ms-visibility") === "important"
        ? "The operation is both deprecated and important."
        : undefined,
  }),
];

/** The words of a text, without case and punctuation. */
function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
