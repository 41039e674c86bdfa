import * as rpc from "@pulumi/pulumi/runtime/rpc";
import type { EmulatorProvider } from "../../local/cloud/provider";
import { isWire, secret, unknownValue, type Wire } from "../../providers/rest/wire";
import { tokens, urnOf, type TypeName } from "../support/localCloud/engine";
import { start } from "../support/localCloud/startedCloud";
import {
  consumptionSku,
  flexSku,
  groupId,
  location,
  typeNames,
  valid,
} from "../support/localCloud/validInputs";

const required: Record<TypeName, string[]> = {
  ResourceGroup: ["resourceGroupName", "location"],
  UserAssignedIdentity: ["resourceGroupName", "location", "resourceName"],
  Workspace: ["resourceGroupName", "location", "workspaceName"],
  Component: [
    "resourceGroupName",
    "location",
    "resourceName",
    "kind",
    "applicationType",
    "workspaceResourceId",
  ],
  StorageAccount: ["resourceGroupName", "location", "accountName", "kind", "sku"],
  BlobContainer: ["resourceGroupName", "accountName", "containerName"],
  RoleAssignment: ["principalId", "roleDefinitionId", "scope"],
  AppServicePlan: ["resourceGroupName", "location", "name", "sku"],
  WebApp: [
    "resourceGroupName",
    "location",
    "name",
    "kind",
    "serverFarmId",
    "httpsOnly",
    "identity",
  ],
  RandomId: ["byteLength"],
  RandomPassword: ["length", "special"],
};

const names: [TypeName, string, { taken: string[]; refused: string[] }][] = [
  [
    "ResourceGroup",
    "resourceGroupName",
    { taken: ["a", "r-g_(1).x", "a".repeat(90)], refused: ["", "a.", "a/b", "a".repeat(91)] },
  ],
  [
    "StorageAccount",
    "accountName",
    { taken: ["abc", "a".repeat(24)], refused: ["ab", "Abc", "a-b", "a".repeat(25)] },
  ],
  [
    "BlobContainer",
    "containerName",
    {
      taken: ["abc", "a-b-c", "a".repeat(63)],
      refused: ["ab", "Abc", "a--b", "-ab", "ab-", "a_b", "a".repeat(64)],
    },
  ],
  [
    "AppServicePlan",
    "name",
    { taken: ["a", "a".repeat(60)], refused: ["", "a_b", "a".repeat(61)] },
  ],
  [
    "WebApp",
    "name",
    {
      taken: ["ab", "A-1", "a".repeat(60)],
      refused: ["a", "-a", "a-", "a_b", "a.b", "a".repeat(61)],
    },
  ],
  [
    "UserAssignedIdentity",
    "resourceName",
    { taken: ["abc", "a_b-c", "a".repeat(128)], refused: ["ab", "-ab", "a.b", "a".repeat(129)] },
  ],
  [
    "Workspace",
    "workspaceName",
    { taken: ["abcd", "a".repeat(63)], refused: ["abc", "abc-", "-abc", "ab_c", "a".repeat(64)] },
  ],
  [
    "Component",
    "resourceName",
    {
      taken: ["a", "a b", "a".repeat(255)],
      refused: ["", "a.", "a ", "a/b", "a&b", "a".repeat(256)],
    },
  ],
];

