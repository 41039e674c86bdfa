import type { JsonResponse } from "./jsonResponse";

/** What is wrong with one field of a request. */
export interface FieldError {
  /** Where a field of the body is: a JSON pointer in its URI fragment form, such as "#/hours". */
  readonly pointer?: string;
  /** The name of a parameter, when it is not in the body. */
  readonly parameter?: string;
  /** What was expected and what was received instead, as a sentence. */
  readonly detail: string;
  /** What was expected, on its own. */
  readonly expected: string;
}

/** Reason phrases as RFC 9110 has them. RFC 9457 wants them as titles of an `about:blank` problem. */
const TITLES = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Content Too Large",
  422: "Unprocessable Content",
  500: "Internal Server Error",
  503: "Service Unavailable",
} as const;

/** What a problem's response carries besides its status and detail. */
interface ProblemParts {
  /** One entry for each bad field. */
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** For the log only: what went wrong behind it. */
  readonly cause?: unknown;
}

/** Why a request fails. Thrown anywhere, it becomes a response in one place. */
export class Problem extends Error {
  override readonly name = "Problem";

  /**
   * @param status the HTTP status of the response
   * @param detail what was wrong and what to do, as sentences that are safe to show to the caller
   */
  constructor(
    readonly status: keyof typeof TITLES,
    detail: string,
    readonly parts: ProblemParts = {},
  ) {
    super(detail, { cause: parts.cause });
  }
}

/** A problem as an RFC 9457 problem document. */
export function toProblemResponse({ status, message, parts }: Problem): JsonResponse {
  const { errors = [], headers = {} } = parts;
  return {
    status,
    headers: { ...headers, "content-type": "application/problem+json" },
    jsonBody: {
      type: "about:blank",
      title: TITLES[status],
      status,
      detail: message,
      ...(errors.length > 0 && { errors }),
    },
  };
}
