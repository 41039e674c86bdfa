import type { Definition } from "../model/definition";
import { isSeen, type ParameterPlace } from "../model/places";
import { own, textOf } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Rule } from "../rule";
import { onEachOperation, onEachParameter } from "./each";

/**
 * As a validator of Microsoft's reported it. The documentation asks for letters, digits and parentheses
 * only, but certified connectors have other marks, such as the colon of "Document: Upload".
 */
const NOT_IN_SUMMARY = /[/\\<>*%&?]/;
/** The validator's message names 120; the form of certification asks for 80. */
const MAX_SUMMARY_CHARACTERS = 80;

/** The rules of summaries, which the portals show as names: those of operations and of parameters. */
export const summaryRules: readonly Rule<Definition>[] = [
  onEachOperation({
    id: "summary-length",
    code: "OperationSummaryTooLong",
    levels: LEVELS.advice,
    description: `Summaries have at most ${MAX_SUMMARY_CHARACTERS} characters.`,
    fix: "Shorten the summary, and move details to the description.",
    key: "summary",
    fault: ({ node }) => tooLong(textOf(own(node, "summary"))),
  }),
  onEachOperation({
    id: "summary-characters",
    code: "RestrictedCharactersInSummary",
    levels: LEVELS.certification,
    description: String.raw`Summaries do not contain any of / \ < > * % & and ?.`,
    fix: "Use words instead.",
    key: "summary",
    fault: ({ node }) => restricted(textOf(own(node, "summary"))),
  }),
  onEachParameter({
    id: "parameter-summary-length",
    levels: LEVELS.certificationAdvice,
    description: `The x-ms-summary of a parameter has at most ${MAX_SUMMARY_CHARACTERS} characters.`,
    fix: "Shorten the summary, and move details to the description.",
    key: "x-ms-summary",
    fault: (place) => tooLong(labelOf(place)),
  }),
  onEachParameter({
    id: "parameter-summary-characters",
    levels: LEVELS.certificationAdvice,
    description: String.raw`The x-ms-summary of a parameter does not contain any of / \ < > * % & and ?.`,
    fix: "Use words instead.",
    key: "x-ms-summary",
    fault: (place) => restricted(labelOf(place)),
  }),
];

function labelOf(place: ParameterPlace): string | undefined {
  return isSeen(place) ? textOf(own(place.node, "x-ms-summary")) : undefined;
}

function tooLong(summary = ""): string | undefined {
  const { length } = summary;
  if (length <= MAX_SUMMARY_CHARACTERS) return undefined;
  return `The summary has ${length} characters. Expected at most ${MAX_SUMMARY_CHARACTERS}.`;
}

function restricted(summary = ""): string | undefined {
  const [found] = NOT_IN_SUMMARY.exec(summary) ?? [];
  return found === undefined ? undefined : `The summary ${quoteValue(summary)} contains ${found}.`;
}
