/** What a service answered, or why it did not. */
export interface Answer {
  /** HTTP status; 0 when the service was not reached. */
  readonly status: number;
  /** The service's own code for a failure, such as AuthorizationFailed; empty if it gave none. */
  readonly code: string;
  /** The service's own words for a failure; empty if it gave none. */
  readonly message: string;
  /** By which the service's support finds the request; empty if it gave none. */
  readonly requestId: string;
  /** The body: what its JSON says, or else its text. */
  readonly body: unknown;
  /** What the service asks to wait before it is asked again; 0 if it does not. */
  readonly retryAfterMs: number;
  /** A header; empty if there is none. */
  readonly header: (name: string) => string;
  /** The answer in one phrase: code, message, status and request id. */
  readonly summary: string;
}

/** The parts of an HTTP response that an {@link Answer} is read from. */
export interface RawResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | undefined };
  readonly bodyAsText?: string | null | undefined;
}

/** Longest message that an answer's summary repeats, in characters. */
const MAX_MESSAGE = 600;

/**
 * Reads a response.
 *
 * @param secrets texts that are left out of whatever the service says
 */
export function readAnswer(response: RawResponse, secrets: readonly string[] = []): Answer {
  const header = (name: string): string => response.headers.get(name) ?? "";
  const text = response.bodyAsText ?? "";
  const body = parsed(text);
  const said = response.status < 400 ? { code: "", message: "" } : failureOf(body, text, header);
  const message = withoutSecrets(oneLine(said.message), secrets).slice(0, MAX_MESSAGE);
  const requestId =
    header("x-ms-request-id") || header("x-ms-correlation-request-id") || header("request-id");
  return {
    status: response.status,
    code: said.code,
    message,
    requestId,
    body,
    retryAfterMs: retryAfterMs(header("retry-after")),
    header,
    summary: summaryOf({ ...said, message, status: response.status, requestId }),
  };
}

/** An answer for a service that was not reached. */
export function noAnswer(error: unknown, secrets: readonly string[] = []): Answer {
  const code = errorCode(error);
  const text = error instanceof Error ? error.message : String(error);
  const message = withoutSecrets(oneLine(text), secrets).slice(0, MAX_MESSAGE);
  return {
    status: 0,
    code,
    message,
    requestId: "",
    body: undefined,
    retryAfterMs: 0,
    header: () => "",
    summary: `it was not reached: ${message}`,
  };
}

/** Leaves secrets out of a text: those given, and whatever looks like a token or a signature. */
export function withoutSecrets(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter((secret) => secret !== "");
  return known
    .reduce((kept, secret) => kept.replaceAll(secret, "[secret]"), text)
    .replaceAll(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[token]")
    .replaceAll(/\bsig=[^&\s"']+/g, "sig=[secret]");
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Each of Azure's services says what was wrong in a form of its own. */
function failureOf(
  body: unknown,
  text: string,
  header: (name: string) => string,
): { code: string; message: string } {
  const storageCode = header("x-ms-error-code");
  if (typeof body !== "object" || body === null) {
    const isPage = /<html/i.test(text);
    return { code: storageCode, message: xmlMessage(text) ?? (isPage ? "" : text) };
  }
  const top = body as Record<string, unknown>;
  const error = typeof top["error"] === "object" && top["error"] !== null ? top["error"] : top;
  const fields = Object.fromEntries(
    Object.entries(error).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const message = fields["message"] ?? top["error_description"] ?? fields["exceptionmessage"];
  const code = fields["code"] ?? top["error"];
  return {
    code: typeof code === "string" ? code : storageCode,
    message: typeof message === "string" ? message : "",
  };
}

function xmlMessage(text: string): string | undefined {
  // The request's id and time, which storage repeats on further lines, are headers too.
  return /<Message>([^<\n]*)/.exec(text)?.[1];
}

function summaryOf({
  code,
  message,
  status,
  requestId,
}: Pick<Answer, "code" | "message" | "status" | "requestId">): string {
  const said = [code, message.replace(/[.\s]+$/, "")].filter((part) => part !== "").join(": ");
  const id = requestId === "" ? "" : `, request id ${requestId}`;
  return said === "" ? `HTTP ${status}${id}` : `${said} (HTTP ${status}${id})`;
}

/** What a Retry-After header, in seconds or as a date, asks to wait; 0 if it is empty. */
export function retryAfterMs(header: string): number {
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now());
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function errorCode(error: unknown): string {
  const code: unknown = typeof error === "object" && error !== null && Reflect.get(error, "code");
  return typeof code === "string" ? code : "";
}

/**
 * Checks that a service did what it was asked.
 *
 * @param doing what was asked, to follow "Azure refused to": "register Microsoft.App"
 * @throws Error in one sentence otherwise
 */
export function requireDone(answer: Answer, doing: string): void {
  if (answer.status >= 200 && answer.status < 300) return;
  throw new Error(
    answer.status === 0
      ? `Azure could not be asked to ${doing}: ${answer.message}.`
      : `Azure refused to ${doing}: ${answer.summary}.`,
  );
}
