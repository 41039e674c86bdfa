import type { JsonObject } from "../../document/json";
import type { JsonPath } from "../../source/jsonPath";

/** Sections of a definition that references may point into. */
export type Section = "definitions" | "parameters" | "responses";

/** A `$ref` where it is written. */
export interface Reference {
  readonly ref: unknown;
  /** Path of the object that holds the `$ref`. */
  readonly path: JsonPath;
  readonly node: JsonObject;
  /** The section that a reference in this place must point into. */
  readonly section: Section;
}
