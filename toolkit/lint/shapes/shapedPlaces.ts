import type { Definition } from "../model/definition";
import type { JsonObject } from "../../document/json";
import { responsePlaces } from "../model/places";
import type { SchemaPlace } from "../model/schemas";
import type { JsonPath } from "../../source/jsonPath";
import {
  headerShape,
  operationShape,
  parameterShape,
  pathItemShape,
  responseShape,
  rootShape,
  schemaShape,
} from "./definitionShapes";
import type { Shape } from "./shapeFaults";

/** An object of a definition, and the shape that it should have. */
interface ShapedPlace {
  readonly shape: Shape;
  readonly node: JsonObject;
  readonly path: JsonPath;
}

/** Every object of a definition with its shape: each is looked at by itself, however many there are. */
export function* shapedPlaces(definition: Definition): Generator<ShapedPlace> {
  const { root, pathItems, operations, parameters, schemas } = definition;
  yield { shape: rootShape, node: root, path: [] };
  for (const place of pathItems) yield { ...place, shape: pathItemShape };
  for (const place of operations) yield { ...place, shape: operationShape };
  for (const place of parameters) yield { ...place, shape: parameterShape };
  for (const place of responsePlaces(root, operations)) yield { ...place, shape: responseShape };
  for (const place of schemas) {
    const shape = shapeOf(place);
    if (shape !== undefined) yield { ...place, shape };
  }
}

/** Parameters are among the schemas too. */
function shapeOf({ use, isRoot }: SchemaPlace): Shape | undefined {
  if (use === "parameter" && isRoot) return undefined;
  return use === "header" && isRoot ? headerShape : schemaShape;
}
