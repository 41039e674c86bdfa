import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";

import { TableServiceClient } from "@azure/data-tables";
import type { TokenCredential } from "@azure/identity";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";

import type { EmulatorProvider } from "../../local/cloud/provider";
import {
  type Base,
  deployBase,
  flexAppInputs,
  grant,
  hostAccountName,
  inGroup,
  withSetting,
} from "../support/localCloud/baseResources";
import { temporaryDirectory } from "../support/localCloud/cleanUp";
import { deployCode, hostOf } from "../support/localCloud/deployments";
import { type Resource, create, remove, update, urnOf } from "../support/localCloud/engine";
import { all } from "../support/localCloud/gatedClients";
import { type Started, start } from "../support/localCloud/startedCloud";
import { statefulPackage } from "../support/localCloud/statefulApp";
import { groupId, valid } from "../support/localCloud/validInputs";

const directory = temporaryDirectory();
let started: Started;
let provider: EmulatorProvider;
let base: Base;
let app: Resource;
const stateful = statefulPackage();

interface Endpoints {
  blob: string;
  queue: string;
  table: string;
}

function endpointsOf(account: Resource): Endpoints {
  return account.outs["primaryEndpoints"] as Endpoints;
}

beforeAll(async () => {
  started = await start(directory);
  base = await deployBase(started);
  ({ provider } = base);
  const { identity, hostAccount } = base;
  await grant(provider, identity, "queueContributor", hostAccount.id);
  await grant(provider, identity, "tableContributor", hostAccount.id);
  const { queue, table } = endpointsOf(hostAccount);
  const withQueue = withSetting(flexAppInputs(base), "AzureWebJobsStorage__queueServiceUri", queue);
  const inputs = withSetting(withQueue, "AzureWebJobsStorage__tableServiceUri", table);
  app = await create(provider, "WebApp", inputs);
  await deployCode(base, app, stateful);
});

async function ask(path: string): Promise<{ status: number; body: Record<string, string> }> {
  const response = await fetch(`http://${hostOf(app)}/api/${path}`, { method: "POST" });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

/** Waits until a job is in a state; the test's own time is the bound. */
async function untilState(id: string, state: string): Promise<void> {
  while ((await ask(`state/${id}`)).body["state"] !== state) await delay(50);
}

/** A credential of an identity of the app, from the app's environment. */
async function credentialOf(identity: Resource): Promise<TokenCredential> {
  const { body } = await ask("environment");
  const url = new URL(body["IDENTITY_ENDPOINT"] ?? "");
  url.search = new URLSearchParams({
    "api-version": "2019-08-01",
    resource: "https://storage.azure.com",
    client_id: String(identity.outs["clientId"]),
  }).toString();
  const headers = { "x-identity-header": body["IDENTITY_HEADER"] ?? "" };
  const response = (await (await fetch(url, { headers })).json()) as Record<string, string>;
  return {
    getToken: async () => ({
      token: response["access_token"] ?? "",
      expiresOnTimestamp: Number(response["expires_on"]) * 1000,
    }),
  };
}

const trusting = (): object => ({
  tlsOptions: { ca: readFileSync(join(directory, "certificate.pem")) },
});

test("an app keeps rows and sends itself messages, by its identity and Azure's own libraries", async () => {
  expect(await ask("record/first")).toEqual({ status: 200, body: {} });
  await untilState("first", "done");
  expect(started.cloud.functionApps.functions(app.id)).toContain("process");
});

test("an app keeps files by its identity, and by one without the role it does not", async () => {
  expect(await ask("file/notes")).toEqual({ status: 200, body: { content: "notes" } });
  const poor = await create(provider, "UserAssignedIdentity", inGroup({ resourceName: "id-poor" }));
  const identities = [base.identity.id, poor.id];
  app = await update(provider, app, {
    identity: { type: "UserAssigned", userAssignedIdentities: identities },
  });
  const path = `file/notes?clientId=${String(poor.outs["clientId"])}`;
  expect((await ask(path)).body["code"]).toBe("AuthorizationPermissionMismatch");
});

test("the app's code finds its identity in the platform's settings, and trusts the storage's certificate by a file", async () => {
  const { body } = await ask("environment");
  expect(body).toMatchObject({
    IDENTITY_ENDPOINT: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/msi\/token$/),
    IDENTITY_HEADER: expect.stringMatching(/^[\da-f-]{36}$/),
    NODE_EXTRA_CA_CERTS: join(directory, "certificate.pem"),
    AzureWebJobsStorage__blobServiceUri: expect.stringMatching(
      new RegExp(`^https://127\\.0\\.0\\.1:\\d+/${hostAccountName}/$`),
    ),
    AzureWebJobsStorage__queueServiceUri: expect.stringMatching(
      new RegExp(`^https://127\\.0\\.0\\.1:\\d+/${hostAccountName}/$`),
    ),
  });
  expect(body).not.toHaveProperty("NODE_TLS_REJECT_UNAUTHORIZED");
});

