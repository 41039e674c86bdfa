import type { Definition } from "../model/definition";
import { isFilled, own, textOf } from "../../document/json";
import { quoteAlternatives, quoteValue } from "../../text/messageText";
import { LEVELS, type Rule } from "../rule";
import { atInfo, missing } from "./infoProblem";
import { productsRefusedIn } from "./products";
import { forbiddenWordsIn, isPlainEnglish, urlsIn } from "./words";

/** Certification policy 5000.2.3.4 */
const DESCRIPTION_CHARACTERS = { least: 30, most: 500 } as const;

export const descriptionRules: readonly Rule<Definition>[] = [
  {
    id: "description-required",
    code: "RequiredPropertyMissing",
    levels: LEVELS.refused,
    description:
      "The connector has a description. Without one, paconn 0.0.21 fails with a KeyError.",
    fix: "Describe in info.description what the connector does.",
    *check({ info }) {
      if (!isFilled(own(info, "description"))) {
        yield* missing("description", "info.description", info);
      }
    },
  },
  {
    id: "description-length",
    code: "5000.2.3.4",
    levels: LEVELS.certification,
    description: "The description has 30 to 500 characters.",
    fix: "Describe in two to four sentences what people can do with the connector.",
    *check({ info }) {
      const { length } = (textOf(own(info, "description")) ?? "").trim();
      const { least, most } = DESCRIPTION_CHARACTERS;
      if (length > 0 && (length < least || length > most)) {
        yield atInfo(
          "description",
          `The description has ${length} characters. Expected ${least} to ${most}.`,
        );
      }
    },
  },
  {
    id: "description-words",
    code: "5000.2.3.5",
    levels: LEVELS.certification,
    description: "The description does not name Power Platform products.",
    fix: "Describe what the connector does, not where it is used.",
    *check({ info }) {
      const description = textOf(own(info, "description")) ?? "";
      const words = forbiddenWordsIn(description, productsRefusedIn("description"));
      if (words.length > 0) {
        const message = `The description contains ${quoteAlternatives(words)}, which is not allowed.`;
        yield atInfo("description", message);
      }
    },
  },
  {
    id: "description-url",
    code: "5000.2.3.6",
    levels: LEVELS.advice,
    description: "The description does not contain URLs.",
    fix: "Move URLs to info.contact.url and x-ms-connector-metadata.",
    *check({ info }) {
      const [url] = urlsIn(textOf(own(info, "description")) ?? "");
      if (url !== undefined) {
        yield atInfo("description", `The description contains the URL ${quoteValue(url)}.`);
      }
    },
  },
  {
    id: "description-english",
    code: "5000.2.3.1",
    levels: LEVELS.advice,
    description: "The description is written in English.",
    fix: "Write the description in English; translations are not part of the definition.",
    *check({ info }) {
      const description = textOf(own(info, "description")) ?? "";
      if (!isPlainEnglish(description)) {
        const message = `The description contains non-English letters: ${quoteValue(description)}.`;
        yield atInfo("description", message);
      }
    },
  },
];
