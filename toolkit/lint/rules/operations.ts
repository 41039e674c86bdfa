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
      isFilled(own(node, "operationId")) ? undefined : `${label} has no operationId.`,
  }),
  {
    id: "operation-id-unique",
    code: "OperationIdNotUnique",
    levels: LEVELS.refused,
    description: "No two operations have the same operationId.",
    fix: "Rename one of the operations.",
    *check({ operations, operationById }) {
      for (const operation of operations) {
        const first = operation.id === undefined ? undefined : operationById.get(operation.id);
        if (first === undefined || first === operation) continue;
        const { name } = first.pathItem;
        yield {
          path: [...operation.path, "operationId"],
          message: `${quoteValue(operation.id)} is the operationId of ${first.method} ${quoteValue(name)} too.`,
        };
      }
    },
  },
  onEachOperation({
    id: "operation-id-characters",
    code: "OperationIdSanitized",
    levels: LEVELS.advice,
    description: "operationIds consist of letters and digits.",
    fix: "Join the words in PascalCase; renaming breaks flows that use a published operation.",
    key: "operationId",
    fault: ({ id }) =>
      id === undefined || /^[A-Za-z0-9]*$/.test(id)
        ? undefined
        : `${quoteValue(id)} has other characters than letters and digits in it.`,
  }),
  onEachOperation({
    id: "operation-id-case",
    levels: LEVELS.advice,
    description: "operationIds are in PascalCase.",
    fix: "Begin with a capital letter; renaming breaks flows that use a published operation.",
    key: "operationId",
    fault: ({ id }) =>
      id === undefined || !/^[a-z]/.test(id)
        ? undefined
        : `${quoteValue(id)} begins in lower case.`,
  }),
  onEachOperation({
    id: "summary-required",
    code: "RequiredPropertyMissing",
    levels: LEVELS.certification,
    description: "Every operation that people see has a summary, which is its name in the portals.",
    fix: "Say in a few words what the operation does, such as List messages.",
    fault: ({ node, label, isInternal }) =>
      isInternal || isFilled(own(node, "summary")) ? undefined : `${label} has no summary.`,
  }),
  onEachOperation({
    id: "description-missing",
    code: "RequiredPropertyMissing",
    levels: LEVELS.certification,
    description:
      "Every operation that people see has a description; agents choose operations by it.",
    fix: "Say in a full sentence what the operation does.",
    fault: ({ node, label, isInternal }) =>
      isInternal || isFilled(own(node, "description")) ? undefined : `${label} has no description.`,
  }),
  onEachOperation({
    id: "description-sentence",
    levels: LEVELS.advice,
    description: "Descriptions of operations end like a sentence.",
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
    description: "Descriptions say more than summaries.",
    fix: "Say in the description what the summary leaves out.",
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
        ? "The operation is deprecated and important at once."
        : undefined,
  }),
];

/** The text without what makes no difference to its meaning. */
function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
