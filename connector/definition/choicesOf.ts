import type * as v from "valibot";
import type { Choices, Contract } from "../../function/contract/contract";

/** The properties in which a schema, a pipe item or a lenient item holds further schemas. */
const NESTED = ["pipe", "entries", "item", "items", "rest", "wrapped", "options", "publishedAs"];

/** Every drop-down of a contract: in its parameters, its body, its response and its notifications. */
export function choicesOf({ request, response, trigger }: Contract): Choices[] {
  const schemas: readonly (v.GenericSchema | undefined)[] = [
    request.path,
    request.query,
    request.headers,
    request.body?.schema,
    response.schema,
    trigger?.notification?.schema,
  ];
  return schemas.flatMap(choicesWithin);
}

function choicesWithin(part: unknown): Choices[] {
  if (typeof part !== "object" || part === null) return [];
  if (Array.isArray(part)) return part.flatMap(choicesWithin);
  const { type, metadata, entries, ...schema } = part as Record<string, unknown>;
  if (type === "metadata") return [(metadata as { choices?: Choices }).choices ?? []].flat();
  return [
    ...Object.values(entries ?? {}).flatMap(choicesWithin),
    ...NESTED.flatMap((name) => choicesWithin(schema[name])),
  ];
}
