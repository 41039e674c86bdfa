import type { Definition } from "../model/definition";
import { isFilled, own, textOf } from "../../document/json";
import { quoteAlternatives, quoteValue } from "../../text/messageText";
import { LEVELS, type Rule } from "../rule";
import { atInfo, missing } from "./infoProblem";
import { productsRefusedIn } from "./products";
import { forbiddenWordsIn, isPlainEnglish } from "./words";

/** Certification policy 5000.2.2.1 */
const MAX_TITLE_CHARACTERS = 30;

/** The validator names `api, connector`; the policy adds Microsoft's products. */
const NOT_IN_TITLE = ["API", "Connector", ...productsRefusedIn("title")];
const INDEPENDENT = " (Independent Publisher)";

export const titleRules: readonly Rule<Definition>[] = [
  {
    id: "title-required",
    code: "RequiredPropertyMissing",
    levels: LEVELS.refused,
    description: "The connector has a title.",
    fix: "Set info.title to the connector's name. It cannot be changed later.",
    *check({ info }) {
      if (!isFilled(own(info, "title"))) yield* missing("title", "info.title", info);
    },
  },
  {
    id: "title-length",
    code: "5000.2.2.1",
    levels: LEVELS.certification,
    description: `The title has at most ${MAX_TITLE_CHARACTERS} characters.`,
    fix: "Shorten info.title.",
    *check({ info }) {
      const title = publishedTitle(info);
      if (title.length > MAX_TITLE_CHARACTERS) {
        yield atInfo(
          "title",
          `The title has ${title.length} characters: ${quoteValue(title)}. ` +
            `At most ${MAX_TITLE_CHARACTERS} are allowed.`,
        );
      }
    },
  },
  {
    id: "title-words",
    code: "5000.2.2.2",
    levels: LEVELS.certification,
    description:
      "The title names the service, without API, Connector or the name of a Microsoft product.",
    fix: "Use only the name of the service, such as Contoso for the Contoso API connector.",
    *check({ info }) {
      const words = forbiddenWordsIn(publishedTitle(info), NOT_IN_TITLE);
      if (words.length > 0) {
        yield atInfo(
          "title",
          `The title contains ${quoteAlternatives(words)}, which is not allowed.`,
        );
      }
    },
  },
  {
    id: "title-end",
    code: "5000.2.2.3",
    levels: LEVELS.certification,
    description: "The title ends with a letter, a digit or a closing parenthesis, without a space.",
    fix: "Remove everything after the last letter or digit, including spaces and line breaks.",
    *check({ info }) {
      const title = publishedTitle(info);
      if (title.trim() !== "" && !/[\p{L}\p{N})]$/u.test(title)) {
        yield atInfo(
          "title",
          `The title ends with ${quoteValue(title.slice(-1))}. Expected a letter or a digit.`,
        );
      }
    },
  },
  {
    id: "title-english",
    code: "ValueMustBeInEnglish",
    levels: LEVELS.advice,
    description: "The title is written in English.",
    fix: "Write the title with the letters of the English alphabet.",
    *check({ info }) {
      const title = publishedTitle(info);
      if (!isPlainEnglish(title)) {
        yield atInfo("title", `The title ${quoteValue(title)} contains non-English letters.`);
      }
    },
  },
  {
    id: "version-required",
    code: "RequiredPropertyMissing",
    levels: LEVELS.refused,
    description: "The connector has a version.",
    fix: 'Set info.version to a string such as "1.0.0".',
    *check({ info }) {
      if (!isFilled(own(info, "version"))) yield* missing("version", "info.version", info);
    },
  },
];

/** The title that is measured: Microsoft adds the suffix of independent publishers. */
function publishedTitle(info: Definition["info"]): string {
  const title = textOf(own(info, "title")) ?? "";
  return title.endsWith(INDEPENDENT) ? title.slice(0, -INDEPENDENT.length) : title;
}
