import {
  AzureNamedKeyCredential,
  AzureSASCredential,
  TableServiceClient,
} from "@azure/data-tables";
import type { TokenCredential } from "@azure/identity";
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
  owner = storage.someone("Storage Queue Data Contributor");
});

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
    const { status, headers } = await clients.raw("queue", "/keyless?comp=list", "GET");
    expect([status, headers["x-ms-error-code"]]).toEqual([401, "NoAuthenticationInformation"]);
    expect(headers["www-authenticate"]).toMatch(/^Bearer authorization_uri=.*resource_id=/);
  });

  test.each<[string, () => Promise<string | undefined>]>([
    ["of another issuer's key", async () => issued(await AccessTokens.create("tenant"))],
    ["that has expired", () => issued(storage.tokens, new Date(Date.now() - 86_401_000))],
    ["that was changed", async () => changed(await issued(storage.tokens))],
    ["that is not a token", async () => "nonsense"],
  ])("is refused with 401 for a token %s", async (_case, token) => {
    const headers = { authorization: `Bearer ${await token()}` };
    for (const service of ["queue", "table"] as const) {
      const response = await clients.raw(service, "/keyless?comp=list", "GET", headers);
      expect([response.status, response.body]).toEqual([
        401,
        expect.stringContaining("InvalidAuthenticationInfo"),
      ]);
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
  test.each(["keyless", "site"])("opens queues and tables where allowed: %s", async (account) => {
    const expected = account === "site" ? "yes" : "403 KeyBasedAuthenticationNotPermitted";
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
          services: AccountSASServices.parse("qt").toString(),
          resourceTypes: AccountSASResourceTypes.parse("sco").toString(),
          permissions: AccountSASPermissions.parse("rl"),
          expiresOn: new Date(Date.now() + 3_600_000),
        },
        new StorageSharedKeyCredential(account, keyOf(account)),
      ).toString();
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

test("refusals have Azure's form: XML of queues, JSON of tables, with no connection to reuse", async () => {
  const headers = await bearer(storage.someone());
  const ofQueue = await clients.raw("queue", "/keyless?comp=list", "GET", headers);
  expect(ofQueue).toMatchObject({
    status: 403,
    headers: { "content-type": "application/xml", connection: "close" },
    body: expect.stringMatching(
      /^<\?xml version="1.0" encoding="utf-8"\?><Error><Code>AuthorizationPermissionMismatch<\/Code><Message>This request is not authorized to perform this operation using this permission\.\nRequestId:\S+\nTime:\S+<\/Message><\/Error>$/,
    ),
  });
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
    expect((await clients.raw("queue", path, "GET", headers)).status).toBe(404);
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
  const url = clients.url("queue");
  await expect(fetch(url)).rejects.toMatchObject({
    cause: { code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
  });
});
