import { join } from "node:path";
import * as v from "valibot";
import { parseAppFile } from "./parseAppFile";

/** What an app's host.json says about its functions' addresses. */
export interface HostJson {
  /** Stands before every route, without a slash at either end; empty for none. @default "api" */
  readonly routePrefix: string;
  /** The only functions that are run; undefined when all are. */
  readonly functions: readonly string[] | undefined;
}

/** Source: learn.microsoft.com/azure/azure-functions/functions-host-json */
const schema = v.object({
  functions: v.optional(v.array(v.string())),
  extensions: v.optional(
    v.object({ http: v.optional(v.object({ routePrefix: v.optional(v.string()) })) }),
  ),
});

/**
 * Reads an app's host.json; undefined when the folder has none.
 *
 * @throws Error when it is not JSON, or its HTTP settings are not of their kind.
 */
export function readHostJson(folder: string): HostJson | undefined {
  const file = join(folder, "host.json");
  const content = parseAppFile(file);
  if (content === undefined) return undefined;
  const { success, output, issues } = v.safeParse(schema, content);
  if (!success) {
    const [{ message }] = issues;
    throw new Error(
      `${file} is not a host.json: ${v.getDotPath(issues[0]) ?? "its root"}: ${message}.`,
    );
  }
  const functions = output.functions ?? [];
  return {
    routePrefix: output.extensions?.http?.routePrefix ?? "api",
    functions: functions.length > 0 ? functions : undefined,
  };
}
