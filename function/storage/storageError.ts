/** Names of the errors by which the storage libraries and the app's identity say that they failed. */
const NAMES = new Set([
  "RestError",
  "AuthenticationError",
  "AuthenticationRequiredError",
  "CredentialUnavailableError",
]);

/** What storage refuses a call with when the table or queue itself is not there. */
const LOST = new Set(["TableNotFound", "QueueNotFound"]);

/** The parts of a library's error that are looked at. */
interface Refusal {
  readonly statusCode?: number;
  readonly code?: string;
  /** The table library leaves the code in the body, except for transactions. */
  readonly response?: {
    readonly parsedBody?: { readonly odataError?: { readonly code?: string } };
  };
}

/** Whether an error means that storage could not be used, whatever the reason. */
export function isStorageError(error: unknown): boolean {
  return error instanceof Error && NAMES.has(error.name);
}

/** Whether the table or queue that was used is not there. */
export function isLost(error: unknown): boolean {
  const { code, response } = refusalOf(error);
  return LOST.has(code ?? response?.parsedBody?.odataError?.code ?? "");
}

/** Whether a row that was asked for is not in its table. */
export function isRowMissing(error: unknown): boolean {
  return refusalOf(error).statusCode === 404 && !isLost(error);
}

/** Whether a write was refused because another one came first. */
export function isConflict(error: unknown): boolean {
  const { statusCode } = refusalOf(error);
  return statusCode === 409 || statusCode === 412 || isRowMissing(error);
}

function refusalOf(error: unknown): Refusal {
  return error instanceof Error ? (error as Refusal) : {};
}
