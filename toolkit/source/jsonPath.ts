import { printable } from "../text/messageText";

/** A place in a JSON document: property names and indexes from its root. */
export type JsonPath = readonly (string | number)[];

/** A path as JSONPath: `$.paths['/api/x'].post`. */
export function jsonPathOf(path: JsonPath): string {
  return `$${path.map(segmentOf).join("")}`;
}

function segmentOf(segment: string | number): string {
  if (typeof segment === "number") return `[${segment}]`;
  if (/^[A-Za-z_][\w]*$/.test(segment)) return `.${segment}`;
  return `['${printable(segment).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;
}
