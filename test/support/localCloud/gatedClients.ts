import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { TableClient, TableServiceClient } from "@azure/data-tables";
import type { TokenCredential } from "@azure/identity";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { QueueServiceClient, type RestError } from "@azure/storage-queue";
import type { GatedService } from "../../../local/storage/gate/refusal";
import { accountKeys, type GatedStorage } from "./gatedStorage";

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

  url(service: GatedService): string {
    return this.#storage.emulator.endpoints(this.#account)[service];
  }

  blobs(credential: TokenCredential | StorageSharedKeyCredential): BlobServiceClient {
    return new BlobServiceClient(this.url("blob"), credential, this.options);
  }

  /** A client by the account's key, or by another one. */
  blobsByKey(key = accountKeys.get(this.#account) ?? ""): BlobServiceClient {
    return this.blobs(new StorageSharedKeyCredential(this.#account, key));
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
    service: GatedService,
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
    // The response to HEAD has no body.
    return `${statusCode} ${code ?? response?.headers.get("x-ms-error-code") ?? String(error)}`;
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
