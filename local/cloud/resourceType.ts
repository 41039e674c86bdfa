import * as v from "valibot";
import type { Cloud } from "./cloud";
import type { Item } from "./inventory";
import { hasUnknown } from "./wire";

/** What a resource type answers when a resource is put in place. */
export interface PutResult {
  outputs: Record<string, unknown>;
  hidden?: Record<string, unknown>;
}

/** How the stand-in imitates one resource type. */
export interface ResourceType<Inputs = never> {
  /** What Azure demands of the inputs; anything else may stand beside it. */
  schema: v.GenericSchema<unknown, Inputs>;
  /** Inputs whose change makes a new resource. */
  replaceOnChanges: readonly string[];
  /** Inputs that the provider fills in when they are not given. */
  defaults?(): Record<string, unknown>;
  /** Resource id. */
  identify(inputs: Inputs, cloud: Cloud): string;
  /** Creates or changes; Azure has one call for both. `existing` is what was there. */
  put(inputs: Inputs, cloud: Cloud, id: string, existing: Item | undefined): Promise<PutResult>;
  /** What the provider tells now, where that can differ from what it told before; undefined if it is gone. */
  read?(item: Item, cloud: Cloud): Promise<Record<string, unknown> | undefined>;
  /** Undoes what {@link put} did beyond the inventory. */
  remove?(item: Item, cloud: Cloud): Promise<void>;
}

/** Lets a type's functions see its inputs' type, which the table of all types does not need to know. */
export function defineResourceType<Inputs>(type: ResourceType<Inputs>): ResourceType {
  return type as unknown as ResourceType;
}

/** One input that Azure would refuse. */
export interface Problem {
  property: string;
  reason: string;
}

/** What Azure would refuse of the inputs, as far as they are known. */
export function problemsOf(type: ResourceType, inputs: unknown): Problem[] {
  const { issues = [] } = v.safeParse(type.schema, inputs);
  return issues
    .filter((issue) => !hasUnknown(issue.input))
    .map((issue) => ({ property: v.getDotPath(issue) ?? "", reason: issue.message }));
}

/** A name that Azure takes: the pattern, and the rule in words for who gets it wrong. */
export function nameOf(pattern: RegExp, rule: string) {
  return v.pipe(
    v.string(),
    v.regex(pattern, ({ received }) => `${received} is not a valid name: expected ${rule}`),
  );
}
