import { swaggerParameters, type SwaggerOperation } from "../document/swaggerOperations";
import type { SwaggerDocument, SwaggerParameter } from "../document/swaggerDocument";
import type { Entry, PostmanRequest, RequestBody, RequestUrl } from "./collectionTypes";
import type { Examples, Purpose } from "./examples";
import { parameterEntries } from "./parameterEntries";
import { requestAuth } from "./requestAuth";

/** What requests are made of. */
export interface RequestSource {
  readonly document: SwaggerDocument;
  readonly examples: Examples;
  readonly purpose: Purpose;
  /** Scheme, host and base path, or the variable that has them. No slash at its end. */
  readonly baseUrl: string;
}

/**
 * A call of an operation, with values to try it with.
 *
 * @throws Error when a reference of the operation leads nowhere
 */
export function requestOf(source: RequestSource, operation: SwaggerOperation): PostmanRequest {
  const { document, purpose } = source;
  const { node, method, pathItem } = operation;
  const parameters = swaggerParameters(document, operation).map((found) => found.node);
  const body = bodyOf(source, operation, parameters);
  return {
    method: method.toUpperCase(),
    ...(node.description !== undefined && { description: node.description }),
    // When a collection is imported, the wizard asks how connections authenticate, and it takes
    // headers of content types for inputs.
    ...(purpose === "call" && { auth: requestAuth(document, node).auth }),
    header: [
      ...(purpose === "call" ? contentHeaders(source, operation, body) : []),
      ...entriesIn("header", parameters, source),
    ],
    url: urlOf(source, pathItem.name, parameters),
    ...(body && { body }),
  };
}

function entriesIn(
  place: string,
  parameters: readonly SwaggerParameter[],
  { examples, purpose }: RequestSource,
): Entry[] {
  return parameters
    .filter((parameter) => parameter.in === place)
    .flatMap((parameter) => parameterEntries(parameter, examples, purpose));
}

function urlOf(
  source: RequestSource,
  path: string,
  parameters: readonly SwaggerParameter[],
): RequestUrl {
  const inPath = entriesIn("path", parameters, source);
  const segments = path
    .split("/")
    .slice(1)
    .map((segment) => pathSegment(segment, inPath));
  const variable = inPath.filter(({ key }) => segments.includes(`:${key}`));
  const query = entriesIn("query", parameters, source);
  const sent = query.filter(({ disabled }) => !disabled).map(({ key, value }) => `${key}=${value}`);
  const [, scheme, host = source.baseUrl, port, basePath = ""] =
    /^(https?):\/\/([^/:]+)(?::(\d+))?(?:\/(.*))?$/.exec(source.baseUrl) ?? [];
  const start = basePath === "" ? [] : basePath.split("/");
  return {
    raw: [source.baseUrl, ...segments].join("/") + (sent.length > 0 ? `?${sent.join("&")}` : ""),
    ...(scheme !== undefined && { protocol: scheme }),
    host: scheme === undefined ? [host] : host.split("."),
    ...(port !== undefined && { port }),
    path: [...start, ...segments],
    ...(query.length > 0 && { query }),
    ...(variable.length > 0 && { variable }),
  };
}

/** Postman has variables for whole segments of a path; in a part of one, the value itself stands. */
function pathSegment(segment: string, values: readonly Entry[]): string {
  const [, whole] = /^\{([^{}]+)\}$/.exec(segment) ?? [];
  if (whole !== undefined) return `:${whole}`;
  return segment.replaceAll(
    /\{([^{}]+)\}/g,
    (_match, name: string) => values.find(({ key }) => key === name)?.value ?? `{{${name}}}`,
  );
}

function bodyOf(
  source: RequestSource,
  { node }: SwaggerOperation,
  parameters: readonly SwaggerParameter[],
): RequestBody | undefined {
  const content = parameters.find((parameter) => parameter.in === "body");
  if (content) {
    const raw = JSON.stringify(source.examples.bodyOf(content.schema ?? {}), null, 2);
    return { mode: "raw", raw, options: { raw: { language: "json" } } };
  }
  const fields = entriesIn("formData", parameters, source);
  if (fields.length === 0) return undefined;
  const consumed = node.consumes ?? source.document.consumes ?? [];
  if (!consumed.includes("multipart/form-data")) return { mode: "urlencoded", urlencoded: fields };
  const isFile = (name: string) =>
    parameters.some((parameter) => parameter.name === name && parameter["type"] === "file");
  return {
    mode: "formdata",
    formdata: fields.map((field) => ({ ...field, type: isFile(field.key) ? "file" : "text" })),
  };
}

function contentHeaders(
  { document }: RequestSource,
  { node }: SwaggerOperation,
  body: RequestBody | undefined,
): Entry[] {
  const [produced = "application/json"] = node.produces ?? document.produces ?? [];
  const [consumed = "application/json"] = node.consumes ?? document.consumes ?? [];
  const accept = { key: "Accept", value: produced };
  // Postman says itself what a form is, with what separates its parts.
  return body?.mode === "raw" ? [{ key: "Content-Type", value: consumed }, accept] : [accept];
}
