import type { Definition } from "../model/definition";
import { entriesOf, has, isOneOf, own, textsOf } from "../../document/json";
import { quoteAlternatives, quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Problem, type Rule } from "../rule";
import { onEachParameter } from "./each";

const VISIBILITIES = ["important", "advanced", "internal", "none"];

export const visibilityRules: readonly Rule<Definition>[] = [
  {
    id: "visibility-value",
    code: "JsonValueNotInEnum",
    levels: LEVELS.advice,
    description: `x-ms-visibility is ${quoteAlternatives(VISIBILITIES)}.`,
    fix: "Use one of these values in lowercase, or remove it.",
    *check({ operations, parameters, schemas }) {
      // Parameters are among the schemas, except for the body and references.
      const bodies = parameters.filter(({ node }) => own(node, "in") === "body");
      for (const { node, path } of [...operations, ...bodies, ...schemas]) {
        const value = own(node, "x-ms-visibility");
        if (value === undefined || isOneOf(value, VISIBILITIES)) continue;
        const message = `The visibility ${quoteValue(value)} is not allowed. Expected ${quoteAlternatives(VISIBILITIES)}.`;
        yield { path: [...path, "x-ms-visibility"], message };
      }
    },
  },
  onEachParameter({
    id: "internal-parameter-default",
    code: "PropertyMustBeRequired",
    levels: LEVELS.advice,
    description:
      "An internal parameter with a default is required. Otherwise, the default is never sent.",
    fix: "Set required: true.",
    fault: ({ node }) =>
      isInternal(node) && has(node, "default") && own(node, "required") !== true
        ? `The default of ${quoteValue(own(node, "name"))} is never sent, because it is not required.`
        : undefined,
  }),
  {
    id: "internal-parameter-required",
    levels: LEVELS.advice,
    description: "A required internal parameter of a visible operation has a default.",
    fix: "Add a default, or make the parameter visible.",
    *check({ operations }) {
      for (const { parameters, isInternal: isHidden } of operations) {
        if (isHidden) continue;
        for (const { node, listedAt, name, place, isInternal: isUnseen } of parameters) {
          const isFixed = has(node, "default") || place === "body";
          if (!isUnseen || own(node, "required") !== true || isFixed) continue;
          const message = `${quoteValue(name)} is required and internal, but does not have a default, so it cannot be filled in.`;
          yield { path: listedAt, message };
        }
      }
    },
  },
  {
    id: "internal-property-default",
    code: "InternalPropertyWithDefaultOptional",
    levels: LEVELS.advice,
    description:
      "An internal property with a default is required. Otherwise, the default is never sent.",
    fix: "Name the property in required.",
    *check({ schemas }) {
      for (const { node, path, use } of schemas) {
        if (use === "input") yield* unsentDefaults(node, path);
      }
    },
  },
];

function isInternal(node: unknown): boolean {
  return own(node, "x-ms-visibility") === "internal";
}

function* unsentDefaults(node: Definition["root"], path: JsonPath): Generator<Problem> {
  const required = new Set(textsOf(own(node, "required")));
  for (const [name, property] of entriesOf(own(node, "properties"))) {
    if (!isInternal(property) || !has(property, "default") || required.has(name)) continue;
    const message = `The default of ${quoteValue(name)} is never sent, because it is not required.`;
    yield { path: [...path, "properties", name], message };
  }
}
