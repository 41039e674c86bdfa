import { once } from "node:events";
import { request as startRequest } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";
import { text } from "node:stream/consumers";

import type {
  BlobServiceClient,
  BlobServiceProperties,
  ContainerClient,
} from "@azure/storage-blob";

import { choosePort, portOf } from "../../local/storage/portChoice";
import { StaticWebsite } from "../../local/storage/staticWebsite";
import { GatedClients } from "../support/localCloud/gatedClients";
import {
  type GatedStorage,
  accountKeys as keys,
  startGatedStorage,
} from "../support/localCloud/gatedStorage";
import { temporaryDirectory } from "../support/localCloud/cleanUp";

type Website = NonNullable<BlobServiceProperties["staticWebsite"]>;

function blobsOf(storage: GatedStorage, account: string, key?: string): BlobServiceClient {
  return new GatedClients(storage, account).blobsByKey(key);
}

/** Listens on a port that was free. */
async function takePort(port = 0): Promise<{ port: number; release: () => Promise<void> }> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  const release = async (): Promise<void> => {
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, release };
}

async function freePort(): Promise<number> {
  const { port, release } = await takePort();
  await release();
  return port;
}

describe("a storage account's static website", () => {
  let storage: GatedStorage;
  let website: StaticWebsite;
  let blobs: BlobServiceClient;
  let container: ContainerClient;

  beforeAll(async () => {
    storage = await startGatedStorage();
    blobs = blobsOf(storage, "site");
    website = await StaticWebsite.start(0);
    website.add(blobs);
    container = blobs.getContainerClient("$web");
    await container.create();
    await blobs.createContainer("private");
    await upload(blobs.getContainerClient("private"), "secret.txt", "secret", "text/plain");
  });
  afterAll(async () => {
    await website.stop();
    await storage.emulator.stop();
  });
  beforeEach(async () => {
    await set({ enabled: true, indexDocument: "index.html", errorDocument404Path: "404.html" });
    await upload(container, "index.html", "<p>start", "text/html; charset=utf-8");
    await upload(container, "docs/index.html", "<p>docs", "text/html");
    await upload(container, "definition.json", "{}", "application/json");
    await upload(container, "a b/ü%.txt", "odd name", "text/plain");
    await upload(container, "404.html", "<p>lost", "text/html");
  });

  /** Sets how the website is in the properties of the blob service. */
  async function set(staticWebsite: Website): Promise<void> {
    await blobs.setProperties({ staticWebsite });
  }

  async function get(path: string, init?: RequestInit): Promise<Response> {
    return fetch(new URL(path, website.url), init);
  }

  test.each([
    ["/", "<p>start", "text/html; charset=utf-8"],
    ["/?key=1", "<p>start", "text/html; charset=utf-8"],
    ["/docs/", "<p>docs", "text/html"],
    ["/definition.json", "{}", "application/json"],
    ["/a%20b/%C3%BC%25.txt", "odd name", "text/plain"],
  ])("GET %s returns its blob with its content type", async (path, body, contentType) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(contentType);
    expect(response.headers.get("content-length")).toBe(String(Buffer.byteLength(body)));
    expect(await response.text()).toBe(body);
  });

  test.each(["/nothing", "/docs", "/docs/nothing/", "/index.html/"])(
    "GET %s, which is not a blob, returns the 404 document",
    async (path) => {
      const response = await get(path);
      expect([
        response.status,
        response.headers.get("content-type"),
        await response.text(),
      ]).toEqual([404, "text/html", "<p>lost"]);
    },
  );

  test("without a 404 document, or with one that is not a blob, a missing path is a plain 404", async () => {
    for (const document of [{}, { errorDocument404Path: "nothing.html" }]) {
      await set({ enabled: true, indexDocument: "index.html", ...document });
      const response = await get("/nothing");
      expect([response.status, await response.text()]).toEqual([
        404,
        "The requested content does not exist.\n",
      ]);
    }
  });

  test("without an index document, a folder gets 404", async () => {
    await set({ enabled: true });
    expect((await get("/")).status).toBe(404);
    expect((await get("/docs/")).status).toBe(404);
    expect((await get("/index.html")).status).toBe(200);
  });

  test("while it is off, every path gets 404; its files stay", async () => {
    await set({ enabled: false });
    expect((await get("/")).status).toBe(404);
    expect((await get("/definition.json")).status).toBe(404);
    await set({ enabled: true, indexDocument: "index.html" });
    expect((await get("/")).status).toBe(200);
  });

  test("HEAD responds as GET does, without the body", async () => {
    for (const [path, status] of [
      ["/definition.json", 200],
      ["/nothing", 404],
    ] as const) {
      const [head, whole] = await Promise.all([get(path, { method: "HEAD" }), get(path)]);
      expect([head.status, whole.status]).toEqual([status, status]);
      for (const name of ["content-type", "content-length", "etag"]) {
        expect(head.headers.get(name)).toBe(whole.headers.get(name));
      }
      expect(await head.text()).toBe("");
    }
  });

  test.each([
    ["the tag", (tag: string) => tag, 304],
    ["the tag as a weak one", (tag: string) => `W/${tag}`, 304],
    ["the tag among others", (tag: string) => `"other", ${tag}`, 304],
    ["another tag", () => '"other"', 200],
  ])("a client that has cached %s gets the right status", async (_what, tags, status) => {
    const tag = (await get("/definition.json")).headers.get("etag") ?? "";
    expect(tag).toMatch(/^".+"$/);
    const response = await get("/definition.json", { headers: { "if-none-match": tags(tag) } });
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(status === 304 ? "" : "{}");
    expect(response.headers.get("etag")).toBe(tag);
  });

  test("changed content has another tag", async () => {
    const before = (await get("/definition.json")).headers.get("etag") ?? "";
    await upload(container, "definition.json", '{"new":1}', "application/json");
    const response = await get("/definition.json", { headers: { "if-none-match": before } });
    expect([response.status, await response.text()]).toEqual([200, '{"new":1}']);
  });

  test("the 404 document is never 'not modified'", async () => {
    const tag = (await get("/nothing")).headers.get("etag") ?? "";
    const response = await get("/nothing", { headers: { "if-none-match": tag } });
    expect([response.status, await response.text()]).toEqual([404, "<p>lost"]);
  });

  test.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("%s is not allowed", async (method) => {
    const response = await get("/definition.json", { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  test("no other origin may read, whatever the CORS rules of its blob service say", async () => {
    const rule = { allowedOrigins: "*", allowedMethods: "GET", allowedHeaders: "*" };
    await blobs.setProperties({ cors: [{ ...rule, exposedHeaders: "*", maxAgeInSeconds: 60 }] });
    for (const path of ["/definition.json", "/nothing"]) {
      const { headers } = await get(path, { headers: { origin: "https://make.powerapps.com" } });
      const names = [...headers.keys()];
      expect(names.filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
  });

  test.each([
    "/..",
    "/.",
    "//",
    "//site/private/secret.txt",
    "/../private/secret.txt",
    "/..%2Fprivate%2Fsecret.txt",
    "/%2e%2e/private/secret.txt",
    "/%2e%2e",
    "/docs/../../private/secret.txt",
    "/docs%2F..%2F..%2Fprivate%2Fsecret.txt",
    "/..%5Cprivate%5Csecret.txt",
    "/%00",
    "/index.html%00.txt",
    "/%",
    "/%zz",
    "/%C3",
    "/index.html%3Frestype=container&comp=list",
    "/?restype=container&comp=list",
    "http://127.0.0.1/..",
    "*",
  ])(
    "the request target %p gets 200 or 404, and never leads out of the container or fails",
    async (target) => {
      const { status, body } = await rawGet(target);
      expect([200, 404]).toContain(status);
      expect(body).not.toMatch(/secret|EnumerationResults|<\?xml/);
    },
  );

  /** Sends a request target as it stands: other clients put it right first. */
  async function rawGet(target: string): Promise<{ status: number; body: string }> {
    const socket = connect(website.port, "127.0.0.1");
    socket.write(`GET ${target} HTTP/1.1\r\nHost: website\r\nConnection: close\r\n\r\n`);
    const response = await text(socket);
    return { status: Number(response.split(" ")[1]), body: response.split("\r\n\r\n")[1] ?? "" };
  }

  test("accounts can share one: it serves the website that is on, and says so when several are", async () => {
    const other = blobsOf(storage, "other");
    const shared = await StaticWebsite.start(0);
    for (const account of [other, blobs]) shared.add(account);
    const first = async (): Promise<[number, string]> => {
      const response = await fetch(shared.url);
      return [response.status, await response.text()];
    };
    expect(await first()).toEqual([200, "<p>start"]);

    await other.setProperties({ staticWebsite: { enabled: true, indexDocument: "index.html" } });
    expect(await first()).toEqual([500, expect.stringContaining("Several storage accounts")]);
    await set({ enabled: false });
    await other.createContainer("$web");
    await upload(other.getContainerClient("$web"), "index.html", "<p>other", "text/html");
    expect(await first()).toEqual([200, "<p>other"]);

    expect(shared.remove(other)).toBe(true);
    expect((await first())[0]).toBe(404);
    expect(shared.remove(blobs)).toBe(false);
    await shared.stop();
  });

  test("a large blob arrives whole, and a client that disconnects half way disturbs no other", async () => {
    const content = Buffer.alloc(8 * 1024 * 1024, "0123456789abcdef");
    await container.getBlockBlobClient("large.bin").uploadData(content);
    const request = startRequest(new URL("large.bin", website.url)).end();
    const [cutOff] = await once(request, "response");
    await once(cutOff, "data");
    request.destroy();

    const response = await get("/large.bin");
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  });

  test("a response that storage cuts off is cut off too, and not left open", async () => {
    const breaking = await startGatedStorage();
    const breakingBlobs = blobsOf(breaking, "site");
    const second = await StaticWebsite.start(0);
    second.add(breakingBlobs);
    await breakingBlobs.setProperties({ staticWebsite: { enabled: true } });
    const { containerClient } = await breakingBlobs.createContainer("$web");
    const large = containerClient.getBlockBlobClient("large.bin");
    await large.uploadData(Buffer.alloc(32 * 1024 * 1024));
    const request = startRequest(new URL("large.bin", second.url)).end();
    const [response] = await once(request, "response");
    const failure = once(response.resume(), "error").catch((error: unknown) => [error]);
    response.pause();
    await breaking.emulator.stop();
    response.resume();
    expect(await failure).toMatchObject([{ code: "ECONNRESET" }]);
    await second.stop();
  });

  test("once it is stopped, nothing listens and no connection stays open", async () => {
    const second = await StaticWebsite.start(0);
    const idle = connect(second.port, "127.0.0.1");
    await once(idle, "connect");
    const closed = once(idle, "close");
    await second.stop();
    await closed;
    await expect(fetch(second.url)).rejects.toThrow("fetch failed");
  });

  test("a port that is taken is reported", async () => {
    await expect(StaticWebsite.start(website.port)).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${website.port}`,
    );
  });
});

describe("the storage emulator", () => {
  test("opens each account by its own key, and no other", async () => {
    const storage = await startGatedStorage();
    try {
      await blobsOf(storage, "site").createContainer("mine");
      for (const [account, key, statusCode] of [
        // Azurite's own response; Azure's is 403.
        ["site", keys.get("other"), 400],
        ["unknown", keys.get("site"), 404],
      ] as const) {
        const blobs = blobsOf(storage, account, key);
        await expect(blobs.createContainer("theirs")).rejects.toMatchObject({ statusCode });
      }
      expect(await blobsOf(storage, "other").getContainerClient("mine").exists()).toBe(false);

      storage.emulator.setAccounts(new Map([...keys].filter(([name]) => name !== "site")));
      await expect(blobsOf(storage, "site").createContainer("again")).rejects.toMatchObject({
        statusCode: 404,
      });
    } finally {
      await storage.emulator.stop();
    }
  });

  test("finds its blobs again after it was stopped", async () => {
    const directory = temporaryDirectory();
    const first = await startGatedStorage(directory);
    await blobsOf(first, "site").createContainer("kept");
    await blobsOf(first, "site")
      .getContainerClient("kept")
      .getBlockBlobClient("file")
      .upload("content", 7);
    await first.emulator.stop();

    const second = await startGatedStorage(directory);
    const blob = blobsOf(second, "site").getContainerClient("kept").getBlobClient("file");
    expect((await blob.downloadToBuffer()).toString()).toBe("content");
    await second.emulator.stop();
  });

  test("names loopback addresses that end with the account, over https", async () => {
    const storage = await startGatedStorage();
    expect(storage.emulator.endpoints("site")).toEqual({
      blob: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/site\/$/),
      queue: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/site\/$/),
      table: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/site\/$/),
    });
    await storage.emulator.stop();
  });
});

describe("the port to listen on", () => {
  test("is the user's, taken or not; else the last one used, if it is free; else a lasting one", async () => {
    const taken = await takePort();
    const free = await freePort();
    expect(await choosePort({ fixed: taken.port, remembered: free })).toBe(taken.port);
    expect(await choosePort({ fixed: 0, remembered: free })).toBe(free);
    for (const remembered of [taken.port, 0]) {
      const chosen = await choosePort({ fixed: 0, remembered });
      expect(chosen).toBeGreaterThanOrEqual(20_000);
      // Where Linux begins to give ports to outgoing connections.
      expect(chosen).toBeLessThan(32_768);
    }
    await taken.release();
  });

  test("is not one that is chosen for something else", async () => {
    const all = Array.from({ length: 32_768 - 20_000 }, (_, index) => 20_000 + index);
    expect(await choosePort({ fixed: 0, remembered: 0, except: all })).toBe(0);
  });

  test.each([
    ["http://127.0.0.1:8080/", 8080],
    ["http://127.0.0.1:8080/account/", 8080],
    ["http://127.0.0.1/", 0],
    ["127.0.0.1", 0],
    ["", 0],
    [undefined, 0],
  ])("of %p is %p", (url, port) => {
    expect(portOf(url)).toBe(port);
  });
});

async function upload(to: ContainerClient, name: string, content: string, contentType: string) {
  await to.getBlockBlobClient(name).upload(content, Buffer.byteLength(content), {
    blobHTTPHeaders: { blobContentType: contentType },
  });
}
