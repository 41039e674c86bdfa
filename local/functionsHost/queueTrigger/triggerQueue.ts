import { type QueueClient, type QueueServiceClient, RestError } from "@azure/storage-queue";

import type { QueueMessage } from "./queueMessage";

/** A message that no other consumer sees while its lease lasts. */
export interface LeasedMessage extends QueueMessage {
  /** Keeps it invisible for this long from now on. */
  hideFor(durationMs: number): Promise<void>;
  delete(): Promise<void>;
}

/** The queue of a trigger, and the queue beside it for what cannot be processed. */
export class TriggerQueue {
  readonly #queue: QueueClient;
  readonly #poisonQueue: QueueClient;

  constructor(service: QueueServiceClient, name: string) {
    this.#queue = service.getQueueClient(name);
    this.#poisonQueue = service.getQueueClient(`${name}-poison`);
  }

  get name(): string {
    return this.#queue.name;
  }

  get poisonName(): string {
    return this.#poisonQueue.name;
  }

  /** @throws RestError when the host's identity may not look, or storage cannot be reached. */
  async exists(): Promise<boolean> {
    return this.#queue.exists();
  }

  /** Fetches up to so many messages. @throws RestError, also when the queue is gone. */
  async receive(count: number, leaseMs: number): Promise<LeasedMessage[]> {
    const { receivedMessageItems } = await this.#queue.receiveMessages({
      numberOfMessages: count,
      visibilityTimeout: seconds(leaseMs),
    });
    return receivedMessageItems.map((item) => {
      let { popReceipt } = item;
      return {
        id: item.messageId,
        text: item.messageText,
        dequeueCount: item.dequeueCount,
        popReceipt: item.popReceipt,
        insertionTime: item.insertedOn,
        expirationTime: item.expiresOn,
        nextVisibleTime: item.nextVisibleOn,
        hideFor: (durationMs) =>
          unlessTaken(async () => {
            const id = item.messageId;
            const timeout = seconds(durationMs);
            const updated = await this.#queue.updateMessage(id, popReceipt, undefined, timeout);
            popReceipt = updated.popReceipt ?? popReceipt;
          }),
        delete: () =>
          unlessTaken(async () => {
            await this.#queue.deleteMessage(item.messageId, popReceipt);
          }),
      };
    });
  }

  /** Moves a message unchanged to the poison queue, which is created when it does not exist. */
  async moveToPoison(message: LeasedMessage): Promise<void> {
    try {
      await this.#poisonQueue.sendMessage(message.text);
    } catch (error) {
      if (storageCode(error) !== "QueueNotFound") throw error;
      await this.#poisonQueue.createIfNotExists();
      await this.#poisonQueue.sendMessage(message.text);
    }
    await message.delete();
  }
}

/** The code of a refusal of storage; undefined for every other error. */
export function storageCode(error: unknown): string | undefined {
  return error instanceof RestError ? (error.code ?? String(error.statusCode)) : undefined;
}

const takenCodes = ["MessageNotFound", "PopReceiptMismatch", "QueueNotFound", "QueueBeingDeleted"];

/** A message that was deleted, or taken by another consumer when its lease ended, is ignored. */
async function unlessTaken(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!takenCodes.includes(storageCode(error) ?? "")) throw error;
  }
}

function seconds(durationMs: number): number {
  return Math.ceil(durationMs / 1000);
}
