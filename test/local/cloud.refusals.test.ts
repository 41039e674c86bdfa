import type { EmulatorProvider } from "../../local/cloud/provider";
import type { Wire } from "../../providers/rest/wire";
import {
  deployBase,
  flexAppInputs,
  grant,
  hostAccountName,
  inGroup,
  type Base,
} from "../support/localCloud/baseResources";
import {
  create,
  remove,
  update,
  urnOf,
  type Resource,
  type TypeName,
} from "../support/localCloud/engine";
import { attempt, refusal } from "../support/localCloud/refusals";
import { start } from "../support/localCloud/startedCloud";
import { flexSku, groupId, location, typeNames, valid } from "../support/localCloud/validInputs";

let base: Base;
let provider: EmulatorProvider;
let flexApp: Resource;

beforeAll(async () => {
  base = await deployBase(await start());
  ({ provider } = base);
  flexApp = await create(provider, "WebApp", flexAppInputs(base));
});

describe("a deployment is refused when its parent does not exist:", () => {
  const typesInGroup = typeNames.filter(
    (type) => type !== "ResourceGroup" && "resourceGroupName" in valid[type],
  );
  test.each(typesInGroup)("the resource group of a %s", async (type) => {
    expect(
      await attempt(base.started, type, { ...valid[type], resourceGroupName: "rg-nowhere" }),
    ).toEqual(refusal(/ResourceGroupNotFound.*'rg-nowhere' could not be found/));
  });

  test.each<[string, TypeName, Wire, RegExp]>([
    ["a container's account", "BlobContainer", {}, /ResourceNotFound.*stsample/],
    [
      "an app's plan",
      "WebApp",
      {
        identity: {
          type: "UserAssigned",
          userAssignedIdentities: [
            `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-app`,
          ],
        },
      },
      /ResourceNotFound.*plan-sample/,
    ],
    ["an app's identity", "WebApp", {}, /ResourceNotFound.*an\/identity/],
    ["a component's workspace", "Component", {}, /ResourceNotFound.*log-sample/],
    [
      "a role's scope",
      "RoleAssignment",
      { scope: `${groupId}/providers/Microsoft.Storage/storageAccounts/nowhere` },
      /ResourceNotFound.*nowhere/,
    ],
    ["a role's principal", "RoleAssignment", {}, /PrincipalNotFound.*11111111-1111/],
  ])("%s", async (_what, type, changes, message) => {
    expect(await attempt(base.started, type, { ...valid[type], ...changes })).toEqual(
      refusal(message),
    );
  });
});

test("a role that is assigned twice is refused", async () => {
  const identity = await create(
    provider,
    "UserAssignedIdentity",
    inGroup({ resourceName: "id-twice" }),
  );
  const assignment = await grant(provider, identity, "blobReader", base.hostAccount.id);
  await expect(grant(provider, identity, "blobReader", base.hostAccount.id)).rejects.toThrow(
    /RoleAssignmentExists/,
  );
  await remove(provider, assignment);
  await remove(provider, await grant(provider, identity, "blobReader", base.hostAccount.id));
});

test("an account's name that is taken in another group is refused", async () => {
  await create(provider, "ResourceGroup", { resourceGroupName: "rg-other", location });
  expect(
    await attempt(base.started, "StorageAccount", {
      ...valid.StorageAccount,
      resourceGroupName: "rg-other",
      accountName: hostAccountName,
    }),
  ).toEqual(refusal(/StorageAccountAlreadyTaken/));
});

test("a plan with an app is not deleted, not changed into another, and its app not moved", async () => {
  await expect(remove(provider, base.flexPlan)).rejects.toThrow(/Conflict.*func-flex/);
  await expect(
    update(provider, base.consumptionPlan, { sku: flexSku, reserved: true }),
  ).rejects.toThrow(/Conflict.*cannot change from Y1 to FC1/);
  await expect(
    update(provider, flexApp, { serverFarmId: base.consumptionPlan.id }),
  ).rejects.toThrow(/Conflict.*to another plan/);
  expect((await provider.read(base.flexPlan.id, urnOf("AppServicePlan"), {})).id).toBe(
    base.flexPlan.id,
  );
});
