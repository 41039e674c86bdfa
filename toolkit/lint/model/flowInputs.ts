import { followReferences } from "../../document/references";
import { entriesOf, has, own, textsOf, type JsonObject } from "../../document/json";
import type { Definition } from "./definition";
import type { Operation, Parameter } from "./operations";
import { schemaAtNames } from "./reach";

/** A body has at most 512 schemas; one that contains itself has no end. */
const MAX_LEVELS = 32;
const MAX_PROPERTIES = 1000;

/**
 * The inputs of an operation that a flow has to give, by the names that flows have for them: `x`, and
 * `body/x` for a property of the body. What the platform fills in is left out: inputs that are internal
 * or have a default.
 */
export function requiredInputsOf(operation: Operation, { root }: Definition): string[] {
  return operation.parameters.flatMap((parameter) => {
    const { node, name, place } = parameter;
    if (own(node, "required") !== true || isFilledIn(node)) return [];
    // How flows name form fields is not documented.
    if (place === "formData") return [];
    return place === "body" ? requiredProperties(root, parameter) : [name];
  });
}

function requiredProperties(root: JsonObject, { node, name }: Parameter): string[] {
  const found: string[] = [];
  let level = [{ schema: own(node, "schema"), name }];
  for (let depth = 0; depth < MAX_LEVELS && level.length > 0; depth += 1) {
    level = level.flatMap(({ schema, name: at }) => {
      const target = followReferences(root, schema, [])?.node;
      if (target === undefined || isFilledIn(target)) return [];
      const required = textsOf(own(target, "required"));
      const properties = entriesOf(own(target, "properties")).filter(([key]) =>
        required.includes(key),
      );
      // What an object has that is all optional is not asked for, nor are the items of a list.
      if (properties.length > 0) {
        return properties.map(([key, value]) => ({ schema: value, name: `${at}/${key}` }));
      }
      if (depth > 0 && found.length < MAX_PROPERTIES) found.push(at);
      return [];
    });
    level = level.slice(0, MAX_PROPERTIES);
  }
  return found;
}

/** True for an input that no flow has to give. */
function isFilledIn(node: JsonObject): boolean {
  return (
    own(node, "x-ms-visibility") === "internal" ||
    own(node, "x-ms-notification-url") === true ||
    has(node, "default")
  );
}

/** True where a flow gives an input, its parts one by one, or something that it is a part of. */
export function isGiven(input: string, given: readonly string[]): boolean {
  return given.some(
    (name) => name === input || name.startsWith(`${input}/`) || input.startsWith(`${name}/`),
  );
}

/** True for the name of something that the operation takes, as far as the definition says it. */
export function isInputOf(name: string, operation: Operation, { root }: Definition): boolean {
  return operation.parameters.some((parameter) => {
    if (parameter.name === name || parameter.place === "formData") return true;
    const prefix = `${parameter.name}/`;
    if (parameter.place !== "body" || !name.startsWith(prefix)) return false;
    const names = name.slice(prefix.length).split("/");
    return schemaAtNames(root, own(parameter.node, "schema"), names).kind !== "missing";
  });
}
