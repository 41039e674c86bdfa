import type { JsonPath } from "../source/jsonPath";
import type { Difference } from "./change";
import type { Fact } from "./named";
import { summaryOf } from "./summary";
import { PLACE, type Field } from "./surface";

/** A difference in a field, or of the whole field. */
export interface FieldChange {
  readonly event: Difference["event"];
  /** Such as `body/count`, `list/[]/id` in the elements of an array, `*` for fields without a name. */
  readonly name: string;
  /** What of the field differs. Absent when it was added or removed as a whole. */
  readonly fact?: string;
  /** What of that: a bound, a value of its enumeration, a keyword of its drop-down's extension. */
  readonly keyword?: string;
  readonly old?: Field;
  readonly next?: Field;
  /** A field as a whole in short. */
  readonly before?: Fact;
  readonly after?: Fact;
  /** Whether it, or a field around it, is internal: makers do not see it. */
  readonly hidden: { readonly before: boolean; readonly after: boolean };
  readonly place: JsonPath;
}

interface Position {
  readonly name: string;
  readonly old: Field | undefined;
  readonly next: Field | undefined;
  readonly hidden: FieldChange["hidden"];
  readonly rest: readonly string[];
}

/**
 * The field that a difference is about.
 *
 * @param name the name of the field that the difference's path starts from, below which its own name is added
 */
export function fieldChange(
  difference: Difference,
  name: string,
  old: Field | undefined,
  next: Field | undefined,
): FieldChange {
  const start: Position = {
    name,
    old,
    next,
    hidden: { before: isInternal(old), after: isInternal(next) },
    rest: difference.path,
  };
  const { rest, ...at } = descend(start);
  const [fact, ...keywords] = rest;
  return {
    event: difference.event,
    name: at.name,
    ...(fact !== undefined && { fact }),
    ...(keywords.length > 0 && { keyword: keywords.join("/") }),
    ...("before" in difference && { before: summaryOf(difference.before) }),
    ...("after" in difference && { after: summaryOf(difference.after) }),
    ...(at.old && { old: at.old }),
    ...(at.next && { next: at.next }),
    hidden: at.hidden,
    place: (at.next ?? at.old)?.[PLACE] ?? [],
  };
}

function descend(position: Position): Position {
  const { name, old, next, hidden, rest } = position;
  const [kind, key] = rest;
  const into = (token: string, inOld: unknown, inNext: unknown, used: number): Position => {
    const [oldChild, nextChild] = [asField(inOld), asField(inNext)];
    return descend({
      name: `${name}/${token}`,
      old: oldChild,
      next: nextChild,
      hidden: {
        before: hidden.before || isInternal(oldChild),
        after: hidden.after || isInternal(nextChild),
      },
      rest: rest.slice(used),
    });
  };
  if (kind === "fields" && key !== undefined)
    return into(key, old?.fields[key], next?.fields[key], 2);
  if (kind === "items") return into("[]", old?.items, next?.items, 1);
  if (kind === "others" && (rest.length > 1 || typeof (old?.others ?? next?.others) === "object")) {
    return into("*", old?.others, next?.others, 1);
  }
  return position;
}

function asField(value: unknown): Field | undefined {
  return typeof value === "object" ? (value as Field) : undefined;
}

function isInternal(field: Field | undefined): boolean {
  return field?.visibility === "internal";
}
