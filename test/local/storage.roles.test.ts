import type { TokenCredential } from "@azure/identity";
import type { BlobClient, BlobServiceClient, ContainerClient } from "@azure/storage-blob";
import type { QueueClient } from "@azure/storage-queue";

import type { StorageRoleName } from "../../local/cloud/storageRoles";
import type { GatedService } from "../../local/storage/gate/refusal";
import { GatedClients, all, bearer, outcome } from "../support/localCloud/gatedClients";
import { type GatedStorage, startGatedStorage } from "../support/localCloud/gatedStorage";

let storage: GatedStorage;
let clients: GatedClients;
let owner: TokenCredential;
beforeAll(async () => {
  storage = await startGatedStorage();
  clients = new GatedClients(storage);
  owner = storage.someone(
    "Storage Blob Data Owner",
    "Storage Queue Data Contributor",
    "Storage Table Data Contributor",
  );
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

/** What an operation on blobs works with. */
interface Blobs {
  service: BlobServiceClient;
  /** Has the blob `kept`. */
  container: ContainerClient;
  kept: BlobClient;
  /** Of a name that was never used. */
  fresh: ContainerClient;
}

const blobOperations: Record<string, (blobs: Blobs) => Promise<unknown>> = {
  "list containers": ({ service }) => all(service.listContainers()),
  "find blobs": ({ service }) => all(service.findBlobsByTags("kind='page'")),
  "read service properties": ({ service }) => service.getProperties(),
  "write service properties": ({ service }) => service.setProperties({ cors: [] }),
  "read account information": ({ service }) => service.getAccountInfo(),
  "read account information by a container": ({ container }) => container.getAccountInfo(),
  "read account information by a blob": ({ kept }) => kept.getAccountInfo(),
  "get a delegated key": ({ service }) =>
    service.getUserDelegationKey(new Date(), new Date(Date.now() + 60_000)),
  batch: ({ service, kept }) => service.getBlobBatchClient().deleteBlobs([kept]),
  "create a container": ({ fresh }) => fresh.create(),
  "delete a container": async ({ service }) => {
    await clients.blobs(owner).getContainerClient("made").createIfNotExists();
    await service.deleteContainer("made");
  },
  "read a container's properties": ({ container }) => container.getProperties(),
  "write a container's metadata": ({ container }) => container.setMetadata({ a: "b" }),
  "read a container's access policy": ({ container }) => container.getAccessPolicy(),
  "write a container's access policy": ({ container }) => container.setAccessPolicy(),
  "lease a container": async ({ container }) => {
    const lease = container.getBlobLeaseClient();
    await lease.acquireLease(15);
    await lease.releaseLease();
  },
  "list blobs": ({ container }) => all(container.listBlobsFlat()),
  "list folders": ({ container }) => all(container.listBlobsByHierarchy("/")),
  "find blobs of a container": ({ container }) => all(container.findBlobsByTags("kind='page'")),
  read: ({ kept }) => kept.downloadToBuffer(),
  "read a blob's properties": ({ kept }) => kept.getProperties(),
  "read blocks": ({ kept }) => kept.getBlockBlobClient().getBlockList("all"),
  "read tags": ({ kept }) => kept.getTags(),
  write: ({ kept }) => kept.getBlockBlobClient().upload("new", 3),
  "write with tags": ({ kept }) =>
    kept.getBlockBlobClient().upload("new", 3, { tags: { kind: "page" } }),
  "write a block": ({ kept }) => kept.getBlockBlobClient().stageBlock("MDE=", "new", 3),
  "write a list of blocks": ({ kept }) => kept.getBlockBlobClient().commitBlockList([]),
  "write headers": ({ kept }) => kept.setHTTPHeaders({ blobContentType: "text/plain" }),
  "write metadata": ({ kept }) => kept.setMetadata({ a: "b" }),
  "write tags": ({ kept }) => kept.setTags({ kind: "page" }),
  "write a tier": ({ kept }) => kept.setAccessTier("Cool"),
  append: async ({ container }) => {
    const log = container.getAppendBlobClient(`log-${Math.random()}`);
    await log.create();
    await log.appendBlock("new", 3);
  },
  "write pages": async ({ container }) => {
    const pages = container.getPageBlobClient(`pages-${Math.random()}`);
    await pages.create(512);
    await pages.uploadPages(Buffer.alloc(512), 0, 512);
  },
  "lease a blob": async ({ kept }) => {
    const lease = kept.getBlobLeaseClient();
    await lease.acquireLease(15);
    await lease.releaseLease();
  },
  snapshot: ({ kept }) => kept.createSnapshot(),
  copy: async ({ container, kept }) =>
    (await container.getBlobClient("copy").beginCopyFromURL(kept.url)).pollUntilDone(),
  delete: async ({ container }) => {
    await clients.blobs(owner).getContainerClient("docs").uploadBlockBlob("doomed", "", 0);
    await container.deleteBlob("doomed");
  },
};

describe("blobs are opened by roles:", () => {
  const beyondRoles = /service properties|access policy|account information/;
  const unsupported = /batch|delegated key/;
  const open = Object.keys(blobOperations).filter(
    (name) => !beyondRoles.test(name) && !unsupported.test(name),
  );

  beforeEach(async () => {
    const docs = clients.blobs(owner).getContainerClient("docs");
    await docs.createIfNotExists();
    await docs.uploadBlockBlob("kept", "content", 7);
  });

  test.each<[StorageRoleName, string[]]>([
    ["Storage Blob Data Owner", open],
    ["Storage Blob Data Contributor", open.filter((name) => !/tags|find/.test(name))],
    [
      "Storage Blob Data Reader",
      [
        "list containers",
        "read a container's properties",
        "list blobs",
        "list folders",
        "read",
        "read a blob's properties",
        "read blocks",
      ],
    ],
    ["Storage Queue Data Contributor", []],
  ])("%s may %j and nothing else", async (role, allowed) => {
    const outcomes = await outcomesFor(storage.someone(role));
    const expected = Object.keys(blobOperations).map((name) => [
      name,
      allowed.includes(name) ? "yes" : unsupported.test(name) ? "501 NotImplemented" : refused,
    ]);
    expect(outcomes).toEqual(Object.fromEntries(expected));
  });

  test("a role on a container opens that one only", async () => {
    const other = clients.blobs(owner).getContainerClient("other");
    await other.createIfNotExists();
    await other.uploadBlockBlob("kept", "content", 7);
    const who = storage.someoneIn("docs", "Storage Blob Data Owner");
    const service = clients.blobs(who);
    const docs = service.getContainerClient("docs");
    const copyOf = (source: string) => async () =>
      (await docs.getBlobClient("copy").beginCopyFromURL(source)).pollUntilDone();
    expect({
      read: await outcome(() => docs.getBlobClient("kept").downloadToBuffer()),
      list: await outcome(() => all(docs.listBlobsFlat())),
      "read another": await outcome(() =>
        service.getContainerClient("other").getBlobClient("kept").downloadToBuffer(),
      ),
      "copy from another": await outcome(copyOf(other.getBlobClient("kept").url)),
      "list containers": await outcome(() => all(service.listContainers())),
    }).toEqual({
      read: "yes",
      list: "yes",
      "read another": refused,
      "copy from another": refused,
      "list containers": refused,
    });
  });

  test("a slash after a container's name changes nothing", async () => {
    const headers = await bearer(storage.someone("Storage Blob Data Reader"));
    const path = "/keyless/docs/?restype=container&comp=list";
    expect(await clients.raw("blob", path, "GET", headers)).toMatchObject({
      status: 200,
      body: expect.stringContaining("<Name>kept</Name>"),
    });
  });

  test("a role on one account opens no other", async () => {
    const other = new GatedClients(storage, "other").blobs(owner);
    expect(await outcome(() => all(other.listContainers()))).toBe(refused);
  });

  async function outcomesFor(who: TokenCredential): Promise<Record<string, string>> {
    const service = clients.blobs(who);
    const container = service.getContainerClient("docs");
    const outcomes: Record<string, string> = {};
    for (const [name, operation] of Object.entries(blobOperations)) {
      const fresh = service.getContainerClient(`made-${String(Math.random()).slice(2)}`);
      const kept = container.getBlobClient("kept");
      outcomes[name] = await outcome(() => operation({ service, container, kept, fresh }));
    }
    return outcomes;
  }
});

describe("a request whose operation is disguised", () => {
  beforeEach(async () => {
    const docs = clients.blobs(owner).getContainerClient("docs");
    await docs.createIfNotExists();
    await docs.uploadBlockBlob("kept", "content", 7);
    await clients.queues(owner).getQueueClient("work").createIfNotExists();
    await clients.queues(owner).getQueueClient("work").clearMessages();
    await clients.queues(owner).getQueueClient("work").sendMessage("one");
    await clients.tables(owner).createTable("jobs");
    await clients.table(owner, "jobs").upsertEntity({ partitionKey: "a", rowKey: "kept" });
  });

  test.each<[string, StorageRoleName, GatedService, string, string, Record<string, string>]>([
    [
      "DELETE in the header X-HTTP-Method of a GET of a blob",
      "Storage Blob Data Reader",
      "blob",
      "/keyless/docs/kept",
      "GET",
      { "x-http-method": "DELETE" },
    ],
    [
      "GET in the header X-HTTP-Method of a preflight",
      "Storage Queue Data Contributor",
      "blob",
      "/keyless/docs/kept",
      "OPTIONS",
      { "x-http-method": "GET", origin: "https://x", "access-control-request-method": "GET" },
    ],
    [
      "encoded slashes around a blob",
      "Storage Blob Data Reader",
      "blob",
      "/keyless%2Fdocs%2Fkept",
      "DELETE",
      {},
    ],
    [
      "a container with a slash after it",
      "Storage Blob Data Reader",
      "blob",
      "/keyless/docs/?restype=container",
      "DELETE",
      {},
    ],
    [
      "comp twice, which storage takes for none",
      "Storage Blob Data Reader",
      "blob",
      "/keyless/docs?restype=container&comp=list&comp=list",
      "GET",
      {},
    ],
    [
      "a copy from the blob's own account",
      "Storage Blob Data Reader",
      "blob",
      "/keyless/docs/kept",
      "PUT",
      { "x-ms-copy-source": "https://127.0.0.1/keyless/docs/other" },
    ],
    [
      "account information of a blob",
      "Storage Blob Data Reader",
      "blob",
      "/keyless/docs/kept?restype=account&comp=properties",
      "GET",
      {},
    ],
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
    const docs = clients.blobs(owner).getContainerClient("docs");
    expect((await docs.getBlobClient("kept").downloadToBuffer()).toString()).toBe("content");
  });

  test("is refused by its address where that cannot be read", async () => {
    const headers = await bearer(owner);
    for (const path of [
      "/keyless/%",
      "/keyless/work#x",
      "/keyless\\work",
      "/keyless/work?comp=list#x",
      "/keyless/work?comp[]=list",
      "/keyless/work?comp%5B0%5D=list",
    ]) {
      for (const service of ["blob", "queue", "table"] as const) {
        expect((await clients.raw(service, path, "GET", headers)).status).toBe(400);
      }
    }
  });
});
