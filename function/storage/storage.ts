import type { TableClient } from "@azure/data-tables";
import type { QueueClient } from "@azure/storage-queue";
import { isLost } from "./storageError";

/**
 * Uses one of something that has a name. What was lost since it was opened is made again, and then
 * used once more.
 */
type Use<Client> = <Result>(
  name: string,
  use: (client: Client) => Promise<Result>,
) => Promise<Result>;

/** The app's tables and queues. Each is made when it is first used. */
export interface Storage {
  readonly table: Use<TableClient>;
  readonly queue: Use<QueueClient>;
  /** Does one thing after another among those of one name, in this process. */
  inTurn<Result>(name: string, act: () => Promise<Result>): Promise<Result>;
}

/** Makes clients that are not opened yet. */
export interface StorageClients {
  table(name: string): TableClient | Promise<TableClient>;
  queue(name: string): QueueClient | Promise<QueueClient>;
}

/** Opens each table and queue once, when it is first used. What failed is tried again. */
export function storageOf(clients: StorageClients): Storage {
  return {
    table: usesOf(async (name) => {
      const table = await clients.table(name);
      await table.createTable();
      return table;
    }),
    queue: usesOf(async (name) => {
      const queue = await clients.queue(name);
      await queue.createIfNotExists();
      return queue;
    }),
    inTurn: turns(),
  };
}

function turns(): Storage["inTurn"] {
  const last = new Map<string, Promise<unknown>>();
  return (name, act) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(act);
    // One that fails does not keep the next from its turn.
    last.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  };
}

function usesOf<Client>(open: (name: string) => Promise<Client>): Use<Client> {
  const opened = new Map<string, Promise<Client>>();
  const opening = (name: string): Promise<Client> => {
    const found = opened.get(name);
    if (found) return found;
    const client = open(name);
    opened.set(name, client);
    client.catch(() => opened.delete(name));
    return client;
  };
  return async (name, use) => {
    try {
      return await use(await opening(name));
    } catch (error) {
      if (!isLost(error)) throw error;
      opened.delete(name);
      return use(await opening(name));
    }
  };
}
