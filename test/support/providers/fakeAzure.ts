import {
  createHttpHeaders,
  RestError,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";
import { readAzureConfig, type AzureConfig } from "../../../providers/rest/azureConfig";
import { AzureSession } from "../../../providers/rest/azureSession";
import type { Operation } from "../../../providers/rest/resourceType";
import type { Clock } from "../../../providers/rest/wait";

/** An answer of a service; a text instead of it is the code with which the connection fails. */
export type FakeAnswer =
  string | { status: number; body?: unknown; headers?: Record<string, string> };

/** A request that was sent. */
export interface SentRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Services that answer as they are told. What they are not told is refused. */
export class FakeAzure implements HttpClient {
  readonly sent: SentRequest[] = [];
  readonly #answers: { method: string; path: RegExp; answers: FakeAnswer[] }[] = [];

  /**
   * @param call method and the end of an address without its query, such as `GET /providers/Microsoft.Web`; a star is
   *   any part of a path
   * @param answers one after the other; the last one for all further requests
   */
  on(call: string, ...answers: FakeAnswer[]): this {
    const [method = "", path = ""] = call.split(" ");
    const ending = path.replaceAll(/[.$]/g, "\\$&").replaceAll("*", "[^/]+");
    this.#answers.unshift({ method, path: new RegExp(`${ending}$`), answers });
    return this;
  }

  async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    const { method, url, headers, body } = request;
    const content = body instanceof Uint8Array ? Buffer.from(body).toString() : body;
    this.sent.push({
      method,
      url,
      headers: headers.toJSON(),
      body: typeof content === "string" ? content : "",
    });
    const { pathname } = new URL(url);
    const found = this.#answers.find((each) => each.method === method && each.path.test(pathname));
    const answer = (found?.answers.length ?? 0) > 1 ? found?.answers.shift() : found?.answers[0];
    if (typeof answer === "string") {
      throw new RestError(`connect ${answer}`, { code: answer, request });
    }
    const {
      status,
      body: said,
      headers: sentBack = {},
    } = answer ?? { status: 501, body: `${method} ${url} is not known here.` };
    return {
      request,
      status,
      headers: createHttpHeaders({ "x-ms-request-id": "request-1", ...sentBack }),
      bodyAsText:
        typeof said === "string" || said === undefined ? (said ?? "") : JSON.stringify(said),
    };
  }

  /** Methods and paths of what was sent. */
  get calls(): string[] {
    return this.sent.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
  }
}

/** Id of the principal that deploys to a {@link FakeAzure}. */
export const fakeDeployer = "0d0d0d0d-0000-4000-8000-000000000001";

/** A token as Entra issues it, of no use anywhere. */
export function fakeToken(claims: Record<string, unknown> = {}): string {
  const payload = { oid: fakeDeployer, tid: "tenant", idtyp: "app", ...claims };
  return `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.signature`;
}

/** Settings with which nobody signs in by the Azure CLI. */
export const signedInConfig: AzureConfig = readAzureConfig({
  own: { subscriptionId: "s", tenantId: "t", clientId: "c", clientSecret: "hidden" },
  azureNative: {},
  environment: {},
});

/** A deployer's session with services that answer as they are told. */
export function fakeSession(httpClient: FakeAzure, token = fakeToken()): AzureSession {
  return new AzureSession({
    config: signedInConfig,
    userAgent: "test",
    httpClient,
    credential: {
      getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
  });
}

/** A clock that passes the time of a wait at once. */
export class FastClock implements Clock {
  ms = 0;
  readonly pauses: number[] = [];

  nowMs(): number {
    return this.ms;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.pauses.push(ms);
    this.ms += ms;
  }
}

/** What an operation shows, and how it is ended. */
export interface FakeOperation extends Operation {
  readonly shown: string[];
  readonly warnings: string[];
  readonly stop: AbortController;
  readonly clock: FastClock;
}

/** One thing that the engine asks of a resource, with waits that take no time. */
export function fakeOperation(): FakeOperation {
  const [shown, warnings]: [string[], string[]] = [[], []];
  const stop = new AbortController();
  return {
    urn: "urn",
    shown,
    warnings,
    stop,
    clock: new FastClock(),
    signal: stop.signal,
    onProgress: (text) => shown.push(text),
    warn: (text) => warnings.push(text),
    limitMinutes: (defaultMinutes) => defaultMinutes,
  };
}
