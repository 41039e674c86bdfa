import { format } from "node:util";
import {
  HttpRequest,
  HttpResponse,
  InvocationContext,
  type HttpMethod,
  type LogLevel,
} from "@azure/functions";
import { toHandler, type CredentialCheck } from "../../function/http/handler";
import hostJson from "../../function/host.json";
import type { Operation } from "../../function/contract/operation";
import type { QueueWorker } from "../../function/contract/queueWorker";
import { servicesOf, type Environment, type Services } from "../../function/contract/services";
import { FunctionAccount } from "./functionServices";

/** How often the Functions host brings a message before it moves it to the poison queue. */
export const MAX_DEQUEUE_COUNT = hostJson.extensions.queues.maxDequeueCount;
const MOST_MESSAGES = 1000;

/** A line of the app's log. */
export interface Logged {
  readonly level: LogLevel;
  readonly text: string;
}

/** What a request carries besides method and address. */
export interface Sending {
  readonly headers?: Record<string, string>;
  /** A JSON value. @default no body */
  readonly json?: unknown;
  /** The body as it is, instead of `json`. */
  readonly body?: string | Uint8Array;
}

/** A response, and what was logged meanwhile. */
export interface Responded {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, if it is JSON. */
  readonly json: unknown;
  readonly logged: readonly Logged[];
}

/** What an app is made of. */
export interface AppOptions {
  readonly account: FunctionAccount;
  readonly env?: Environment;
  readonly check?: CredentialCheck | undefined;
  readonly operations: readonly Operation[];
}

/** The app without a host: its operations by method and address, its workers by their queues. */
export class FunctionApp {
  readonly origin = "https://connector.example";
  readonly services: Services;
  readonly account: FunctionAccount;
  readonly #check: CredentialCheck | undefined;
  readonly #operations: readonly Operation[];

  constructor({ account, env = {}, check, operations }: AppOptions) {
    this.account = account;
    this.services = servicesOf({ CONNECTOR_SIGNING_KEY: "a key to sign with", ...env }, account);
    this.#check = check;
    this.#operations = operations;
  }

  /** Calls the operation at an address: a path below /api/, or a whole URL such as a Location. */
  async send(method: HttpMethod, address: string, sending: Sending = {}): Promise<Responded> {
    const url = new URL(address, `${this.origin}/api/`);
    const { operation, params } = this.#find(method, url);
    const logged: Logged[] = [];
    const check = operation.contract.access === "signature" ? undefined : this.#check;
    const handler = toHandler(operation, { services: this.services, check });
    const {
      headers = {},
      json,
      body = json === undefined ? undefined : JSON.stringify(json),
    } = sending;
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const request = new HttpRequest({
      method,
      url: url.href,
      headers,
      params,
      query: Object.fromEntries(url.searchParams),
      ...(bytes && { body: { bytes } }),
    });
    const response = new HttpResponse(await handler(request, contextThatLogsTo(logged)));
    const text = await response.text();
    return {
      status: response.status,
      headers: new Headers([...response.headers]),
      text,
      json: /^[[{]/.test(text) ? JSON.parse(text) : undefined,
      logged,
    };
  }

  /**
   * Has a worker handle the visible messages of its queue, as the host does: one that fails
   * comes again, and is moved to the poison queue when it has failed too often.
   *
   * @returns what was logged, and what was thrown
   */
  async work(worker: QueueWorker): Promise<{ logged: Logged[]; thrown: unknown[] }> {
    const queue = this.account.queue(worker.queueName);
    await queue.createIfNotExists();
    const poison = this.account.queue(`${worker.queueName}-poison`);
    const logged: Logged[] = [];
    const thrown: unknown[] = [];
    for (let handled = 0; handled < MOST_MESSAGES; handled += 1) {
      const { receivedMessageItems } = await queue.receiveMessages({ visibilityTimeout: 60 });
      const [item] = receivedMessageItems;
      if (!item) return { logged, thrown };
      const { messageId, popReceipt, messageText, dequeueCount } = item;
      try {
        const message: unknown = JSON.parse(Buffer.from(messageText, "base64").toString("utf8"));
        await worker.handle(message, this.services, contextThatLogsTo(logged));
        await queue.deleteMessage(messageId, popReceipt);
      } catch (error) {
        thrown.push(error);
        if (dequeueCount < MAX_DEQUEUE_COUNT) {
          await queue.updateMessage(messageId, popReceipt, messageText, 0);
        } else {
          await poison.createIfNotExists();
          await poison.sendMessage(messageText);
          await queue.deleteMessage(messageId, popReceipt);
        }
      }
    }
    throw new Error(`${worker.name} had more than ${MOST_MESSAGES} messages to handle.`);
  }

  #find(
    method: string,
    { pathname }: URL,
  ): { operation: Operation; params: Record<string, string> } {
    for (const operation of this.#operations) {
      const { route, method: its } = operation.contract;
      const pattern = `^/api/${route.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`;
      const match = its === method ? new RegExp(pattern, "i").exec(pathname) : null;
      if (match) return { operation, params: { ...match.groups } };
    }
    throw new Error(`No operation is at ${method} ${pathname}.`);
  }
}

function contextThatLogsTo(logged: Logged[]): InvocationContext {
  return new InvocationContext({
    invocationId: "invocation-1",
    logHandler: (level, ...args) => logged.push({ level, text: format(...args) }),
  });
}
