import type { Definition } from "../model/definition";
import { has, own } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Rule } from "../rule";
import { onEachSchema } from "./each";

export const limitRules: readonly Rule<Definition>[] = [
  notNegative("minLength", "MinLengthMustBeGreaterThanOrEqualToZero"),
  notNegative("maxLength", "MaxLengthMustBeGreaterThanOrEqualToZero"),
  notNegative("minItems", "MinItemsMustBeGreaterThanOrEqualToZero"),
  notNegative("maxItems", "MaxItemsMustBeGreaterThanOrEqualToZero"),
  notNegative("minProperties", "MinPropertiesMustBeGreaterThanOrEqualToZero"),
  notNegative("maxProperties", "MaxPropertiesMustBeGreaterThanOrEqualToZero"),
  ordered("minimum", "maximum", "MinimumShouldBeLessThanOrEqualToMaximum"),
  ordered("minLength", "maxLength", "MinLengthShouldBeLessThanOrEqualToMaxLength"),
  ordered("minItems", "maxItems", "MinItemsShouldBeLessThanOrEqualToMaxItems"),
  needs("exclusiveMinimum", "minimum", "ExclusiveMinimumRequiresMinimum"),
  needs("exclusiveMaximum", "maximum", "ExclusiveMaximumRequiresMaximum"),
  onEachSchema({
    id: "multiple-of",
    code: "MultipleOfMustBeGreaterThanZero",
    levels: LEVELS.refused,
    description: "multipleOf is greater than zero.",
    fix: "Use a number greater than 0, or remove multipleOf.",
    key: "multipleOf",
    fault: ({ node }) => {
      const value = own(node, "multipleOf");
      if (typeof value !== "number" || value > 0) return undefined;
      return `multipleOf is ${value}. Expected more than 0.`;
    },
  }),
  onEachSchema({
    id: "pattern",
    code: "PatternShouldBeValidRegularExpression",
    levels: LEVELS.advice,
    description: "A pattern is a valid regular expression.",
    fix: "Correct the expression, or remove it.",
    key: "pattern",
    fault: ({ node }) => {
      const pattern = own(node, "pattern");
      if (typeof pattern !== "string" || isRegularExpression(pattern)) return undefined;
      return `${quoteValue(pattern)} is not a valid regular expression.`;
    },
  }),
];

function notNegative(key: string, code: string): Rule<Definition> {
  return onEachSchema({
    id: `${kebab(key)}-negative`,
    code,
    levels: LEVELS.refused,
    description: `${key} is not negative.`,
    fix: "Use 0 or more.",
    key,
    fault: ({ node }) => {
      const value = own(node, key);
      if (typeof value !== "number" || value >= 0) return undefined;
      return `${key} is ${value}. Expected 0 or more.`;
    },
  });
}

function ordered(least: string, most: string, code: string): Rule<Definition> {
  return onEachSchema({
    id: `${kebab(least)}-order`,
    code,
    levels: LEVELS.advice,
    description: `${least} is not greater than ${most}.`,
    fix: "Swap the two, or correct one of them.",
    key: least,
    fault: ({ node }) => {
      const [low, high] = [own(node, least), own(node, most)];
      if (typeof low !== "number" || typeof high !== "number" || low <= high) return undefined;
      return `${least} is ${low}, which is greater than ${most}, ${high}.`;
    },
  });
}

function needs(key: string, other: string, code: string): Rule<Definition> {
  return onEachSchema({
    id: `${kebab(key)}-alone`,
    code,
    levels: LEVELS.refused,
    description: `${key} is used only with ${other}.`,
    fix: `Add ${other}, or remove ${key}.`,
    key,
    fault: ({ node }) =>
      has(node, key) && !has(node, other) ? `${key} is set, but ${other} is not.` : undefined,
  });
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Microsoft's expressions are those of .NET, which has inline options that JavaScript lacks. */
function isRegularExpression(pattern: string): boolean {
  if (/\(\?[imnsx-]+[:)]/.test(pattern)) return true;
  try {
    RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
