import type { LogLevel } from "../../functionsRuntime/coreModule";

/**
 * The messages between the Functions host and a package's worker process, and the data they carry.
 * The data has the shape that the programming model of @azure/functions reads and writes (its
 * RpcHttpData), so the worker passes it on untouched.
 */

/** A value of a map that may hold empty values. */
interface NullableString {
  readonly value: string;
}

/** A request, as the library's `HttpRequest` is made from it. No body means a request without one. */
export interface HttpRequestData {
  readonly method: string;
  readonly url: string;
  readonly nullableHeaders: Readonly<Record<string, NullableString>>;
  readonly nullableQuery: Readonly<Record<string, NullableString>>;
  readonly nullableParams: Readonly<Record<string, NullableString>>;
  readonly body?: { readonly bytes: Uint8Array };
}

/** A cookie that a handler set, as the library sends it. */
export interface HttpCookieData {
  readonly name: string;
  readonly value: string;
  readonly domain?: { readonly value: string } | undefined;
  readonly path?: { readonly value: string } | undefined;
  readonly expires?: { readonly value: { readonly seconds: number } } | undefined;
  readonly secure?: { readonly value: boolean } | undefined;
  readonly httpOnly?: { readonly value: boolean } | undefined;
  /** "none" is "not stated"; "explicitNone" is SameSite=None. */
  readonly sameSite: "none" | "lax" | "strict" | "explicitNone";
  readonly maxAge?: { readonly value: number } | undefined;
}

/** A handler's response, as the library sends it. */
export interface HttpResponseData {
  readonly statusCode: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly HttpCookieData[];
  readonly body?: { readonly bytes: Uint8Array } | null | undefined;
}

/** A value that the host sends to code, as the library reads it; it has one of these. */
export type TypedData =
  | { readonly http: HttpRequestData }
  /** Becomes the JSON value that it holds, or else stays a text. */
  | { readonly string: string }
  | { readonly json: string }
  | { readonly int: number }
  | { readonly bytes: Uint8Array };

/** One binding of a function; the fields that only some triggers have are optional. */
export interface Binding {
  readonly type: string;
  readonly direction: "in" | "out";
  readonly methods?: readonly string[] | undefined;
  readonly authLevel?: string | undefined;
  readonly route?: string | undefined;
  readonly queueName?: string | undefined;
  readonly connection?: string | undefined;
  readonly dataType?: string | undefined;
  readonly sdkBinding?: boolean | undefined;
}

/** A function as its package registered it, before the host has validated it. */
export interface RegisteredFunction {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
}

/** One call of one function. */
export interface Invocation {
  readonly invocationId: string;
  readonly functionName: string;
  /** What the trigger hands to the code. */
  readonly input: TypedData;
  /** What else is known of the event. */
  readonly triggerMetadata: Readonly<Record<string, TypedData>>;
}

/** How a call ended. A handler that returned nothing has no response. */
export type Outcome =
  | { readonly kind: "completed"; readonly response: HttpResponseData | undefined }
  /** `processEnded` where the code's process is gone, by the call's fault or not. */
  | { readonly kind: "failed"; readonly error: string; readonly processEnded?: true };

/** Runs one call; undefined when no process runs the package any more. */
export type Invoke = (invocation: Invocation) => Promise<Outcome | undefined>;

/** What the host sends to a worker. */
export type HostMessage =
  | { readonly kind: "invoke"; readonly invocation: Invocation }
  /** Run the terminate hooks and end. */
  | { readonly kind: "stop" };

/** What a worker sends to its host: first `loaded` or `loadFailed`, once. */
export type WorkerMessage =
  | { readonly kind: "loaded"; readonly functions: readonly RegisteredFunction[] }
  | { readonly kind: "loadFailed"; readonly error: string }
  | { readonly kind: "ended"; readonly invocationId: string; readonly outcome: Outcome }
  | {
      readonly kind: "log";
      readonly functionName: string | undefined;
      readonly level: LogLevel;
      readonly message: string;
    };
