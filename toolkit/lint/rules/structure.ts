import type { Definition } from "../model/definition";
import { responsePlaces } from "../model/places";
import { has, objectAt, own, type JsonObject } from "../../document/json";
import type { SchemaPlace } from "../model/schemas";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Rule } from "../rule";
import { shapedPlaces } from "../shapes/shapedPlaces";
import { shapeFaults } from "../shapes/shapeFaults";
import { KEYWORDS, OPENAPI_3, PARAMETER_KEYWORDS, SCHEMA_KEYWORDS } from "./keywords";

export const structureRules: readonly Rule<Definition>[] = [
  {
    id: "definition-structure",
    code: "JsonTypeIncorrect",
    levels: LEVELS.refused,
    description: "Every part of the definition has the type that Swagger 2.0 specifies.",
    fix: "Write this part as Swagger 2.0 specifies it.",
    *check(definition) {
      for (const { shape, node, path } of shapedPlaces(definition)) {
        // A reference stands for what it leads to.
        if (!has(node, "$ref")) yield* shapeFaults(shape, node, path);
      }
    },
  },
  {
    id: "swagger-version",
    code: "5000.2.6.3",
    levels: LEVELS.refused,
    description: 'The definition is in Swagger 2.0: swagger is the string "2.0".',
    fix: 'Set swagger to "2.0". Convert an OpenAPI 3 definition first.',
    *check({ root }) {
      const version = own(root, "swagger");
      if (version === "2.0") return;
      const found = ["openapi", "swagger"].find((key) => has(root, key));
      const what = found === undefined ? "no version" : `${found} ${quoteValue(own(root, found))}`;
      const path = has(root, "swagger") ? ["swagger"] : [];
      yield { path, message: `The definition has ${what}. Expected swagger "2.0".` };
    },
  },
  {
    id: "openapi3-keyword",
    code: "SwaggerKeywordNotSupported",
    levels: LEVELS.refused,
    description: "The definition does not use keywords of OpenAPI 3.",
    fix: "Express it in Swagger 2.0, which does not have nullable or oneOf.",
    *check(definition) {
      for (const { key, path } of unknownKeys(definition)) {
        if (!OPENAPI_3.includes(key)) continue;
        yield { path, message: `${quoteValue(key)} is a keyword of OpenAPI 3.` };
      }
    },
  },
  {
    id: "unknown-keyword",
    code: "AdditionalPropertyNotAllowed",
    levels: LEVELS.refused,
    description:
      "Paths, operations, responses and the definition itself do not have unknown properties.",
    fix: 'Correct the name. Names of extensions start with "x-".',
    *check(definition) {
      for (const { key, path, isSchema } of unknownKeys(definition)) {
        if (isSchema || OPENAPI_3.includes(key)) continue;
        yield { path, message: `The property ${quoteValue(key)} is unknown here.` };
      }
    },
  },
  {
    id: "unknown-schema-keyword",
    code: "ExtensionNameNotValid",
    levels: LEVELS.advice,
    description: "Schemas, parameters and headers do not have unknown properties.",
    fix: 'Correct the name. Names of extensions start with "x-".',
    *check(definition) {
      for (const { key, path, isSchema } of unknownKeys(definition)) {
        if (!isSchema || OPENAPI_3.includes(key)) continue;
        yield { path, message: `The property ${quoteValue(key)} is unknown here.` };
      }
    },
  },
  {
    id: "unique-items",
    code: "SwaggerKeywordNotSupported",
    levels: LEVELS.advice,
    description: "Schemas do not use uniqueItems, which the platform does not support.",
    fix: "Remove uniqueItems.",
    *check({ schemas }) {
      for (const { node, path } of schemas) {
        if (own(node, "uniqueItems") !== true) continue;
        yield { path: [...path, "uniqueItems"], message: "uniqueItems is not supported." };
      }
    },
  },
];

interface UnknownKey {
  readonly key: string;
  readonly path: JsonPath;
  readonly isSchema: boolean;
}

function* unknownKeys(definition: Definition): Generator<UnknownKey> {
  const { root, info, pathItems, operations, parameters, schemas } = definition;
  yield* beyond(root, [], KEYWORDS.root, false);
  yield* beyond(info, ["info"], KEYWORDS.info, false);
  yield* beyond(objectAt(info, "contact"), ["info", "contact"], KEYWORDS.contact, false);
  for (const { node, path } of pathItems) yield* beyond(node, path, KEYWORDS.pathItem, false);
  for (const { node, path } of operations) yield* beyond(node, path, KEYWORDS.operation, false);
  for (const { node, path } of responsePlaces(root, operations)) {
    yield* beyond(node, path, KEYWORDS.response, false);
  }
  for (const { node, path } of parameters) {
    if (own(node, "in") === "body") yield* beyond(node, path, PARAMETER_KEYWORDS, true);
  }
  for (const place of schemas) {
    yield* beyond(place.node, place.path, keywordsOf(place), true);
  }
}

function keywordsOf({ use, isRoot }: SchemaPlace): readonly string[] {
  return use === "parameter" && isRoot ? PARAMETER_KEYWORDS : SCHEMA_KEYWORDS;
}

function* beyond(
  node: JsonObject,
  path: JsonPath,
  known: readonly string[],
  isSchema: boolean,
): Generator<UnknownKey> {
  for (const key of Object.keys(node)) {
    if (!known.includes(key) && !/^x-/i.test(key)) yield { key, path: [...path, key], isSchema };
  }
}
