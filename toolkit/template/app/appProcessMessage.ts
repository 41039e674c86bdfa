import * as v from "valibot";

/** What the process that loads an app is started with, as JSON in its first argument. */
export interface AppProcessTask {
  /** The app's folder. */
  readonly folder: string;
  /** The files to load, in their order. */
  readonly entries: readonly AppEntry[];
  /** After this time the process ends itself, should its starter be gone. */
  readonly deadlineMs: number;
}

/** A file that registers functions while it is loaded. */
export interface AppEntry {
  /** Relative to the app's folder. */
  readonly file: string;
  readonly isEsModule: boolean;
}

/** What that process says, once. Untrusted: the app's own code could say the same. */
export const appProcessMessage = v.variant("kind", [
  v.object({
    kind: v.literal("loaded"),
    /** As the app registers them: of any form; they are checked one by one. */
    functions: v.array(v.object({ name: v.string(), bindings: v.array(v.unknown()) })),
  }),
  v.object({
    kind: v.literal("failed"),
    file: v.string(),
    /** The error's name and message, and the line of the app that threw it, when it is known. */
    error: v.string(),
    code: v.optional(v.string()),
  }),
]);

export type AppProcessMessage = v.InferOutput<typeof appProcessMessage>;
