import { fact, type Fact } from "./named";
import type { Field, Input, OperationSurface, Output } from "./surface";

type Part = Partial<Field & Input & OperationSurface & Output>;

/** A value, or a part of a surface, in a few words. */
export function summaryOf(value: unknown): Fact {
  if (value === undefined) return null;
  if (typeof value !== "object" || value === null) return fact(value);
  const part = value as Part;
  if (part.method !== undefined) return `${part.method} ${part.path ?? ""}`;
  if (part.fields) return fieldSummary(part);
  if (part.headers) return part.schema ? fieldSummary(part.schema) : "no content";
  const entries = Object.entries(value);
  const isWordSet = entries.every(([, member]) => member === true);
  return isWordSet ? entries.map(([word]) => word).join(", ") : fact(value);
}

function fieldSummary({ type, format, required, in: place, fields = {} }: Part): string {
  const names = Object.keys(fields);
  const words = [
    required ? "required" : "optional",
    type ?? "value",
    format && `(${format})`,
    place && `in ${place}`,
    names.length > 0 && `with ${names.join(", ")}`,
  ];
  return words.filter(Boolean).join(" ");
}
