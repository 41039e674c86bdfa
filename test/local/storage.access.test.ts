import { once } from "node:events";
import { request } from "node:https";
import {
  AzureNamedKeyCredential,
  AzureSASCredential,
  TableServiceClient,
} from "@azure/data-tables";
import type { TokenCredential } from "@azure/identity";
import { AnonymousCredential, BlobServiceClient } from "@azure/storage-blob";
import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  QueueServiceClient,
  StorageSharedKeyCredential,
  generateAccountSASQueryParameters,
} from "@azure/storage-queue";

import { AccessTokens } from "../../local/identity/accessTokens";
import { storageResource } from "../../local/identity/tokenRequest";
import { GatedClients, all, bearer, outcome } from "../support/localCloud/gatedClients";
import {
  type GatedStorage,
  accountKeys,
  startGatedStorage,
} from "../support/localCloud/gatedStorage";

let storage: GatedStorage;
let clients: GatedClients;
let owner: TokenCredential;
beforeAll(async () => {
  storage = await startGatedStorage();
  clients = new GatedClients(storage);
  owner = storage.someone("Storage Blob Data Owner", "Storage Queue Data Contributor");
});

const services = ["blob", "queue", "table"] as const;

function keyOf(account: string): string {
  return accountKeys.get(account) ?? "";
}

/** A token for somebody who may do everything with queues. */
async function issued(tokens: AccessTokens, issuedAt?: Date): Promise<string> {
  const { principal } = storage.someone("Storage Queue Data Contributor");
  const { token } = await tokens.issue(principal, storageResource, issuedAt);
  return token;
}

/** The same token for somebody else. */
function changed(token: string): string {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
  const other = JSON.stringify({ ...claims, sub: "someone else" });
  return [header, Buffer.from(other).toString("base64url"), signature].join(".");
}

describe("a request without a valid token", () => {
  test("is refused with 401 and the address of the authority", async () => {
    for (const service of services) {
      const { status, headers, body } = await clients.raw(service, "/keyless?comp=list", "GET");
      expect([status, body]).toEqual([401, expect.stringContaining("NoAuthenticationInformation")]);
      expect(headers["www-authenticate"]).toMatch(/^Bearer authorization_uri=.*resource_id=/);
    }
  });

  test.each<[string, () => Promise<string | undefined>]>([
    ["of another issuer's key", async () => issued(await AccessTokens.create("tenant"))],
    ["that has expired", () => issued(storage.tokens, new Date(Date.now() - 86_401_000))],
    ["that was changed", async () => changed(await issued(storage.tokens))],
    ["that is not a token", async () => "nonsense"],
  ])("is refused with 401 for a token %s", async (_case, token) => {
    const authorizations = [`Bearer ${await token()}`, `Bearer\t${await token()}`];
    for (const service of services) {
      // Whether the account takes keys or not.
      for (const path of ["/keyless?comp=list", "/site?comp=list"]) {
        for (const authorization of authorizations) {
          const response = await clients.raw(service, path, "GET", { authorization });
          expect([response.status, response.body]).toEqual([
            401,
            expect.stringContaining("InvalidAuthenticationInfo"),
          ]);
        }
      }
    }
  });

  test("is refused with 403 for a token of another resource, by Azurite itself", async () => {
    const { principal } = storage.someone("Storage Queue Data Contributor");
    const { token } = await storage.tokens.issue(principal, "https://graph.microsoft.com");
    const headers = { authorization: `Bearer ${token}` };
    const { body } = await clients.raw("queue", "/keyless?comp=list", "GET", headers);
    expect(body).toContain("Invalid token audience");
  });
});

