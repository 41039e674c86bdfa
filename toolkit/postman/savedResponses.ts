import { STATUS_CODES } from "node:http";
import { operationName } from "../document/operations";
import { requireReferences } from "../document/references";
import type { SwaggerOperation } from "../document/swaggerOperations";
import type { SwaggerResponseObject } from "../document/swaggerDocument";
import type { Entry, PostmanRequest, SavedResponse } from "./collectionTypes";
import { textOf } from "./parameterEntries";
import type { RequestSource } from "./request";
import { stableId } from "../document/stableId";

/** An example of each response of an operation that has a status; `default` has none. */
export function savedResponses(
  source: RequestSource,
  operation: SwaggerOperation,
  originalRequest: PostmanRequest,
): SavedResponse[] {
  return Object.entries(operation.node.responses ?? {})
    .filter(([status]) => /^\d{3}$/.test(status))
    .map(([status, response]) => {
      const path = [...operation.path, "responses", status];
      const { node } = requireReferences(source.document, response, path);
      const reason = STATUS_CODES[status] ?? "";
      const content = contentOf(source, node);
      const isContent = content !== undefined;
      return {
        id: stableId("response", operationName(operation), status),
        name: `${status} ${reason}`.trim(),
        originalRequest,
        status: reason,
        code: Number(status),
        _postman_previewlanguage: isContent ? "json" : "text",
        header: [
          ...(isContent ? [{ key: "Content-Type", value: "application/json" }] : []),
          ...headersOf(node),
        ],
        cookie: [],
        body: isContent ? JSON.stringify(content, null, 2) : "",
      };
    });
}

function contentOf({ examples }: RequestSource, response: SwaggerResponseObject): unknown {
  const given = Object.entries(response.examples ?? {}).find(([type]) => /json/i.test(type));
  if (given) return given[1];
  return response.schema && examples.responseBodyOf(response.schema);
}

/** The headers that have an example: a made-up one, such as of Location, would lead nowhere. */
function headersOf({ headers = {} }: SwaggerResponseObject): Entry[] {
  return Object.entries(headers).flatMap(([key, header]) => {
    const value = header["x-example"] ?? header["example"] ?? header["default"];
    return value === undefined ? [] : [{ key, value: textOf(value) }];
  });
}
