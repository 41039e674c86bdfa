import type { TokenCredential } from "@azure/identity";
import type { QueueClient } from "@azure/storage-queue";

import type { StorageRoleName } from "../../local/cloud/storageRoles";
import { GatedClients, all, bearer, outcome } from "../support/localCloud/gatedClients";
import { type GatedStorage, startGatedStorage } from "../support/localCloud/gatedStorage";

let storage: GatedStorage;
let clients: GatedClients;
let owner: TokenCredential;
beforeAll(async () => {
  storage = await startGatedStorage();
  clients = new GatedClients(storage);
  owner = storage.someone("Storage Queue Data Contributor", "Storage Table Data Contributor");
});

const refused = "403 AuthorizationPermissionMismatch";

const queueOperations: Record<
  string,
  (who: TokenCredential, queue: QueueClient) => Promise<unknown>
> = {
  "list queues": (who) => all(clients.queues(who).listQueues()),
  "create a queue": (who) => clients.queues(who).createQueue("made"),
  "delete a queue": (who) => clients.queues(who).deleteQueue("made"),
  "read metadata": (_, queue) => queue.getProperties(),
  "write metadata": (_, queue) => queue.setMetadata({ a: "b" }),
  send: (_, queue) => queue.sendMessage("sent"),
  peek: (_, queue) => queue.peekMessages(),
  receive: (_, queue) => queue.receiveMessages(),
  update: async (_, queue) => {
    const { messageId, popReceipt } = await received();
    await queue.updateMessage(messageId, popReceipt, "again", 0);
  },
  delete: async (_, queue) => {
    const { messageId, popReceipt } = await received();
    await queue.deleteMessage(messageId, popReceipt);
  },
  clear: (_, queue) => queue.clearMessages(),
  "read service properties": (who) => clients.queues(who).getProperties(),
};

/** A message that the owner has sent and received. */
async function received(): Promise<{ messageId: string; popReceipt: string }> {
  const queue = clients.queues(owner).getQueueClient("work");
  await queue.clearMessages();
  await queue.sendMessage("to be had");
  const { receivedMessageItems } = await queue.receiveMessages();
  const [message] = receivedMessageItems;
  if (message === undefined) throw new Error("No message was received.");
  return message;
}

describe("queues are opened by roles:", () => {
  beforeEach(async () => {
    await clients.queues(owner).getQueueClient("work").createIfNotExists();
    await clients.queues(owner).getQueueClient("made").createIfNotExists();
  });

  test.each<[StorageRoleName, string[]]>([
    [
      "Storage Queue Data Contributor",
      Object.keys(queueOperations).filter((name) => name !== "read service properties"),
    ],
    ["Storage Queue Data Reader", ["list queues", "read metadata", "peek"]],
    ["Storage Queue Data Message Processor", ["peek", "receive", "delete"]],
    ["Storage Queue Data Message Sender", ["send"]],
    ["Storage Table Data Contributor", []],
    ["Storage Blob Data Owner", []],
  ])("%s may %j and nothing else", async (role, allowed) => {
    const who = storage.someone(role);
    const outcomes: Record<string, string> = {};
    for (const [name, operation] of Object.entries(queueOperations)) {
      outcomes[name] = await outcome(() =>
        operation(who, clients.queues(who).getQueueClient("work")),
      );
    }
    const expected = Object.keys(queueOperations).map((name) => [
      name,
      allowed.includes(name) ? "yes" : refused,
    ]);
    expect(outcomes).toEqual(Object.fromEntries(expected));
  });

  test("a role on one account opens no other", async () => {
    expect(
      await outcome(() => all(new GatedClients(storage, "other").queues(owner).listQueues())),
    ).toBe(refused);
  });
});

