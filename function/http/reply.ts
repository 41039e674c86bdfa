/** A response: what becomes of an answer, and of an error. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON value. @default no body */
  readonly jsonBody?: unknown;
}
