import type { Definition } from "../model/definition";
import { isSeen } from "../model/places";
import { isFilled, own, type JsonObject } from "../../document/json";
import { quoteAlternatives, quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Problem, type Rule } from "../rule";
import { PRODUCT_NAMES, productsAdvisedAgainstIn } from "./products";
import { forbiddenWordsIn, isPlainEnglish } from "./words";

/** The rules of wording, from the documentation of certification. */
export const wordingRules: readonly Rule<Definition>[] = [
  {
    id: "product-names",
    levels: LEVELS.certificationAdvice,
    description: "Titles, summaries and descriptions do not name Power Platform products.",
    fix: "Describe what the connector does, not where it is used.",
    *check(definition) {
      for (const key of ["title", "description"] as const) {
        const texts = textsAt(definition.info, ["info"], [key]);
        // Names that are refused there have a rule of their own.
        yield* naming(texts, productsAdvisedAgainstIn(key));
      }
      yield* naming(operationTexts(definition), PRODUCT_NAMES);
      yield* naming(parameterTexts(definition, ["x-ms-summary", "description"]), PRODUCT_NAMES);
    },
  },
  {
    id: "summary-english",
    levels: LEVELS.certificationAdvice,
    description: "Summaries and descriptions of operations are written in English.",
    fix: "Write the text in English; translations are not part of the definition.",
    *check(definition) {
      yield* notEnglish(operationTexts(definition));
      yield* notEnglish(parameterTexts(definition, ["x-ms-summary"]));
    },
  },
];

/** A text that people see. */
interface Text {
  readonly key: string;
  readonly text: string;
  readonly path: JsonPath;
}

function* operationTexts({ operations }: Definition): Generator<Text> {
  for (const { node, path, isInternal } of operations) {
    if (!isInternal) yield* textsAt(node, path, ["summary", "description"]);
  }
}

function* parameterTexts({ parameters }: Definition, keys: readonly string[]): Generator<Text> {
  for (const place of parameters) {
    if (isSeen(place)) yield* textsAt(place.node, place.path, keys);
  }
}

function* textsAt(node: JsonObject, path: JsonPath, keys: readonly string[]): Generator<Text> {
  for (const key of keys) {
    const text = own(node, key);
    if (isFilled(text)) yield { key, text, path: [...path, key] };
  }
}

function* naming(texts: Iterable<Text>, products: readonly string[]): Generator<Problem> {
  for (const { key, text, path } of texts) {
    const named = forbiddenWordsIn(text, products);
    if (named.length > 0) yield { path, message: `The ${key} names ${quoteAlternatives(named)}.` };
  }
}

function* notEnglish(texts: Iterable<Text>): Generator<Problem> {
  for (const { key, text, path } of texts) {
    if (isPlainEnglish(text)) continue;
    yield { path, message: `The ${key} ${quoteValue(text)} contains non-English letters.` };
  }
}
