import * as v from "valibot";

import { type QueueOptions, queueOptionsSchema } from "./queueTrigger/queueOptions";

/** What a package's host.json says, as far as it is heeded here. */
export interface HostJson {
  /** `extensions.http.routePrefix`. @default "api" */
  readonly routePrefix: string;
  /** Where triggers other than HTTP come from; undefined when the package names none. */
  readonly extensionBundle: ExtensionBundle | undefined;
  /** `extensions.queues`. */
  readonly queues: QueueOptions;
}

/** A set of triggers and bindings that the host fetches, by its id and the versions that will do. */
export type ExtensionBundle = v.InferOutput<typeof bundleSchema>;

const text = v.string("Expected a text.");

const bundleSchema = v.looseObject({ id: text, version: text }, "Expected an object.");

const schema = v.looseObject({
  extensionBundle: v.optional(bundleSchema),
  extensions: v.optional(
    v.looseObject(
      {
        http: v.optional(
          v.looseObject({ routePrefix: v.optional(text, "api") }, "Expected an object."),
          {},
        ),
        queues: v.optional(queueOptionsSchema, {}),
      },
      "Expected an object.",
    ),
    {},
  ),
});

/**
 * Reads a package's host.json.
 * @throws an error that names the value that the host would not start with.
 */
export function readHostJson(json: Readonly<Record<string, unknown>>): HostJson {
  if (json["version"] !== "2.0") {
    throw new Error(
      `The package's host.json has the version ${JSON.stringify(json["version"])}. Expected "2.0".`,
    );
  }
  const { success, output, issues } = v.safeParse(schema, json);
  if (!success) {
    const [issue] = issues;
    throw new Error(
      `The package's host.json has the ${v.getDotPath(issue)} ${JSON.stringify(issue.input)}. ${issue.message}`,
    );
  }
  const { extensionBundle, extensions } = output;
  return { routePrefix: extensions.http.routePrefix, extensionBundle, queues: extensions.queues };
}