test("an identity that is not assigned to the app is refused to its code", async () => {
  const other = await create(
    provider,
    "UserAssignedIdentity",
    inGroup({ resourceName: "id-other" }),
  );
  const { status, body } = await ask(`record/other?clientId=${String(other.outs["clientId"])}`);
  expect([status, body["message"]]).toEqual([
    502,
    expect.stringContaining("No User Assigned or Delegated Managed Identity found"),
  ]);
});

test("an identity that is assigned later can be used from then on", async () => {
  const late = await create(provider, "UserAssignedIdentity", inGroup({ resourceName: "id-late" }));
  const path = `record/late?clientId=${String(late.outs["clientId"])}`;
  expect((await ask(path)).body["message"]).toContain("No User Assigned");
  const identities = [base.identity.id, late.id];
  app = await update(provider, app, {
    identity: { type: "UserAssigned", userAssignedIdentities: identities },
  });
  expect((await ask(path)).body["code"]).toBe("AuthorizationPermissionMismatch");
});

test("a role that is removed no longer opens storage, and other requests are served", async () => {
  const identity = await create(
    provider,
    "UserAssignedIdentity",
    inGroup({ resourceName: "id-brief" }),
  );
  const roles = [
    await grant(provider, identity, "tableContributor", base.hostAccount.id),
    await grant(provider, identity, "queueContributor", groupId),
  ];
  const identities = [base.identity.id, identity.id];
  app = await update(provider, app, {
    identity: { type: "UserAssigned", userAssignedIdentities: identities },
  });
  const path = (id: string): string => `record/${id}?clientId=${String(identity.outs["clientId"])}`;
  expect((await ask(path("with-roles"))).status).toBe(200);
  for (const role of roles) await remove(provider, role);
  expect((await ask(path("without-roles"))).body["code"]).toBe("AuthorizationPermissionMismatch");
  expect((await ask("record/by-the-other")).status).toBe(200);
});

test("an account refuses a wrong key, and every key from when it is told to", async () => {
  const inputs = { ...valid.StorageAccount, accountName: "stkeys", allowSharedKeyAccess: true };
  const account = await create(provider, "StorageAccount", inputs);
  const outcome = async (): Promise<string> => {
    const sent = request(`${endpointsOf(account).queue}?comp=list`, {
      headers: { authorization: "SharedKey account:wrong", "x-ms-version": "2025-11-05" },
      ca: readFileSync(join(directory, "certificate.pem")),
    });
    sent.end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    const body = await text(response);
    return `${response.statusCode} ${/<Code>(\w+)</.exec(body)?.[1]}`;
  };
  // Azurite's own response.
  expect(await outcome()).toBe("400 InvalidAuthenticationInfo");
  const refusing = await update(provider, account, { allowSharedKeyAccess: false });
  expect(await outcome()).toBe("403 KeyBasedAuthenticationNotPermitted");
  await update(provider, refusing, { allowSharedKeyAccess: true });
  expect(await outcome()).toBe("400 InvalidAuthenticationInfo");
});

test("an account that is deleted takes its blobs, queues and tables with it", async () => {
  const account = { ...valid["StorageAccount"], accountName: "stbriefly" };
  const short = await create(provider, "StorageAccount", account);
  await grant(provider, base.identity, "blobContributor", short.id);
  await grant(provider, base.identity, "queueContributor", short.id);
  await grant(provider, base.identity, "tableContributor", short.id);
  const credential = await credentialOf(base.identity);
  const clients = (made: Resource) => ({
    blobs: new BlobServiceClient(endpointsOf(made).blob, credential, trusting()),
    queues: new QueueServiceClient(endpointsOf(made).queue, credential, trusting()),
    tables: new TableServiceClient(endpointsOf(made).table, credential, trusting()),
  });
  const before = clients(short);
  const { containerClient } = await before.blobs.createContainer("doomed");
  await containerClient.getBlockBlobClient("doomed").upload("doomed", 6);
  await before.queues.createQueue("doomed");
  await before.queues.getQueueClient("doomed").sendMessage("doomed");
  await before.tables.createTable("doomed");
  await remove(provider, short);
  await expect(all(before.queues.listQueues())).rejects.toMatchObject({ statusCode: 404 });

  const again = await create(provider, "StorageAccount", account);
  await grant(provider, base.identity, "blobContributor", again.id);
  await grant(provider, base.identity, "queueContributor", again.id);
  await grant(provider, base.identity, "tableContributor", again.id);
  const after = clients(again);
  expect(await all(after.blobs.listContainers())).toEqual([]);
  expect(await all(after.queues.listQueues())).toEqual([]);
  expect(await all(after.tables.listTables())).toEqual([]);
});

test("rows and messages are available after a restart, at the same addresses", async () => {
  await ask("record/kept?delay=3");
  expect((await ask("state/kept")).body["state"]).toBe("recorded");
  await started.stop();
  started = await start(directory);
  const look = async ({ id, type, outs }: Resource) =>
    (await started.provider.read(id, urnOf(type), outs)).props;
  expect(await look(base.hostAccount)).toEqual(base.hostAccount.outs);
  expect(await look(app)).toEqual(app.outs);
  expect((await ask("state/first")).body["state"]).toBe("done");
  await untilState("kept", "done");
});
