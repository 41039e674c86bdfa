import * as v from "valibot";

/** The only version of host.json that the host starts with. Source: HostJsonFileConfigurationSource. */
export const HOST_JSON_VERSION = "2.0";

const text = v.string("Expected a text.");
const notAnObject = ({ expected }: { readonly expected: string | null }) =>
  expected === "Object" ? "Expected an object." : "Expected a value.";
const bundleSchema = v.looseObject({ id: text, version: text }, notAnObject);

/** Source: learn.microsoft.com/azure/azure-functions/functions-host-json */
const schema = v.looseObject(
  {
    version: v.optional(v.unknown()),
    functions: v.optional(v.array(text, "Expected a list."), []),
    extensionBundle: v.optional(bundleSchema),
    extensions: v.optional(
      v.looseObject(
        {
          http: v.optional(
            v.looseObject({ routePrefix: v.optional(text, "api") }, notAnObject),
            {},
          ),
        },
        notAnObject,
      ),
      {},
    ),
  },
  notAnObject,
);

/** A set of triggers and bindings that the host fetches, by its id and the versions that will do. */
export type ExtensionBundle = v.InferOutput<typeof bundleSchema>;

/** What a host.json says, as far as it is read here. */
export interface HostJson {
  /** Whatever it states; the host starts with `HOST_JSON_VERSION` only. */
  readonly version: unknown;
  /** Stands before every route; empty for none. @default "api" */
  readonly routePrefix: string;
  /** The only functions that are run; undefined for all of them. */
  readonly functions: readonly string[] | undefined;
  /** Where triggers other than HTTP come from; undefined when it names none. */
  readonly extensionBundle: ExtensionBundle | undefined;
}

/** What the host takes for granted without a host.json. */
export const DEFAULT_HOST_JSON: HostJson = readHostJson({ version: HOST_JSON_VERSION });

/**
 * Reads the content of a host.json.
 *
 * @throws Error that names the value with which the host does not start, after the file's name
 */
export function readHostJson(content: unknown): HostJson {
  const { version, functions, extensionBundle, extensions } = parsed(schema, content);
  return {
    version,
    routePrefix: extensions.http.routePrefix,
    functions: functions.length > 0 ? functions : undefined,
    extensionBundle,
  };
}

/**
 * Reads a part of host.json by a schema.
 *
 * @throws Error that reads after the file's name: `has the extensions.http 7. Expected an object.`
 */
export function parsed<Schema extends v.GenericSchema>(
  partSchema: Schema,
  content: unknown,
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(partSchema, content);
  if (success) return output;
  const [issue] = issues;
  const path = v.getDotPath(issue) ?? "content";
  throw new Error(`has the ${path} ${JSON.stringify(issue.input)}. ${issue.message}`);
}
