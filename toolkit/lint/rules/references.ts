import type { Definition } from "../model/definition";
import { entriesOf, has, isObject, own, textsOf } from "../../document/json";
import { namesInLoops } from "../model/loops";
import { followReferences, pathOfReference, valueAt } from "../../document/references";
import type { Reference } from "../model/references";
import { childrenOf } from "../model/schemas";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Problem, type Rule, type RuleText } from "../rule";

const NAMES = { definitions: "Schema", parameters: "Parameter", responses: "Response" } as const;
type Section = keyof typeof NAMES;

export const referenceRules: readonly Rule<Definition>[] = [
  onEachReference({
    id: "ref-external",
    code: "JsonPointerNotValid",
    levels: LEVELS.refused,
    description: "References stay within the document. Files and URLs are never opened.",
    fix: "Copy the target of the reference into the document.",
    fault: ({ ref }) =>
      typeof ref === "string" && !ref.startsWith("#")
        ? `The reference ${quoteValue(ref)} leads out of the document.`
        : undefined,
  }),
  ...(["definitions", "parameters", "responses"] as const).flatMap((section) => [
    wellPlaced(section),
    found(section),
  ]),
  onEachReference({
    id: "ref-sibling",
    code: "AdditionalPropertyNotAllowedAdjacentToRef",
    levels: LEVELS.advice,
    description: "A reference does not have properties next to it, because they are ignored.",
    fix: "Move the other properties to the target of the reference.",
    fault: ({ node, ref }) => {
      const others = Object.keys(node).filter((key) => key !== "$ref");
      if (typeof ref !== "string" || others.length === 0) return undefined;
      return `${quoteValue(others[0])} is next to a reference, and is ignored.`;
    },
  }),
  chained("parameters", "parameter-ref-chain", "ParameterRefLoopNotAllowed"),
  chained("responses", "response-ref-chain", "ResponseRefLoopNotAllowed"),
  {
    id: "schema-ref-loop",
    code: "SchemaRefLoopNotAllowed",
    levels: LEVELS.refused,
    description: "A definition does not refer to itself, directly or through others.",
    fix: "Describe one of the schemas in place.",
    *check({ root }) {
      for (const [name, node] of entriesOf(own(root, "definitions"))) {
        const path = ["definitions", name];
        if (isLoop(root, node)) yield { path, message: `${quoteValue(name)} refers to itself.` };
      }
    },
  },
  {
    id: "schema-required-loop",
    code: "RequiredLoopInSchemaNotAllowed",
    levels: LEVELS.refused,
    description: "A schema is not required to contain itself.",
    fix: "Make one of the properties in the loop optional.",
    *check({ root }) {
      yield* loopsOf(root, true);
    },
  },
  {
    id: "schema-loop",
    levels: LEVELS.advice,
    description: "A schema does not contain itself, because the designer cannot show it.",
    fix: "Describe the inner object without the property that repeats it, or without properties.",
    *check({ root }) {
      const required = new Set(Array.from(loopsOf(root, true), ({ path }) => path.join("/")));
      for (const loop of loopsOf(root, false)) {
        if (!required.has(loop.path.join("/"))) yield loop;
      }
    },
  },
];

interface ReferenceRule extends RuleText {
  readonly fault: (reference: Reference, definition: Definition) => string | undefined;
}

function onEachReference({ fault, ...text }: ReferenceRule): Rule<Definition> {
  return {
    ...text,
    *check(definition) {
      for (const reference of definition.references) {
        const message = fault(reference, definition);
        if (message !== undefined) yield { path: [...reference.path, "$ref"], message };
      }
    },
  };
}

function wellPlaced(section: Section): Rule<Definition> {
  return onEachReference({
    id: `${NAMES[section].toLowerCase()}-ref-invalid`,
    code: `${NAMES[section]}ReferenceNotValid`,
    levels: LEVELS.refused,
    description: `References of ${NAMES[section].toLowerCase()}s start with #/${section}/.`,
    fix: `Move the target to ${section}, and refer to #/${section}/Name.`,
    fault: (reference) => {
      const { ref } = reference;
      if (reference.section !== section || isExternal(ref)) return undefined;
      const path = pathOfReference(ref);
      if (path?.[0] === section && path.length >= 2) return undefined;
      return `${quoteValue(ref)} is not a reference to something in #/${section}/.`;
    },
  });
}

function found(section: Section): Rule<Definition> {
  return onEachReference({
    id: `${NAMES[section].toLowerCase()}-ref-missing`,
    code: `${NAMES[section]}ReferenceNotFound`,
    levels: LEVELS.refused,
    description: `References of ${NAMES[section].toLowerCase()}s have a target.`,
    fix: "Correct the name, or add the target.",
    fault: (reference, { root }) => {
      const path = pathOfReference(reference.ref);
      if (reference.section !== section || path?.[0] !== section) return undefined;
      return isObject(valueAt(root, path))
        ? undefined
        : `${quoteValue(reference.ref)} does not exist.`;
    },
  });
}

/** References of other documents have a rule of their own. */
function isExternal(ref: unknown): boolean {
  return typeof ref === "string" && !ref.startsWith("#");
}

function chained(section: Section, id: string, code: string): Rule<Definition> {
  return {
    id,
    code,
    levels: LEVELS.refused,
    description: `An entry of ${section} is not itself a reference.`,
    fix: "Describe the entry in place.",
    *check({ root }) {
      for (const [name, node] of entriesOf(own(root, section))) {
        if (!has(node, "$ref")) continue;
        yield {
          path: [section, name],
          message: `${quoteValue(name)} is a reference to another entry.`,
        };
      }
    },
  };
}

/** True for a chain of references that comes back; one that leads nowhere is not a loop. */
function isLoop(root: Definition["root"], node: unknown): boolean {
  if (!has(node, "$ref") || followReferences(root, node, []) !== undefined) return false;
  const seen = new Set<unknown>();
  let at = node;
  while (has(at, "$ref") && !seen.has(at)) {
    seen.add(at);
    const path = pathOfReference(own(at, "$ref"));
    at = path === undefined ? undefined : valueAt(root, path);
  }
  return isObject(at);
}

/** One problem for each definition on a way from it to itself through properties and items. */
function* loopsOf(root: Definition["root"], requiredOnly: boolean): Generator<Problem> {
  const definitions = entriesOf(own(root, "definitions"));
  const edges = new Map(
    definitions.map(([name, node]) => [name, [...definitionsIn(node, requiredOnly)]]),
  );
  for (const name of namesInLoops(edges)) {
    // What is nothing but a reference is the matter of another rule.
    if (has(own(own(root, "definitions"), name), "$ref")) continue;
    const path: JsonPath = ["definitions", name];
    yield {
      path,
      message: `${quoteValue(name)} ${requiredOnly ? "is required to contain" : "contains"} itself.`,
    };
  }
}

/** The definitions that a schema contains directly, those of arrays and dictionaries included. */
function* definitionsIn(node: unknown, requiredOnly: boolean): Generator<string> {
  if (!isObject(node)) return;
  const ref = pathOfReference(own(node, "$ref"));
  if (ref?.[0] === "definitions") yield String(ref[1]);
  const required = new Set(textsOf(own(node, "required")));
  for (const { value, property, steps } of childrenOf(node)) {
    const isForced = property === undefined ? steps[0] === "allOf" : required.has(property);
    if (requiredOnly && !isForced) continue;
    yield* definitionsIn(value, requiredOnly);
  }
}
