import { has, own, type JsonObject } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import type { Problem } from "../rule";

/** A problem of a property of info, or of info itself. */
export function atInfo(key: string | undefined, message: string): Problem {
  return { path: key === undefined ? ["info"] : ["info", key], message };
}

/** The problem of a property that is missing, or is not a string. */
export function* missing(key: string, name: string, info: JsonObject): Generator<Problem> {
  const found = has(info, key) ? `is ${quoteValue(own(info, key))}` : "is missing";
  yield atInfo(has(info, key) ? key : undefined, `${name} ${found}. Expected a string.`);
}
