import { isObject } from "../../document/json";

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** An object that JSON can hold. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a value of a JSON document is an object: neither null nor an array. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}
