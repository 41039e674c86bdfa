import { cpSync } from "node:fs";
import type { BlobServiceClient } from "@azure/storage-blob";
import { deployer } from "../../local/identity/deployer";
import { temporaryDirectory } from "../support/localCloud/cleanUp";
import { outcome } from "../support/localCloud/gatedClients";
import {
  type OwnedStorage,
  ownedAccount,
  startOwnedStorage,
} from "../support/localCloud/ownedStorage";

const directory = temporaryDirectory();
let storage: OwnedStorage;
let blobs: BlobServiceClient;
beforeAll(async () => {
  storage = await startOwnedStorage(directory);
  blobs = storage.blobs(deployer);
});

async function get(path: string, of = storage): Promise<[number, string]> {
  const response = await fetch(new URL(path, of.accounts.endpoints(ownedAccount).web));
  return [response.status, await response.text()];
}

async function upload(name: string, text: string): Promise<void> {
  await blobs.getContainerClient("$web").getBlockBlobClient(name).upload(text, text.length);
}

const nothing: [number, string] = [404, "The requested content does not exist.\n"];

test("the deployer turns the website on, with its container, and works with its files by a role", async () => {
  expect(await get("/")).toEqual(nothing);
  await blobs.setProperties({ cors: [] });
  expect(await blobs.getContainerClient("$web").exists()).toBe(false);
  const staticWebsite = { enabled: true, indexDocument: "start.html" };
  await blobs.setProperties({ staticWebsite });
  expect((await blobs.getProperties()).staticWebsite).toEqual(staticWebsite);
  expect(await blobs.getContainerClient("$web").exists()).toBe(true);
  expect(await outcome(() => upload("start.html", "start"))).toBe(
    "403 AuthorizationPermissionMismatch",
  );
  storage.assign(deployer, "blobContributor");
  await upload("start.html", "start");
  await upload("lost.html", "lost");
  expect(await get("/")).toEqual([200, "start"]);
  expect(await get("/none")).toEqual(nothing);
});

test("what is set again applies at once, and what is not named stays", async () => {
  const errorDocument404Path = "lost.html";
  const indexDocument = "start.html";
  await blobs.setProperties({
    staticWebsite: { enabled: true, indexDocument, errorDocument404Path },
  });
  await blobs.setProperties({ cors: [] });
  expect([await get("/"), await get("/none")]).toEqual([
    [200, "start"],
    [404, "lost"],
  ]);
});

test("it is off once it is turned off, and its files stay", async () => {
  await blobs.setProperties({ staticWebsite: { enabled: false } });
  expect(await get("/start.html")).toEqual(nothing);
  await blobs.setProperties({ staticWebsite: { enabled: true } });
  expect([await get("/start.html"), await get("/")]).toEqual([[200, "start"], nothing]);
});

test("with its files, it outlives an emulator that is killed at that very moment, and one that is stopped", async () => {
  await blobs.setProperties({ staticWebsite: { enabled: true, indexDocument: "last.html" } });
  await upload("last.html", "last");
  const left = temporaryDirectory();
  cpSync(directory, left, { recursive: true });
  const afterKill = await startOwnedStorage(left);
  expect(await get("/", afterKill)).toEqual([200, "last"]);

  await storage.stop();
  storage = await startOwnedStorage(directory);
  blobs = storage.blobs(deployer);
  expect(await get("/")).toEqual([200, "last"]);
});

test("a deleted account takes its website with it: one of the same name has none", async () => {
  await storage.accounts.delete(ownedAccount);
  await storage.stop();
  storage = await startOwnedStorage(directory);
  expect(await get("/")).toEqual(nothing);
  expect((await storage.blobs(deployer).getProperties()).staticWebsite).toEqual({ enabled: false });
});
