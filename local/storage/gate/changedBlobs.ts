import type { RequestListener, ServerResponse } from "node:http";
import { blobActions } from "./blobActions";
import { storageRequest } from "./storageRequest";

/** What follows a change of blobs before the client learns of it. */
export interface AfterChange {
  /** After every change. */
  save(): Promise<void>;
  /** After an account's service properties were set. */
  followProperties(account: string): Promise<void>;
}

/** Holds the response to a change of blobs back until what follows is done. */
export function withAfterChange(after: AfterChange, listener: RequestListener): RequestListener {
  return (incoming, response) => {
    const request = storageRequest(incoming);
    if (request !== undefined && !["GET", "HEAD", "OPTIONS"].includes(request.method)) {
      const setsProperties = blobActions(request).flat().includes("blobServices/write");
      endAfter(response, async () => {
        if (setsProperties) await after.followProperties(request.account);
        await after.save();
      });
    }
    listener(incoming, response);
  };
}

/** Does some work before a response ends, if it reports success; without the work, the response is cut off. */
function endAfter(response: ServerResponse, work: () => Promise<void>): void {
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  response.end = (...args: unknown[]) => {
    if (response.statusCode >= 300) return end(...args);
    work().then(
      () => end(...args),
      (error: unknown) => {
        process.stderr.write(`Storage, blob service: ${String(error)}\n`);
        response.destroy();
      },
    );
    return response;
  };
}
