import type { JsonPath } from "../../source/jsonPath";
import {
  entriesOf,
  has,
  isObject,
  listOf,
  objectAt,
  own,
  textOf,
  type JsonObject,
} from "../../document/json";
import type { Operation, PathItem } from "./operations";
import type { Reference } from "./references";
import { schemasUnder, type SchemaPlace } from "./schemas";

/** A parameter where it is written; its reference, if it is one, is not followed. */
export interface ParameterPlace {
  readonly node: JsonObject;
  readonly path: JsonPath;
  /** True where everything that uses it is internal, or it is itself. */
  readonly isInternal: boolean;
}

/** True for a parameter whose texts people see; the body is described by its schema. */
export function isSeen({ node, isInternal }: ParameterPlace): boolean {
  return !isInternal && own(node, "in") !== "body" && !has(node, "$ref");
}

/** Every parameter where it is written. */
export function* parameterPlaces(
  root: JsonObject,
  pathItems: readonly PathItem[],
  operations: readonly Operation[],
): Generator<ParameterPlace> {
  for (const [name, node] of entriesOf(own(root, "parameters"))) {
    yield* parameterPlace(node, ["parameters", name], false);
  }
  const visible = new Set(operations.flatMap(visiblePathItem));
  for (const pathItem of pathItems) {
    yield* listedPlaces(pathItem.node, pathItem.path, !visible.has(pathItem));
  }
  for (const { node, path, isInternal } of operations) {
    yield* listedPlaces(node, path, isInternal);
  }
}

function visiblePathItem({ isInternal, pathItem }: Operation): PathItem[] {
  return isInternal ? [] : [pathItem];
}

function* listedPlaces(
  holder: JsonObject,
  path: JsonPath,
  isInternal: boolean,
): Generator<ParameterPlace> {
  for (const [index, node] of listOf(own(holder, "parameters")).entries()) {
    yield* parameterPlace(node, [...path, "parameters", index], isInternal);
  }
}

function* parameterPlace(
  node: unknown,
  path: JsonPath,
  isInternal: boolean,
): Generator<ParameterPlace> {
  if (!isObject(node)) return;
  yield { node, path, isInternal: isInternal || own(node, "x-ms-visibility") === "internal" };
}

/** Every schema where it is written; parameters, their items and headers are schemas too. */
export function* schemaPlaces(
  root: JsonObject,
  pathItems: readonly PathItem[],
  operations: readonly Operation[],
  parameters: readonly ParameterPlace[],
): Generator<SchemaPlace> {
  for (const [name, node] of entriesOf(own(root, "definitions"))) {
    yield* schemasUnder(node, ["definitions", name], "definition");
  }
  for (const { node, path } of parameters) {
    if (has(node, "$ref")) continue;
    if (own(node, "in") === "body") {
      yield* schemasUnder(own(node, "schema"), [...path, "schema"], "input");
    } else {
      yield* schemasUnder(node, path, "parameter");
    }
  }
  for (const { node, path } of responsePlaces(root, operations)) {
    yield* schemasUnder(own(node, "schema"), [...path, "schema"], "output");
    for (const [name, header] of entriesOf(own(node, "headers"))) {
      yield* schemasUnder(header, [...path, "headers", name], "header");
    }
  }
  for (const { node, path } of notificationPlaces(pathItems, operations)) {
    yield* schemasUnder(own(node, "schema"), [...path, "schema"], "notification");
  }
}

interface Place {
  readonly node: JsonObject;
  readonly path: JsonPath;
}

/** Every response where it is written. */
export function* responsePlaces(
  root: JsonObject,
  operations: readonly Operation[],
): Generator<Place> {
  const holders: Place[] = [
    { node: objectAt(root, "responses"), path: ["responses"] },
    ...operations.map(({ node, path }) => ({
      node: objectAt(node, "responses"),
      path: [...path, "responses"],
    })),
  ];
  for (const holder of holders) {
    for (const [status, node] of entriesOf(holder.node)) {
      if (isObject(node) && !status.startsWith("x-"))
        yield { node, path: [...holder.path, status] };
    }
  }
}

/** Every notification's content, which belongs to a path but is found on operations too. */
function* notificationPlaces(
  pathItems: readonly PathItem[],
  operations: readonly Operation[],
): Generator<Place> {
  for (const holder of [...pathItems, ...operations]) {
    const node = own(holder.node, "x-ms-notification-content");
    if (isObject(node)) yield { node, path: [...holder.path, "x-ms-notification-content"] };
  }
}

/** Every reference where it is written. */
export function* referencePlaces(
  root: JsonObject,
  pathItems: readonly PathItem[],
  operations: readonly Operation[],
  parameters: readonly ParameterPlace[],
  schemas: readonly SchemaPlace[],
): Generator<Reference> {
  const sections = [
    { places: parameters, section: "parameters" },
    { places: [...responsePlaces(root, operations)], section: "responses" },
    { places: schemas.filter(({ use }) => use !== "parameter"), section: "definitions" },
  ] as const;
  for (const { places, section } of sections) {
    for (const { node, path } of places) {
      // A property may be called $ref; a reference is a text.
      if (has(node, "$ref")) yield { ref: own(node, "$ref"), path, node, section };
    }
  }
  // References of path items are not supported at all, but may still lead out of the document.
  for (const { node, path } of pathItems) {
    const ref = textOf(own(node, "$ref"));
    if (ref !== undefined && !ref.startsWith("#"))
      yield { ref, path, node, section: "definitions" };
  }
}
