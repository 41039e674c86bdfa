import type { TableClient } from "@azure/data-tables";
import type { QueueClient } from "@azure/storage-queue";

/** The app's tables and queues. */
export interface Storage {
  /** A table, made if it is not there. */
  table(name: string): Promise<TableClient>;
  /** A queue, made if it is not there. */
  queue(name: string): Promise<QueueClient>;
}

/** Makes clients that are not opened yet. */
export interface StorageClients {
  table(name: string): TableClient | Promise<TableClient>;
  queue(name: string): QueueClient | Promise<QueueClient>;
}

/** Opens each table and queue once, when it is first asked for. What failed is tried again. */
export function storageOf(clients: StorageClients): Storage {
  return {
    table: once(async (name) => {
      const table = await clients.table(name);
      await table.createTable();
      return table;
    }),
    queue: once(async (name) => {
      const queue = await clients.queue(name);
      await queue.createIfNotExists();
      return queue;
    }),
  };
}

function once<Client>(open: (name: string) => Promise<Client>): (name: string) => Promise<Client> {
  const opened = new Map<string, Promise<Client>>();
  return (name) => {
    const found = opened.get(name);
    if (found) return found;
    const opening = open(name);
    opened.set(name, opening);
    opening.catch(() => opened.delete(name));
    return opening;
  };
}
