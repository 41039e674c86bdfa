/** A response with a JSON body or none: what an operation returns, and what an error becomes. */
export interface JsonResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON value. Absent when there is no body. */
  readonly jsonBody?: unknown;
}