/** What Azure, or the emulator, refuses in any case: the inputs, the one at fault, and the reason. */
const refusedInputs: [string, TypeName, Wire, string, RegExp][] = [
  ["days of logs below 30", "Workspace", { retentionInDays: 29 }, "retentionInDays", /30 to 730/],
  ["days of logs above 730", "Workspace", { retentionInDays: 731 }, "retentionInDays", /30 to 730/],
  ["another kind of account", "StorageAccount", { kind: "BlobStorage" }, "kind", /StorageV2/],
  [
    "a public container",
    "BlobContainer",
    { publicAccess: "Blob" },
    "publicAccess",
    /Public access is not permitted/,
  ],
  [
    "a Flex Consumption plan on Windows",
    "AppServicePlan",
    { sku: flexSku, reserved: false },
    "reserved",
    /reserved must be true/,
  ],
  [
    "a Consumption plan on Linux",
    "AppServicePlan",
    { sku: consumptionSku, reserved: true },
    "reserved",
    /reserved must be false/,
  ],
  [
    "another plan",
    "AppServicePlan",
    { sku: { name: "P1v3", tier: "PremiumV3" } },
    "sku.name",
    /FC1 and Y1/,
  ],
  ["an app that serves http", "WebApp", { httpsOnly: false }, "httpsOnly", /httpsOnly/],
  [
    "an app with another identity",
    "WebApp",
    { identity: { type: "SystemAssigned", userAssignedIdentities: [`${groupId}/x`] } },
    "identity.type",
    /user-assigned/,
  ],
  [
    "an app without identities",
    "WebApp",
    { identity: { type: "UserAssigned", userAssignedIdentities: [] } },
    "identity.userAssignedIdentities",
    /length/,
  ],
  [
    "an app setting that is not a string",
    "WebApp",
    { siteConfig: { appSettings: [{ name: "A", value: 1 }] } },
    "siteConfig.appSettings.0.value",
    /string/,
  ],
  [
    "a role assignment without a GUID",
    "RoleAssignment",
    { roleAssignmentName: "mine" },
    "roleAssignmentName",
    /GUID/,
  ],
  ["a principal without a GUID", "RoleAssignment", { principalId: "me" }, "principalId", /GUID/],
  [
    "a role that is not valid",
    "RoleAssignment",
    { roleDefinitionId: "Owner" },
    "roleDefinitionId",
    /./,
  ],
  ["a scope outside the subscription", "RoleAssignment", { scope: "/" }, "scope", /subscriptions/],
  [
    "a password with special characters",
    "RandomPassword",
    { special: true },
    "special",
    /special to false/,
  ],
  [
    "a password's option that is not known here",
    "RandomPassword",
    { upper: false },
    "upper",
    /upper/,
  ],
  ["a random id without a byte", "RandomId", { byteLength: 0 }, "byteLength", /1/],
  ["a random id's option that is not known here", "RandomId", { upper: true }, "upper", /upper/],
];
describe("before a deployment", () => {
  let provider: EmulatorProvider;
  beforeAll(async () => {
    ({ provider } = await start());
  });

  async function failuresOf(type: TypeName, inputs: Wire) {
    const { failures } = await provider.check(urnOf(type), {}, inputs);
    return failures ?? [];
  }

  test.each(typeNames)("inputs of a %s that Azure accepts are accepted", async (type) => {
    expect(await failuresOf(type, valid[type])).toEqual([]);
  });

  test.each(Object.entries(required) as [TypeName, string[]][])(
    "every missing required input of a %s is named",
    async (type, properties) => {
      for (const property of properties) {
        const { [property]: _left, ...others } = valid[type];
        expect(await failuresOf(type, others)).toEqual([
          { property, reason: `missing required property '${property}'` },
        ]);
      }
    },
  );

  test.each(names)(
    "the name of a %s (%s) follows Azure's rules",
    async (type, property, { taken, refused }) => {
      for (const name of taken) {
        expect([name, await failuresOf(type, { ...valid[type], [property]: name })]).toEqual([
          name,
          [],
        ]);
      }
      for (const name of refused) {
        const failures = await failuresOf(type, { ...valid[type], [property]: name });
        expect([name, failures.map((failure) => failure.property)]).toEqual([name, [property]]);
      }
    },
  );

  test.each(refusedInputs)("%s is refused", async (_what, type, changes, property, reason) => {
    expect(await failuresOf(type, { ...valid[type], ...changes })).toEqual([
      { property, reason: expect.stringMatching(reason) },
    ]);
  });

  test.each(typeNames)("no input of a %s that is not known yet is refused", async (type) => {
    for (const property of Object.keys(valid[type])) {
      expect(await failuresOf(type, { ...valid[type], [property]: unknownValue })).toEqual([]);
    }
    expect(await failuresOf(type, withUnknownLeaves(valid[type]))).toEqual([]);
    const unknownOutput = { [rpc.specialSigKey]: rpc.specialOutputValueSig, dependencies: [] };
    const outputs = Object.keys(valid[type]).map((property) => [property, unknownOutput]);
    expect(await failuresOf(type, Object.fromEntries(outputs))).toEqual([]);
  });

  test.each(refusedInputs)(
    "%s is refused although nothing else is known yet",
    async (_what, type, changes, property, reason) => {
      const inputs = { ...withUnknownLeaves(valid[type]), ...changes };
      expect(await failuresOf(type, inputs)).toEqual([
        { property, reason: expect.stringMatching(reason) },
      ]);
    },
  );

  test("secret values are checked like others", async () => {
    const { length } = await failuresOf("StorageAccount", {
      ...valid.StorageAccount,
      accountName: secret("Not A Name"),
      location: secret(location),
    });
    expect(length).toBe(1);
  });

  test("inputs come back as they were given, with their secrets marked", async () => {
    const news = { ...valid.Component, kind: secret("web") };
    expect((await provider.check(urnOf("Component"), {}, news)).inputs).toEqual(news);
  });

  test("a role assignment gets a name, and keeps it", async () => {
    const { inputs } = await provider.check(urnOf("RoleAssignment"), {}, valid.RoleAssignment);
    expect(inputs.roleAssignmentName).toMatch(/^[0-9a-f-]{36}$/);
    const again = await provider.check(urnOf("RoleAssignment"), inputs, valid.RoleAssignment);
    expect(again.inputs).toEqual(inputs);
    const chosen = {
      ...valid.RoleAssignment,
      roleAssignmentName: valid.RoleAssignment["principalId"],
    };
    expect((await provider.check(urnOf("RoleAssignment"), inputs, chosen)).inputs).toEqual(chosen);
  });

  test.each([
    "azure-native:keyvault:Vault",
    "constructor",
    "random:index/randomBytes:RandomBytes",
    // Earlier versions of the emulator supported it.
    "azure-native:storage:Blob",
  ])("the resource type %s is refused by name, with the supported ones", async (token) => {
    const urn = `urn:pulumi:local::project::${token}::any`;
    const refusal = `The local emulator does not support ${token}. It supports ${Object.values(tokens).join(", ")}.`;
    await expect(provider.check(urn, {}, {})).rejects.toThrow(refusal);
    await expect(provider.create(urn, {})).rejects.toThrow(refusal);
    await expect(provider.update("id", urn, {}, {})).rejects.toThrow(refusal);
    await expect(provider.diff("id", urn, {}, {})).rejects.toThrow(refusal);
  });

  test("a function is refused by name", async () => {
    const token = "azure-native:authorization:getClientConfig";
    await expect(provider.invoke(token)).rejects.toThrow(
      `The local emulator does not support the function ${token}.`,
    );
  });

  test.each([
    [
      "an archive",
      { kind: { [rpc.specialSigKey]: rpc.specialArchiveSig, hash: "x", path: "." } },
      /not archives/,
    ],
    [
      "a remote asset",
      {
        kind: {
          [rpc.specialSigKey]: rpc.specialAssetSig,
          hash: "x",
          uri: "https://example.com/",
        },
      },
      /not from https:\/\/example\.com\//,
    ],
    [
      "a resource in place of its name",
      { accountName: { [rpc.specialSigKey]: rpc.specialResourceSig, urn: "urn:x" } },
      /its id or its name.*urn:x/,
    ],
  ])("%s is refused with a clear message", async (_what, changes, message) => {
    await expect(
      failuresOf("StorageAccount", { ...valid.StorageAccount, ...changes }),
    ).rejects.toThrow(message);
  });
});
/** The same inputs with every value in them unknown. */
function withUnknownLeaves(inputs: Wire): Wire {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, unknownLeaves(value)]),
  );
}

function unknownLeaves(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unknownLeaves);
  return isWire(value) && !(rpc.specialSigKey in value) ? withUnknownLeaves(value) : unknownValue;
}
