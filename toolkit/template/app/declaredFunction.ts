import * as v from "valibot";
import { quoteValue } from "../../text/messageText";

/** What an HTTP trigger's binding says; other bindings matter by their type only. */
const bindingSchema = v.object(
  {
    type: v.string("a text"),
    /** None, or an empty list, stands for every method. */
    methods: v.nullish(v.array(v.string("texts"), "a list of texts")),
    authLevel: v.nullish(v.string("a text")),
    route: v.nullish(v.string("a text")),
  },
  "an object",
);

const bindingsSchema = v.array(bindingSchema, "a list");

/** A function as its app declares it, before it is known whether Azure would serve it. */
export interface DeclaredFunction {
  readonly name: string;
  readonly bindings: v.InferOutput<typeof bindingsSchema>;
  /** Function.json's: switched off for good, or by the setting of that name. */
  readonly disabled?: boolean | string | undefined;
}

/** A function whose declaration cannot be read; `message` reads after its name. */
export interface UnreadableFunction {
  readonly name: string;
  readonly message: string;
}

/**
 * A function by its bindings, as function.json, functions.metadata and the Node library have them.
 * One whose bindings have another form does not keep the others from being read.
 */
export function declaredFunction(
  name: string,
  bindings: unknown,
): DeclaredFunction | UnreadableFunction {
  const { success, output, issues } = v.safeParse(bindingsSchema, bindings);
  if (success) return { name, bindings: output };
  const [{ path, input, message: expected }] = issues;
  const property = path?.[1]?.key;
  const what = typeof property === "string" ? `a binding with ${property}` : "bindings";
  return { name, message: `has ${what} ${quoteValue(input)}; expected ${expected}` };
}
