import type { JsonPath } from "../../source/jsonPath";
import type { Definition } from "./definition";
import { entriesOf, has, isObject, own, textOf, type JsonObject } from "../../document/json";
import type { Operation, Parameter } from "./operations";
import { memoizePerObject } from "../../document/memoizePerObject";
import { schemaAtNames, type Found } from "./reach";

/** How each extension calls the parts of itself. */
const KINDS = {
  "x-ms-dynamic-values": { items: "value-collection", value: "value-path", title: "value-title" },
  "x-ms-dynamic-list": { items: "itemsPath", value: "itemValuePath", title: "itemTitlePath" },
  "x-ms-dynamic-schema": { items: undefined, value: "value-path", title: undefined },
  "x-ms-dynamic-properties": { items: undefined, value: "itemValuePath", title: undefined },
} as const;

export type DynamicKind = keyof typeof KINDS;
export const DYNAMIC_KINDS = Object.keys(KINDS) as DynamicKind[];

/** An argument that a dynamic extension gives to the operation that it calls. */
export interface Argument {
  /** Name of the parameter of the called operation, or a path into its body. */
  readonly name: string;
  /** Name of the parameter, or a path into the body, of the operation it is used in, if it is one. */
  readonly source: string | undefined;
  /** The value that is given otherwise. */
  readonly value: unknown;
  readonly path: JsonPath;
}

/** A dynamic extension, as an operation uses it. */
export interface DynamicUse {
  readonly kind: DynamicKind;
  readonly node: JsonObject;
  readonly path: JsonPath;
  /** The parameter or schema that it is on. */
  readonly holder: JsonObject;
  /** The operation whose form or result it fills. */
  readonly operation: Operation;
  readonly operationId: unknown;
  /** The operation that it calls, if the definition has it. */
  readonly target: Operation | undefined;
  readonly arguments: readonly Argument[];
  /** Path to the list in the called operation's result; none for schemas. */
  readonly itemsPath: string | undefined;
  readonly valuePath: string | undefined;
  readonly titlePath: string | undefined;
}

/** More than any connector has; operations that share a schema each use its extensions. */
const MAX_USES = 10_000;

/** The dynamic extensions that operations use in their parameters, bodies and results. */
export const dynamicUsesOf = memoizePerObject((definition: Definition): readonly DynamicUse[] => {
  const uses: DynamicUse[] = [];
  for (const operation of definition.operations) {
    if (uses.length < MAX_USES) uses.push(...usesIn(operation, definition));
  }
  return uses;
});

function usesIn(operation: Operation, definition: Definition): DynamicUse[] {
  return holdersOf(operation, definition).flatMap(({ node: holder, path }) =>
    DYNAMIC_KINDS.flatMap((kind) => {
      const node = own(holder, kind);
      if (!isObject(node)) return [];
      return [useOf(definition, operation, kind, node, holder, [...path, kind])];
    }),
  );
}

interface Holder {
  readonly node: JsonObject;
  readonly path: JsonPath;
}

function holdersOf(operation: Operation, definition: Definition): Holder[] {
  const parameters = operation.parameters.flatMap(({ node, path, place }) =>
    place === "body"
      ? [...definition.reached(own(node, "schema"), [...path, "schema"])]
      : [{ node, path }],
  );
  const results = operation.responses.flatMap(({ node, path }) => [
    ...definition.reached(own(node, "schema"), [...path, "schema"]),
  ]);
  const content = own(operation.pathItem.node, "x-ms-notification-content");
  const contentPath = [...operation.pathItem.path, "x-ms-notification-content", "schema"];
  const isNotified = operation.isTrigger && isObject(content);
  const notified = isNotified ? definition.reached(own(content, "schema"), contentPath) : [];
  return [...parameters, ...results, ...notified];
}

function useOf(
  { operationById }: Definition,
  operation: Operation,
  kind: DynamicKind,
  node: JsonObject,
  holder: JsonObject,
  path: JsonPath,
): DynamicUse {
  const operationId = own(node, "operationId");
  const { items, value, title } = KINDS[kind];
  return {
    kind,
    node,
    path,
    holder,
    operation,
    operationId,
    target: operationById.get(operationId),
    arguments: entriesOf(own(node, "parameters")).map(([name, argument]) => ({
      name,
      source: textOf(own(argument, "parameter")) ?? textOf(own(argument, "parameterReference")),
      value: isObject(argument) ? own(argument, "value") : argument,
      path: [...path, "parameters", name],
    })),
    itemsPath: items && textOf(own(node, items)),
    valuePath: textOf(own(node, value)),
    titlePath: title && textOf(own(node, title)),
  };
}

/** What a name in an argument stands for: a parameter, or a property somewhere in the body. */
export interface Input {
  /** Its own name, after those of what is around it. */
  readonly names: readonly string[];
  readonly node: JsonObject;
  readonly isRequired: boolean;
  readonly isInternal: boolean;
  /** False for a property of the body, which older extensions name like a parameter. */
  readonly isParameter: boolean;
}

/**
 * The inputs of an operation that a name, or a path such as `body/id`, may stand for.
 *
 * @returns an empty list where there is none
 */
export function inputsNamed(operation: Operation, name: string, definition: Definition): Input[] {
  const wanted = namesOf(name);
  const inputs = inputsByName(definition)(operation);
  const itself = (inputs.get(name) ?? []).filter(({ isParameter }) => isParameter);
  const inside = (inputs.get(wanted.at(-1) ?? "") ?? []).filter(
    ({ isParameter, names }) => !isParameter && endsWith(names, wanted),
  );
  return [...itself, ...inside];
}

/** The inputs of an operation by their last name, worked out once. */
const inputsByName = memoizePerObject((definition: Definition) =>
  memoizePerObject((operation: Operation): ReadonlyMap<string, readonly Input[]> => {
    const byName = new Map<string, Input[]>();
    for (const input of operation.parameters.flatMap((it) => inputsOf(it, definition))) {
      const name = input.names.at(-1) ?? "";
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [input]);
      else known.push(input);
    }
    return byName;
  }),
);

function inputsOf(parameter: Parameter, definition: Definition): Input[] {
  const { node, path, place, name, isInternal } = parameter;
  const isRequired = own(node, "required") === true;
  const itself = { names: [name], node, isRequired, isInternal, isParameter: true };
  if (place !== "body") return [itself];
  const properties = definition
    .reached(own(node, "schema"), [...path, "schema"])
    .filter(({ names }) => names.length > 0)
    .map((reached) => ({
      names: [name, ...reached.names],
      node: reached.node,
      isRequired: isRequired && reached.isRequired,
      isInternal: isInternal || reached.isInternal,
      isParameter: false,
    }));
  return [itself, ...properties];
}

/** `body/id` and `body["id"]` as names. */
function namesOf(path: string): string[] {
  return path.split(/[/[\]"'.]+/).filter((name) => name !== "");
}

function endsWith(names: readonly string[], end: readonly string[]): boolean {
  const offset = names.length - end.length;
  return offset >= 0 && end.every((name, index) => names[offset + index] === name);
}

/** The part of an operation's successful result at a path such as `value/items`. */
export function resultAt(operation: Operation, path: string | undefined, root: JsonObject): Found {
  const success = operation.responses.find(
    ({ status, node }) => status.startsWith("2") && has(node, "schema"),
  );
  if (success === undefined) return { kind: "open" };
  return schemaAtNames(root, own(success.node, "schema"), (path ?? "").split("/").filter(Boolean));
}
