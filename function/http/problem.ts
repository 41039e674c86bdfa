import type { HttpResponseInit } from "@azure/functions";

/** What is wrong with one field of a request. */
export interface FieldError {
  /** Where the field is: a JSON pointer in its URI fragment form, such as "#/hours". */
  readonly pointer: string;
  /** What was expected and what was received instead, as a sentence. */
  readonly detail: string;
  /** What was expected, on its own. */
  readonly expected: string;
}

/** Reason phrases as RFC 9110 has them. RFC 9457 wants them as titles of an `about:blank` problem. */
const TITLES = {
  400: "Bad Request",
  413: "Content Too Large",
  500: "Internal Server Error",
} as const;

/** Why a request gets no answer. Thrown anywhere, it becomes a response in one place. */
export class Problem extends Error {
  override readonly name = "Problem";

  /**
   * @param status the HTTP status of the response
   * @param detail what was wrong and what to do, as sentences that are safe to show to the caller
   * @param errors one entry for each bad field
   */
  constructor(
    readonly status: keyof typeof TITLES,
    detail: string,
    readonly errors: readonly FieldError[] = [],
  ) {
    super(detail);
  }
}

/** A problem as an RFC 9457 problem document. */
export function toProblemResponse({ status, message, errors }: Problem): HttpResponseInit {
  return {
    status,
    headers: { "content-type": "application/problem+json" },
    jsonBody: {
      type: "about:blank",
      title: TITLES[status],
      status,
      detail: message,
      ...(errors.length > 0 && { errors }),
    },
  };
}
