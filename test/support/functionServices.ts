import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AzureNamedKeyCredential, RestError, TableClient } from "@azure/data-tables";
import {
  QueueClient,
  StorageSharedKeyCredential,
  type QueueSendMessageOptions,
} from "@azure/storage-queue";
import QueueConfiguration from "azurite/dist/src/queue/QueueConfiguration";
import QueueServer from "azurite/dist/src/queue/QueueServer";
import TableConfiguration from "azurite/dist/src/table/TableConfiguration";
import TableServer from "azurite/dist/src/table/TableServer";
import type { StorageClients } from "../../function/storage/storage";

const KEY = Buffer.from("the key of every account").toString("base64");
const NO_RETRIES = { maxRetries: 0, maxTries: 1 };
const ONE_RETRY = { maxRetries: 1, maxTries: 2, retryDelayInMs: 1 };

/** What becomes of a request: it is refused with a status, or done and its response lost. */
export type Fault = number | "response lost" | undefined;

/** A message as it was put on a queue. */
export interface Sent {
  readonly queueName: string;
  readonly message: object;
  /** After how long storage shows it, as storage reports it. */
  readonly delaySeconds: number;
}

/** Azurite's tables and queues in this process, over http, for any number of accounts. */
export class FunctionStorage {
  readonly #queues: AzuriteServer;
  readonly #tables: AzuriteServer;
  readonly #directory = mkdtempSync(join(tmpdir(), "function-storage-"));
  readonly #accounts: string[] = [];

  private constructor() {
    const at = (name: string): string => join(this.#directory, name);
    const extents = { locationId: "Default", locationPath: at("extents"), maxConcurrency: 10 };
    const listening = ["127.0.0.1", 0, 5] as const;
    const quiet = [false, undefined, false, undefined, false, true] as const;
    this.#queues = new QueueServer(
      new QueueConfiguration(
        ...listening,
        at("queues.json"),
        at("extents.json"),
        [extents],
        ...quiet,
      ),
    );
    const plain = ["", "", "", "basic", true] as const;
    this.#tables = new TableServer(
      new TableConfiguration(
        ...listening,
        at("tables.json"),
        false,
        false,
        undefined,
        undefined,
        false,
        true,
        ...plain,
      ),
    );
  }

  static async start(): Promise<FunctionStorage> {
    const storage = new FunctionStorage();
    await Promise.all(storage.#servers.map((server) => server.start()));
    return storage;
  }

  /**
   * An account with nothing in it.
   *
   * @param retries whether its clients try again once, as those of the deployed app do. @default false
   */
  account({ retries = false }: { readonly retries?: boolean } = {}): FunctionAccount {
    const name = `account${this.#accounts.length}`;
    this.#accounts.push(name);
    process.env["AZURITE_ACCOUNTS"] = this.#accounts.map((each) => `${each}:${KEY}`).join(";");
    for (const server of this.#servers) server.accountDataStore.refresh();
    const [queues = "", tables = ""] = this.#servers.map((server) => server.getHttpServerAddress());
    return new FunctionAccount(name, { queues, tables }, retries ? ONE_RETRY : NO_RETRIES);
  }

  /** Stops and deletes everything. */
  async stop(): Promise<void> {
    await Promise.all(
      this.#servers.map(async (server) => {
        const closed = once(server.httpServer, "close");
        await server.close();
        server.httpServer.closeAllConnections();
        await closed;
      }),
    );
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get #servers(): AzuriteServer[] {
    return [this.#queues, this.#tables];
  }
}

/** Clients of one account, whose requests can be made to fail. */
export class FunctionAccount implements StorageClients {
  /** Every message that the clients put on a queue. */
  readonly sent: Sent[] = [];
  /** How many requests the clients made, those that failed too. */
  requests = 0;
  /** Asked before each request. `what` is its method and what it is about, as in "POST $batch". */
  fault: (what: string) => Fault = () => undefined;
  readonly #name: string;
  readonly #addresses: { readonly queues: string; readonly tables: string };
  readonly #retryOptions: typeof NO_RETRIES;
  readonly #delayed: { queue: QueueClient; messageId: string; popReceipt: string; text: string }[] =
    [];

  constructor(
    name: string,
    addresses: { readonly queues: string; readonly tables: string },
    retryOptions = NO_RETRIES,
  ) {
    this.#name = name;
    this.#addresses = addresses;
    this.#retryOptions = retryOptions;
  }

  table(tableName: string): TableClient {
    const table = new TableClient(
      `${this.#addresses.tables}/${this.#name}`,
      tableName,
      new AzureNamedKeyCredential(this.#name, KEY),
      { allowInsecureConnection: true, retryOptions: this.#retryOptions },
    );
    const faults: Parameters<typeof table.pipeline.addPolicy>[0] = {
      name: "faults",
      sendRequest: (request, next) => {
        const about = new URL(request.url).pathname.split("/").at(-1) ?? "";
        return this.#underFaults(`${request.method} ${about}`, () => next(request));
      },
    };
    // Below the retries, where the network is.
    table.pipeline.addPolicy(faults, { afterPhase: "Retry" });
    return table;
  }

  queue(queueName: string): QueueClient {
    const queue = new QueueClient(
      `${this.#addresses.queues}/${this.#name}/${queueName}`,
      new StorageSharedKeyCredential(this.#name, KEY),
      { retryOptions: this.#retryOptions },
    );
    const send = queue.sendMessage.bind(queue);
    queue.sendMessage = (text: string, options?: QueueSendMessageOptions) =>
      this.#underFaults(`SEND ${queueName}`, async () => {
        const sent = await send(text, options);
        const { messageId, popReceipt, insertedOn, nextVisibleOn } = sent;
        const delaySeconds = (nextVisibleOn.getTime() - insertedOn.getTime()) / 1000;
        this.sent.push({ queueName, message: fromBase64(text), delaySeconds });
        if (delaySeconds > 0) this.#delayed.push({ queue, messageId, popReceipt, text });
        return sent;
      });
    return queue;
  }

  /** Makes every delayed message visible now. */
  async hasten(): Promise<void> {
    for (const { queue, messageId, popReceipt, text } of this.#delayed.splice(0)) {
      await queue.updateMessage(messageId, popReceipt, text, 0);
    }
  }

  /** The visible messages of a queue, which stay there. */
  async peek(queueName: string): Promise<object[]> {
    const queue = this.queue(queueName);
    await queue.createIfNotExists();
    const { peekedMessageItems } = await queue.peekMessages({ numberOfMessages: 32 });
    return peekedMessageItems.map(({ messageText }) => fromBase64(messageText));
  }

  async #underFaults<Result>(what: string, send: () => Promise<Result>): Promise<Result> {
    this.requests += 1;
    const fault = this.fault(what);
    if (typeof fault === "number") {
      throw new RestError(`${what} is refused`, { statusCode: fault });
    }
    const result = await send();
    if (fault === "response lost") {
      throw new RestError(`The response to ${what} is lost`, { code: "ECONNRESET" });
    }
    return result;
  }
}

/** Clients of an account where nothing listens. */
export class UnreachableAccount extends FunctionAccount {
  constructor() {
    super("nobody", { queues: "http://127.0.0.1:9", tables: "http://127.0.0.1:9" });
  }
}

function fromBase64(text: string): object {
  return JSON.parse(Buffer.from(text, "base64").toString("utf8")) as object;
}
