import type * as v from "valibot";

/** The parts in which a schema may hold others. */
interface Parts {
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly item?: v.GenericSchema;
  readonly items?: readonly v.GenericSchema[];
  readonly rest?: v.GenericSchema;
  readonly wrapped?: v.GenericSchema;
  readonly options?: readonly unknown[];
  readonly pipe?: readonly unknown[];
}

/** The schema of the field that a path leads to; undefined where the path leads to none. */
export function fieldAt(
  schema: v.GenericSchema,
  path: readonly (string | number)[],
): v.GenericSchema | undefined {
  const [key, ...others] = path;
  if (key === undefined) return schema;
  const parts = schema as Parts;
  const direct = parts.entries?.[key] ?? parts.item ?? parts.items?.[Number(key)];
  if (direct) return fieldAt(direct, others);
  for (const part of [parts.wrapped, ...(parts.options ?? []), ...(parts.pipe?.slice(1) ?? [])]) {
    const found =
      typeof part === "object" && part !== null
        ? fieldAt(part as v.GenericSchema, path)
        : undefined;
    if (found) return found;
  }
  return undefined;
}
