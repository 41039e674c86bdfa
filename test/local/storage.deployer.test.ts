import { randomUUID } from "node:crypto";
import type { Principal } from "../../local/identity/accessTokens";
import { deployer } from "../../local/identity/deployer";
import { all, outcome } from "../support/localCloud/gatedClients";
import { type OwnedStorage, startOwnedStorage } from "../support/localCloud/ownedStorage";

const refused = "403 AuthorizationPermissionMismatch";

let storage: OwnedStorage;
beforeAll(async () => {
  storage = await startOwnedStorage();
});

function somebody(): Principal {
  return { principalId: randomUUID(), clientId: randomUUID() };
}

function data(each: string): Record<string, string> {
  return { write: each, read: each, list: each, delete: each };
}

/** What a principal may do with the account. */
async function outcomesFor(principal: Principal): Promise<Record<string, string>> {
  const service = storage.blobs(principal);
  const container = service.getContainerClient("docs");
  return {
    "read properties": await outcome(() => service.getProperties()),
    "write properties": await outcome(() => service.setProperties({ cors: [] })),
    "create a container": await outcome(() => container.createIfNotExists()),
    "list containers": await outcome(() => all(service.listContainers())),
    write: await outcome(() => container.getBlockBlobClient("file").upload("text", 4)),
    read: await outcome(() => container.getBlobClient("file").downloadToBuffer()),
    list: await outcome(() => all(container.listBlobsFlat())),
    delete: await outcome(() => container.getBlobClient("file").deleteIfExists()),
  };
}

test("the deployer, who owns the subscription, may do everything but work with data, until a role opens it", async () => {
  const control = {
    "read properties": "yes",
    "write properties": "yes",
    "create a container": "yes",
    "list containers": "yes",
  };
  expect(await outcomesFor(deployer)).toEqual({ ...control, ...data(refused) });
  const assignment = storage.assign(deployer, "blobContributor");
  expect(await outcomesFor(deployer)).toEqual({ ...control, ...data("yes") });
  storage.inventory.remove(assignment.id);
  expect(await outcomesFor(deployer)).toEqual({ ...control, ...data(refused) });
});

test("a role for data opens no service properties, even the owner's", async () => {
  const owner = somebody();
  storage.assign(owner, "blobOwner");
  expect(await outcomesFor(owner)).toMatchObject({
    "read properties": refused,
    "write properties": refused,
    write: "yes",
  });
});

test("a role holds from its time on", async () => {
  const hour = 3_600_000;
  const early = somebody();
  const assignment = storage.assign(early, "blobContributor", { holdsFrom: Date.now() + hour });
  expect(Object.values(await outcomesFor(early))).toEqual(Array.from({ length: 8 }, () => refused));
  storage.inventory.put({ ...assignment, hidden: { holdsFrom: Date.now() - hour } });
  expect(await outcomesFor(early)).toMatchObject({ "list containers": "yes", write: "yes" });
});

test("a role on one container opens that one only", async () => {
  const reader = somebody();
  storage.assign(deployer, "blobContributor");
  for (const name of ["docs", "others"]) {
    const container = storage.blobs(deployer).getContainerClient(name);
    await container.createIfNotExists();
    await container.getBlockBlobClient("file").upload("text", 4);
  }
  storage.assign(reader, "blobReader", { under: "/blobServices/default/containers/docs" });
  const read = (name: string) => async () =>
    storage.blobs(reader).getContainerClient(name).getBlobClient("file").downloadToBuffer();
  expect([await outcome(read("docs")), await outcome(read("others"))]).toEqual(["yes", refused]);
});
