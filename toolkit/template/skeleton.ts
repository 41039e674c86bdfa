import { withEdits } from "./text/edit";
import { isObject, type JsonObject } from "../document/json";
import { type MergePlan, mergePlan } from "./operations/mergePlan";
import type { TemplateOperation } from "./operations/templateOperations";
import { requireHost, type HostOptions } from "../document/host";

/** A template, and what is in it. */
export interface Template {
  readonly definition: JsonObject;
  readonly plan: MergePlan;
}

/** Certification takes at most this much, and a letter or digit at the end. */
const MAX_TITLE_CHARACTERS = 30;

/**
 * The Swagger 2.0 skeleton that the Azure portal's "Generate API definition template" made for an
 * app: the host for a title, one operation for each function, method and path, and the function
 * key. It differs from the portal's where that could not be imported or certified:
 *
 * - `info.description` is there (Microsoft's `paconn` fails without it), and a title of more than
 *   30 characters is the app's name alone;
 * - `schemes` has one, https unless another is asked for: tools take the first, and certification
 *   takes https only;
 * - operationIds are the functions' names in PascalCase, not paths with slashes, and unique;
 * - operations have a summary, and a description without a link;
 * - paths have no route constraints; their parameters are declared with them, an optional parameter
 *   makes two paths, and one path is not there twice in different letters;
 * - an anonymous function asks for no key.
 *
 * @throws RangeError when the host is not a host name.
 */
export function template(
  operations: readonly TemplateOperation[],
  hostOptions: HostOptions,
): Template {
  requireHost(hostOptions);
  const empty = emptyDefinition(hostOptions);
  const plan = mergePlan(empty, operations);
  const definition = withEdits(empty, plan.edits);
  if (!isObject(definition)) throw new Error("A template is an object.");
  return { definition, plan };
}

function emptyDefinition({ host, scheme }: HostOptions): JsonObject {
  return {
    swagger: "2.0",
    info: {
      title: titleOf(host),
      version: "1.0.0",
      description: "Replace with what these operations do for people, in 30 to 500 characters.",
    },
    host,
    basePath: "/",
    schemes: [scheme],
    paths: {},
    definitions: {},
    securityDefinitions: {},
  };
}

function titleOf(host: string): string {
  if (host.length <= MAX_TITLE_CHARACTERS) return host;
  const [appName = host] = host.split(".");
  return appName.slice(0, MAX_TITLE_CHARACTERS).replace(/-+$/, "");
}
