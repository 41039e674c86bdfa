import type { TokenCredential } from "@azure/identity";
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  isRestError,
  type HttpClient,
  type HttpMethods,
  type Pipeline,
} from "@azure/core-rest-pipeline";
import { noAnswer, readAnswer, type Answer } from "./answer";
import { busyRetries } from "./retries";

/** A request to one of Azure's services. */
export interface RestRequest {
  readonly method: HttpMethods;
  readonly url: string;
  /** What the token is for, with `/.default` at its end. Without it, no token is sent. */
  readonly scope?: string | undefined;
  /** An object is sent as JSON. */
  readonly body?: object | string | Uint8Array | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Ends the request at once. */
  readonly signal?: AbortSignal | undefined;
  /** False where the caller asks again by itself, so that each answer is seen. @default true */
  readonly isRetried?: boolean | undefined;
  /** How long one attempt may take. @default 100000 */
  readonly timeoutMs?: number | undefined;
  /** Texts that no message repeats, such as a key that is sent. @default [] */
  readonly secrets?: readonly string[] | undefined;
}

/** What a client is made of. */
export interface RestClientOptions {
  /** The product that the service's logs name. */
  readonly userAgent: string;
  /** Asked for a token when a request first needs one. Left out, no request can have a scope. */
  readonly credential?: TokenCredential | undefined;
  /** Left out, Node's. */
  readonly httpClient?: HttpClient | undefined;
}

const DEFAULT_TIMEOUT_MS = 100_000;

/** Sends requests to Azure's services, and again where it helps. */
export class RestClient {
  readonly #options: RestClientOptions;
  readonly #httpClient: HttpClient;
  readonly #pipelines = new Map<string, Pipeline>();

  constructor(options: RestClientOptions) {
    this.#options = options;
    this.#httpClient = options.httpClient ?? createDefaultHttpClient();
  }

  /**
   * Sends a request. Whatever the service answers is returned, and that it was not reached too.
   *
   * @throws the signal's reason when it ends the request, and Error when the deployer cannot sign in
   */
  async send(request: RestRequest): Promise<Answer> {
    const { method, url, scope, headers, signal, timeoutMs, secrets = [] } = request;
    const { content, contentType } = contentOf(request.body);
    try {
      const response = await this.#pipeline(scope, request.isRetried ?? true).sendRequest(
        this.#httpClient,
        createPipelineRequest({
          method,
          url,
          headers: createHttpHeaders({
            ...(contentType !== undefined && { "content-type": contentType }),
            ...headers,
          }),
          timeout: timeoutMs ?? DEFAULT_TIMEOUT_MS,
          ...(content !== undefined && { body: content }),
          ...(signal !== undefined && { abortSignal: signal }),
        }),
      );
      return readAnswer(response, secrets);
    } catch (error) {
      signal?.throwIfAborted();
      if (isRestError(error) || isTimeout(error)) return noAnswer(error, secrets);
      throw error;
    }
  }

  #pipeline(scope: string | undefined, isRetried: boolean): Pipeline {
    const key = `${scope ?? ""} ${isRetried}`;
    const known = this.#pipelines.get(key);
    if (known !== undefined) return known;
    const pipeline = createPipelineFromOptions({
      userAgentOptions: { userAgentPrefix: this.#options.userAgent },
      retryOptions: { maxRetries: 0 },
    });
    if (isRetried) pipeline.addPolicy(busyRetries(), { phase: "Retry" });
    if (scope !== undefined) {
      const { credential } = this.#options;
      if (credential === undefined) throw new Error("This client has no credential.");
      pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scope }), {
        phase: "Sign",
      });
    }
    this.#pipelines.set(key, pipeline);
    return pipeline;
  }
}

function contentOf(body: RestRequest["body"]): {
  content?: string | Uint8Array;
  contentType?: string;
} {
  if (body === undefined) return {};
  if (typeof body === "string" || body instanceof Uint8Array) return { content: body };
  return { content: JSON.stringify(body), contentType: "application/json" };
}

/** A request that takes too long is ended as if it had been aborted. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