describe("an account's key", () => {
  test.each(["keyless", "site"])("opens storage where allowed: %s", async (account) => {
    const expected = account === "site" ? "yes" : "403 KeyBasedAuthenticationNotPermitted";
    const blobsByKey = new GatedClients(storage, account).blobsByKey();
    expect(await outcome(() => all(blobsByKey.listContainers()))).toBe(expected);

    const queueKey = new StorageSharedKeyCredential(account, keyOf(account));
    const byKey = new QueueServiceClient(
      new GatedClients(storage, account).url("queue"),
      queueKey,
      clients.options,
    );
    expect(await outcome(() => all(byKey.listQueues()))).toBe(expected);

    const tableKey = new AzureNamedKeyCredential(account, keyOf(account));
    const tablesByKey = new TableServiceClient(
      new GatedClients(storage, account).url("table"),
      tableKey,
      clients.options,
    );
    expect(await outcome(() => all(tablesByKey.listTables()))).toBe(expected);
  });

  test.each(["keyless", "site"])(
    "opens them by its signatures where allowed: %s",
    async (account) => {
      const expected = account === "site" ? "yes" : "403 KeyBasedAuthenticationNotPermitted";
      const signature = generateAccountSASQueryParameters(
        {
          services: AccountSASServices.parse("bqt").toString(),
          resourceTypes: AccountSASResourceTypes.parse("sco").toString(),
          permissions: AccountSASPermissions.parse("rl"),
          expiresOn: new Date(Date.now() + 3_600_000),
        },
        new StorageSharedKeyCredential(account, keyOf(account)),
      ).toString();
      const blobsBySignature = new BlobServiceClient(
        `${new GatedClients(storage, account).url("blob")}?${signature}`,
        new AnonymousCredential(),
        clients.options,
      );
      expect(await outcome(() => all(blobsBySignature.listContainers()))).toBe(expected);
      const bySignature = new QueueServiceClient(
        `${new GatedClients(storage, account).url("queue")}?${signature}`,
        undefined,
        clients.options,
      );
      expect(await outcome(() => all(bySignature.listQueues()))).toBe(expected);
      const tablesBySignature = new TableServiceClient(
        new GatedClients(storage, account).url("table"),
        new AzureSASCredential(signature),
        clients.options,
      );
      expect(await outcome(() => all(tablesBySignature.listTables()))).toBe(expected);
    },
  );
});

test("what the emulator does not support opens nothing, whatever it is signed with", async () => {
  const service = new GatedClients(storage, "site").blobsByKey();
  const blob = service.getContainerClient("docs").getBlobClient("kept");
  expect(await outcome(() => service.getBlobBatchClient().deleteBlobs([blob]))).toBe(
    "501 NotImplemented",
  );
  const delegated = "sv=2025-11-05&sr=c&sp=l&se=2999-01-01&sig=x&skoid=someone";
  const path = `/site/docs?restype=container&comp=list&${delegated}`;
  expect(await clients.raw("blob", path, "GET")).toMatchObject({ status: 501 });
});

test("a request is not refused before its body has arrived, so that no client is cut off", async () => {
  const headers = { ...(await bearer(storage.someone())), "content-length": "7" };
  const options = { method: "PUT", headers, ca: storage.certificate };
  const sent = request(new URL("docs/file", clients.url("blob")), options);
  const responses: number[] = [];
  sent.once("response", ({ statusCode = 0 }) => responses.push(statusCode));
  sent.flushHeaders();
  for (const service of services) await clients.raw(service, "/keyless", "DELETE");
  expect(responses).toEqual([]);
  const response = once(sent, "response");
  sent.end("content");
  await response;
  expect(responses).toEqual([403]);
});

test("refusals have Azure's form: XML of blobs and queues, JSON of tables", async () => {
  const headers = await bearer(storage.someone());
  for (const service of ["blob", "queue"] as const) {
    expect(await clients.raw(service, "/keyless?comp=list", "GET", headers)).toMatchObject({
      status: 403,
      headers: {
        "content-type": "application/xml",
        "x-ms-error-code": "AuthorizationPermissionMismatch",
      },
      body: expect.stringMatching(
        /^<\?xml version="1.0" encoding="utf-8"\?><Error><Code>AuthorizationPermissionMismatch<\/Code><Message>This request is not authorized to perform this operation using this permission\.\nRequestId:\S+\nTime:\S+<\/Message><\/Error>$/,
      ),
    });
  }
  const ofTable = await clients.raw("table", "/keyless/Tables", "GET", headers);
  expect(ofTable.status).toBe(403);
  expect(JSON.parse(ofTable.body)).toEqual({
    "odata.error": {
      code: "AuthorizationPermissionMismatch",
      message: {
        lang: "en-US",
        value: expect.stringMatching(/^This request .*\nRequestId:\S+\nTime:\S+$/),
      },
    },
  });
});

test("an account that does not exist is not found, with a valid token", async () => {
  const headers = await bearer(owner);
  for (const path of ["/unknown?comp=list", "/", "/devstoreaccount1?comp=list"]) {
    for (const service of services) {
      expect((await clients.raw(service, path, "GET", headers)).status).toBe(404);
    }
  }
});

test("the header Host names no account: a role on one does not open another", async () => {
  const other = new GatedClients(storage, "other");
  const key = new StorageSharedKeyCredential("other", keyOf("other"));
  await new QueueServiceClient(other.url("queue"), key, other.options).createQueue("secret-queue");
  const host = "other.queue.core.windows.net";
  const headers = { ...(await bearer(owner)), host };
  const { status, body } = await clients.raw("queue", "/keyless?comp=list", "GET", headers);
  expect([status, body.includes("secret-queue")]).toEqual([200, false]);
});

test("a client that does not trust the certificate does not connect", async () => {
  for (const service of services) {
    await expect(fetch(clients.url(service))).rejects.toMatchObject({
      cause: { code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
    });
  }
});
