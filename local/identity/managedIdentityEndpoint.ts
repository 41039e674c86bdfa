import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { TokenCredential } from "@azure/identity";
import { listenOnLoopback, loopback } from "../listenOnLoopback";
import type { AccessTokens } from "./accessTokens";
import { readTokenRequest, storageResource, type AssignedIdentity } from "./tokenRequest";

interface AppIdentities {
  /** The secret that code must send; only the app's own process knows it. */
  readonly header: string;
  readonly identities: readonly AssignedIdentity[];
}

/**
 * Where the code of function apps gets tokens for their identities, as on App Service: a local address and a
 * header's value, both in the code's environment.
 */
export class ManagedIdentityEndpoint {
  readonly #server: Server;
  readonly #tokens: AccessTokens;
  readonly #apps = new Map<string, AppIdentities>();
  readonly #port: number;

  private constructor(server: Server, port: number, tokens: AccessTokens) {
    this.#server = server;
    this.#port = port;
    this.#tokens = tokens;
    server.on("request", (request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        process.stderr.write(`Managed identity endpoint: ${String(error)}\n`);
        response.destroy();
      });
    });
  }

  /** Listens on any free port; until identities are assigned, it issues no token. */
  static async start(tokens: AccessTokens): Promise<ManagedIdentityEndpoint> {
    const server = createServer();
    return new ManagedIdentityEndpoint(server, await listenOnLoopback(server, 0), tokens);
  }

  /**
   * Sets which identities an app has, in place of those it had.
   *
   * @returns the environment variables by which the app's code finds the endpoint; unchanged for the app's lifetime.
   */
  assign(appId: string, identities: readonly AssignedIdentity[]): Record<string, string> {
    const header = this.#apps.get(appId)?.header ?? randomUUID();
    this.#apps.set(appId, { header, identities });
    return {
      IDENTITY_ENDPOINT: `http://${loopback}:${this.#port}/msi/token`,
      IDENTITY_HEADER: header,
    };
  }

  /** Forgets an app: its code gets no more tokens. */
  release(appId: string): void {
    this.#apps.delete(appId);
  }

  /**
   * The credential with which an app's host itself reaches storage.
   *
   * @throws Error when no identity with that client id is assigned to the app.
   */
  credential(appId: string, clientId: string): TokenCredential {
    const identity = this.#apps
      .get(appId)
      ?.identities.find((known) => known.clientId.toLowerCase() === clientId.toLowerCase());
    if (identity === undefined) {
      throw new Error(
        `The client id ${clientId} does not belong to an identity that is assigned to the app.`,
      );
    }
    return {
      getToken: async () => {
        const { token, expiresOnSeconds } = await this.#tokens.issue(identity, storageResource);
        return { token, expiresOnTimestamp: expiresOnSeconds * 1000 };
      },
    };
  }

  /** Stops listening, and closes all connections. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", `http://${loopback}`);
    if (url.pathname !== "/msi/token" || request.method !== "GET") {
      sendJson(response, 404, { statusCode: 404, message: "Not Found" });
      return;
    }
    const header = request.headers["x-identity-header"];
    const app = [...this.#apps.values()].find((known) => known.header === header);
    if (app === undefined) {
      const message = "The header X-IDENTITY-HEADER is missing or wrong.";
      sendJson(response, 401, { statusCode: 401, message });
      return;
    }
    const asked = readTokenRequest(url.searchParams, app.identities);
    if ("statusCode" in asked) {
      sendJson(response, asked.statusCode, asked);
      return;
    }
    const { identity, resource } = asked;
    const { token, expiresOnSeconds } = await this.#tokens.issue(identity, resource);
    sendJson(response, 200, {
      access_token: token,
      client_id: identity.clientId,
      expires_on: String(expiresOnSeconds),
      resource,
      token_type: "Bearer",
    });
  }
}

function sendJson(response: ServerResponse, statusCode: number, body: object): void {
  response
    .writeHead(statusCode, { "content-type": "application/json; charset=utf-8" })
    .end(JSON.stringify(body));
}
