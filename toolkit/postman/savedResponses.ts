import { STATUS_CODES } from "node:http";
import { operationName, type PlacedOperation } from "../document/placedOperations";
import { below, follow } from "../document/references";
import type { SwaggerResponseObject } from "../document/swaggerDocument";
import type { Entry, PostmanRequest, SavedResponse } from "./collectionTypes";
import { textOf } from "./parameterEntries";
import type { RequestSource } from "./request";
import { stableId } from "../document/stableId";

/** An example of each status that an operation answers. `default` has none, so it is no example. */
export function savedResponses(
  source: RequestSource,
  placed: PlacedOperation,
  originalRequest: PostmanRequest,
): SavedResponse[] {
  const { operation, path, method } = placed;
  return Object.entries(operation.responses ?? {})
    .filter(([status]) => /^\d{3}$/.test(status))
    .map(([status, response]) => {
      const place = below("/paths", path, method, "responses", status);
      const { part } = follow(source.document, response, place);
      const reason = STATUS_CODES[status] ?? "";
      const content = contentOf(source, part);
      const isContent = content !== undefined;
      return {
        id: stableId("response", operationName(placed), status),
        name: `${status} ${reason}`.trim(),
        originalRequest,
        status: reason,
        code: Number(status),
        _postman_previewlanguage: isContent ? "json" : "text",
        header: [
          ...(isContent ? [{ key: "Content-Type", value: "application/json" }] : []),
          ...headersOf(part),
        ],
        cookie: [],
        body: isContent ? JSON.stringify(content, null, 2) : "",
      };
    });
}

function contentOf({ examples }: RequestSource, response: SwaggerResponseObject): unknown {
  const given = Object.entries(response.examples ?? {}).find(([type]) => /json/i.test(type));
  if (given) return given[1];
  return response.schema && examples.answerOf(response.schema);
}

/** The headers that have an example: one that is made up, such as of Location, would lead nowhere. */
function headersOf({ headers = {} }: SwaggerResponseObject): Entry[] {
  return Object.entries(headers).flatMap(([key, header]) => {
    const value = header["x-example"] ?? header["example"] ?? header["default"];
    return value === undefined ? [] : [{ key, value: textOf(value) }];
  });
}
