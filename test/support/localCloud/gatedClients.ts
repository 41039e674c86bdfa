import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { TableClient, TableServiceClient } from "@azure/data-tables";
import type { TokenCredential } from "@azure/identity";
import { QueueServiceClient, type RestError } from "@azure/storage-queue";
import type { GatedStorage } from "./gatedStorage";

/** Clients of a storage's account, with no second try. */
export class GatedClients {
  readonly #storage: GatedStorage;
  readonly #account: string;

  constructor(storage: GatedStorage, account = "keyless") {
    this.#storage = storage;
    this.#account = account;
  }

  /** Options of a client that trusts the storage. */
  get options(): object {
    return {
      tlsOptions: { ca: this.#storage.certificate },
      retryOptions: { maxTries: 1, maxRetries: 0 },
    };
  }

  url(service: "queue" | "table"): string {
    return this.#storage.emulator.endpoints(this.#account)[service];
  }

  queues(credential: TokenCredential): QueueServiceClient {
    return new QueueServiceClient(this.url("queue"), credential, this.options);
  }

  tables(credential: TokenCredential): TableServiceClient {
    return new TableServiceClient(this.url("table"), credential, this.options);
  }

  table(credential: TokenCredential, name: string): TableClient {
    return new TableClient(this.url("table"), name, credential, this.options);
  }

  /** Sends a request as it stands. */
  async raw(
    service: "queue" | "table",
    path: string,
    method: string,
    headers: Record<string, string> = {},
  ) {
    const sent = request(new URL(this.url(service)), {
      path,
      method,
      headers: { "x-ms-version": "2025-11-05", ...headers },
      ca: this.#storage.certificate,
      // The header Host may name another one.
      servername: "",
    });
    sent.end();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.once("response", resolve).once("error", reject);
    });
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  }
}

/** "yes", or the status and the code of the refusal. */
export async function outcome(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "yes";
  } catch (error) {
    const { statusCode, response } = error as RestError;
    const [, code] = /(?:<Code>|"code":")(\w+)/.exec(response?.bodyAsText ?? "") ?? [];
    return `${statusCode} ${code ?? String(error)}`;
  }
}

/** Everything that a client lists. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** The header that shows a token. */
export async function bearer(credential: TokenCredential): Promise<Record<string, string>> {
  return { authorization: `Bearer ${(await credential.getToken(""))?.token}` };
}
