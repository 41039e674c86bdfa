import * as v from "valibot";

/** What an HTTP trigger's binding says; other bindings matter by their type only. */
const bindingSchema = v.object({
  type: v.string(),
  /** None, or an empty list, stands for every method. */
  methods: v.nullish(v.array(v.string())),
  authLevel: v.nullish(v.string()),
  route: v.nullish(v.string()),
});

/** The bindings of a function, as function.json, functions.metadata and the Node library have them. */
export const bindingsSchema = v.array(bindingSchema);

/** A function as its app declares it, before it is known whether Azure would serve it. */
export interface DeclaredFunction {
  readonly name: string;
  readonly bindings: v.InferOutput<typeof bindingsSchema>;
  /** Function.json's: switched off for good, or by the setting of that name. */
  readonly disabled?: boolean | string | undefined;
}

/** A function whose declaration cannot be read; `reason` reads after its name. */
export interface UnreadableFunction {
  readonly name: string;
  readonly reason: string;
}
