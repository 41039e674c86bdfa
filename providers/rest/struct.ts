import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Wire } from "./wire";

/** Properties in the engine's own type for them, which knows no undefined. */
export function toStruct(wire: Wire): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(wire)));
}

/** Properties of a message; none if it has none. */
export function fromStruct(struct: Struct | undefined): Wire {
  return struct?.toJavaScript() ?? {};
}