const tableOperations: Record<string, (who: TokenCredential) => Promise<unknown>> = {
  "list tables": (who) => all(clients.tables(who).listTables()),
  "create a table": (who) => clients.tables(who).createTable("made"),
  "delete a table": (who) => clients.tables(who).deleteTable("made"),
  read: (who) => clients.table(who, "jobs").getEntity("a", "kept"),
  query: (who) => all(clients.table(who, "jobs").listEntities()),
  insert: (who) =>
    clients.table(who, "jobs").createEntity({ partitionKey: "a", rowKey: `${Math.random()}` }),
  upsert: (who) =>
    clients.table(who, "jobs").upsertEntity({ partitionKey: "a", rowKey: "kept" }, "Merge"),
  replace: (who) =>
    clients.table(who, "jobs").updateEntity({ partitionKey: "a", rowKey: "kept" }, "Replace"),
  delete: async (who) => {
    await clients.table(owner, "jobs").upsertEntity({ partitionKey: "a", rowKey: "doomed" });
    await clients.table(who, "jobs").deleteEntity("a", "doomed");
  },
  batch: (who) =>
    clients
      .table(who, "jobs")
      .submitTransaction([["upsert", { partitionKey: "a", rowKey: "kept" }]]),
  "read service properties": (who) => clients.tables(who).getProperties(),
  "read access policies": (who) => clients.table(who, "jobs").getAccessPolicy(),
};

describe("tables are opened by roles:", () => {
  beforeEach(async () => {
    await clients.tables(owner).createTable("jobs");
    await clients.tables(owner).createTable("made");
    await clients.table(owner, "jobs").upsertEntity({ partitionKey: "a", rowKey: "kept" });
  });

  test.each<[StorageRoleName, string[]]>([
    [
      "Storage Table Data Contributor",
      Object.keys(tableOperations).filter((name) => !/service properties|policies/.test(name)),
    ],
    ["Storage Table Data Reader", ["list tables", "read", "query"]],
    ["Storage Queue Data Contributor", []],
  ])("%s may %j and nothing else", async (role, allowed) => {
    const who = storage.someone(role);
    const outcomes: Record<string, string> = {};
    for (const [name, operation] of Object.entries(tableOperations)) {
      outcomes[name] = await outcome(() => operation(who));
    }
    const expected = Object.keys(tableOperations).map((name) => [
      name,
      allowed.includes(name) ? "yes" : refused,
    ]);
    expect(outcomes).toEqual(Object.fromEntries(expected));
  });
});

describe("a request that asks storage for another operation than it seems", () => {
  beforeEach(async () => {
    await clients.queues(owner).getQueueClient("work").createIfNotExists();
    await clients.queues(owner).getQueueClient("work").clearMessages();
    await clients.queues(owner).getQueueClient("work").sendMessage("one");
    await clients.tables(owner).createTable("jobs");
    await clients.table(owner, "jobs").upsertEntity({ partitionKey: "a", rowKey: "kept" });
  });

  test.each<[string, StorageRoleName, "queue" | "table", string, string, Record<string, string>]>([
    [
      "DELETE in the header X-HTTP-Method of a POST to a message list",
      "Storage Queue Data Message Sender",
      "queue",
      "/keyless/work/messages",
      "POST",
      { "x-http-method": "DELETE" },
    ],
    [
      "peekonly twice, which storage takes for receive",
      "Storage Queue Data Reader",
      "queue",
      "/keyless/work/messages?peekonly=true&peekonly=true",
      "GET",
      {},
    ],
    [
      "an encoded slash",
      "Storage Queue Data Message Sender",
      "queue",
      "/keyless%2Fwork%2Fmessages",
      "DELETE",
      {},
    ],
    [
      "a queue that is called a list",
      "Storage Queue Data Reader",
      "queue",
      "/keyless/work?comp=list&restype=service",
      "PUT",
      {},
    ],
    [
      "DELETE in the header X-HTTP-Method of a GET of an entity",
      "Storage Table Data Reader",
      "table",
      "/keyless/jobs(PartitionKey='a',RowKey='kept')",
      "GET",
      { "x-http-method": "DELETE", "if-match": "*" },
    ],
  ])("is refused: %s", async (_case, role, service, path, method, headers) => {
    const who = await bearer(storage.someone(role));
    expect((await clients.raw(service, path, method, { ...headers, ...who })).status).toBe(403);
    expect(
      (await clients.queues(owner).getQueueClient("work").peekMessages()).peekedMessageItems,
    ).toHaveLength(1);
    await clients.table(owner, "jobs").getEntity("a", "kept");
  });

  test("is refused by its address where that cannot be read", async () => {
    const headers = await bearer(owner);
    for (const path of ["/keyless/%", "/keyless/work#x", "/keyless\\work"]) {
      expect((await clients.raw("queue", path, "GET", headers)).status).toBe(400);
    }
  });
});
