import * as pulumi from "@pulumi/pulumi";
import { Files, StaticSite } from "../../../providers/functionapp/resources";
import { deployer } from "../../../local/identity/deployer";
import { create, type Resource } from "../../support/localCloud/engine";
import { start, type Started } from "../../support/localCloud/startedCloud";
import { valid } from "../../support/localCloud/validInputs";
import { cloudEnvironment, ProviderStack } from "../../support/providers/providerStack";

// The engine starts the provider anew for each deployment.
jest.setTimeout(180_000);

let started: Started;
let account: Resource;
let stack: ProviderStack;

beforeAll(async () => {
  started = await start();
  await create(started.provider, "ResourceGroup", valid.ResourceGroup);
  account = await create(started.provider, "StorageAccount", {
    ...valid.StorageAccount,
    allowSharedKeyAccess: false,
  });
  stack = await ProviderStack.create(cloudEnvironment(started));
});

/** A site with text files by their paths. */
function program(texts: Record<string, string>, contentType = "text/plain") {
  const { blob: blobEndpoint } = account.outs["primaryEndpoints"] as { blob: string };
  const place = { accountId: account.id, blobEndpoint };
  const files = Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [
      path,
      { contentType, source: new pulumi.asset.StringAsset(text) },
    ]),
  );
  return async () => {
    const site = new StaticSite("site", {
      ...place,
      indexDocument: "index.html",
      error404Document: "missing.html",
    });
    const uploaded = new Files("files", { ...place, containerName: site.containerName, files });
    return { uploads: uploaded.uploads };
  };
}

/** What a visitor of the site gets. */
async function visit(path: string): Promise<{ status: number; text: string; type: string | null }> {
  const { web } = account.outs["primaryEndpoints"] as { web: string };
  const response = await fetch(new URL(path, web));
  return {
    status: response.status,
    text: await response.text(),
    type: response.headers.get("content-type"),
  };
}

/** The account's blobs, as the platform itself sees them. */
function container() {
  return started.cloud.storageAccounts
    .blobs(String(account.inputs["accountName"]))
    .getContainerClient("$web");
}

/** The deployer's roles on the account. */
function deployerRoles(): unknown[] {
  return started.cloud.inventory
    .ofType("azure-native:authorization:RoleAssignment")
    .filter(({ inputs }) => inputs["principalId"] === deployer.principalId)
    .map(({ inputs }) => inputs["scope"]);
}

const texts = { "index.html": "hello", "a b/ü.txt": "deep" };

test("a site is published without keys, and the same program changes nothing", async () => {
  expect((await stack.up(program(texts))).changes).toEqual({ create: 3 });
  expect(await visit("/")).toEqual({ status: 200, text: "hello", type: "text/plain" });
  expect((await visit("/a%20b/%C3%BC.txt")).text).toBe("deep");
  expect(deployerRoles()).toEqual([account.id]);

  expect((await stack.up(program(texts))).changes).toEqual({ same: 3 });
});

test("a changed file is uploaded, and one that is not listed any more is deleted", async () => {
  await container().getBlockBlobClient("others.txt").upload("others", 6);
  const changed = program({ "index.html": "changed" }, "text/html");
  expect((await stack.up(changed)).changes).toEqual({ same: 2, update: 1 });
  expect(await visit("/")).toMatchObject({ text: "changed", type: "text/html" });
  expect((await visit("/a%20b/%C3%BC.txt")).status).toBe(404);
  // What somebody else put there is not ours.
  expect((await visit("/others.txt")).text).toBe("others");

  // Another media type alone is a change too.
  await stack.up(program({ "index.html": "changed" }));
  expect(await visit("/")).toMatchObject({ text: "changed", type: "text/plain" });
});

test("a refresh finds what somebody else did to files, and the next deployment mends it", async () => {
  const known = program({ "index.html": "kept", "deleted.txt": "kept", "typed.txt": "kept" });
  await stack.up(known);
  await container().getBlockBlobClient("index.html").upload("theirs", 6);
  await container().getBlockBlobClient("deleted.txt").delete();
  const headers = { blobContentType: "text/css" };
  await container().getBlockBlobClient("typed.txt").setHTTPHeaders(headers);
  await stack.refresh();
  expect((await stack.up(known)).changes).toEqual({ same: 2, update: 1 });
  for (const path of ["/", "/deleted.txt", "/typed.txt"]) {
    expect(await visit(path)).toEqual({ status: 200, text: "kept", type: "text/plain" });
  }
});

test("a site that somebody else switched off is switched on again", async () => {
  await started.cloud.storageAccounts
    .blobs(String(account.inputs["accountName"]))
    .setProperties({ staticWebsite: { enabled: false } });
  await stack.refresh();
  expect(stack.resource("site")).toBeUndefined();
  await stack.up();
  expect((await visit("/")).text).toBe("kept");
});

test("what a destroy leaves is the account, without the deployer's role", async () => {
  await stack.destroy();
  expect(stack.resources()).toEqual([]);
  expect((await visit("/")).status).toBe(404);
  expect(deployerRoles()).toEqual([]);
  const names: string[] = [];
  for await (const { name } of container().listBlobsFlat()) names.push(name);
  expect(names).toEqual(["others.txt"]);
});

test("an account that is gone is no obstacle to a destroy", async () => {
  await stack.up(program(texts));
  await started.provider.delete(
    account.id,
    "urn:pulumi:l::p::azure-native:storage:StorageAccount::a",
  );
  await stack.destroy();
  expect(stack.resources()).toEqual([]);
});
