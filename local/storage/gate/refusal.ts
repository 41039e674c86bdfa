import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";

/** The services that are accessed by identity. */
export type GatedService = "blob" | "queue" | "table";

/**
 * The gate's refusals, by Azure's codes.
 * https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes
 */
const refusals = {
  NoAuthenticationInformation: {
    statusCode: 401,
    message:
      "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.",
  },
  InvalidAuthenticationInfo: {
    statusCode: 401,
    message:
      "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.",
  },
  InvalidUri: { statusCode: 400, message: "The requested URI does not represent any resource." },
  AuthorizationPermissionMismatch: {
    statusCode: 403,
    message: "This request is not authorized to perform this operation using this permission.",
  },
  KeyBasedAuthenticationNotPermitted: {
    statusCode: 403,
    message: "Key based authentication is not permitted on this storage account.",
  },
  ResourceNotFound: { statusCode: 404, message: "The specified resource does not exist." },
  NotImplemented: {
    statusCode: 501,
    message: "The local emulator supports neither batches of blob operations nor delegated keys.",
  },
  InternalError: { statusCode: 500, message: "Server encountered an internal error." },
} as const;

/** A code of Azure Storage for a request that is refused. */
export type RefusalCode = keyof typeof refusals;

/** Responds in the service's own format: XML for blobs and queues, JSON for tables unless XML is asked for. */
export function refuse(
  response: ServerResponse,
  service: GatedService,
  code: RefusalCode,
  tenantId: string,
): void {
  const { statusCode, message } = refusals[code];
  const requestId = randomUUID();
  const text = `${message}\nRequestId:${requestId}\nTime:${new Date().toISOString()}`;
  response.setHeader("x-ms-request-id", requestId);
  if (statusCode === 401) {
    response.setHeader(
      "www-authenticate",
      `Bearer authorization_uri=https://login.microsoftonline.com/${tenantId}/oauth2/authorize resource_id=https://storage.azure.com`,
    );
  }
  if (service !== "table" || response.req.headers.accept?.includes("xml")) {
    response
      .writeHead(statusCode, { "content-type": "application/xml", "x-ms-error-code": code })
      .end(
        `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${text}</Message></Error>`,
      );
  } else {
    response
      .writeHead(statusCode, {
        "content-type": "application/json;odata=minimalmetadata;charset=utf-8",
      })
      .end(JSON.stringify({ "odata.error": { code, message: { lang: "en-US", value: text } } }));
  }
}
