import { randomUUID } from "node:crypto";
import { BlobServiceClient, type RestError } from "@azure/storage-blob";
import { deployer } from "../../local/identity/deployer";
import {
  blobEndpoint,
  deployBase,
  flexAppInputs,
  grant,
  hostAccountName,
  type Base,
} from "../support/localCloud/baseResources";
import { create } from "../support/localCloud/engine";
import {
  armClient,
  armOrigin,
  certificateOf,
  deployerToken,
  httpsCall,
  type ArmClient,
} from "../support/localCloud/restClient";
import { start } from "../support/localCloud/startedCloud";
import { groupId, roles } from "../support/localCloud/validInputs";

const subscription = groupId.slice(0, 51);
let base: Base;
let arm: ArmClient;
beforeAll(async () => {
  base = await deployBase(await start());
  arm = await armClient(base.started);
});

describe("every call of Azure Resource Manager", () => {
  const version = "api-version=2022-09-01";
  const get = async (headers: Record<string, string>, query = version) =>
    httpsCall(base.started, `${armOrigin(base.started)}${subscription}?${query}`, { headers });

  test("needs a token", async () => {
    const { status, headers, body } = await get({});
    expect({ status, code: body.error.code }).toEqual({
      status: 401,
      code: "AuthenticationFailed",
    });
    expect(headers["www-authenticate"]).toMatch(
      /^Bearer authorization_uri="[^"]+", error="invalid_token"/,
    );
  });

  test.each([
    ["that is not a bearer's", "Basic abc", "AuthenticationFailedInvalidHeader"],
    ["that was not issued here", "Bearer a.b.c", "InvalidAuthenticationToken"],
  ])("needs a token, not one %s", async (_what, authorization, code) => {
    const { status, headers, body } = await get({ authorization });
    expect({ status, code: body.error.code }).toEqual({ status: 401, code });
    expect(headers["www-authenticate"]).toMatch(/^Bearer /);
  });

  test("needs a token for it, not for storage", async () => {
    const token = await deployerToken(base.started, "https://storage.azure.com/.default");
    const { status, body } = await get({ authorization: `Bearer ${token}` });
    expect(status).toBe(401);
    expect(body.error).toMatchObject({
      code: "InvalidAuthenticationTokenAudience",
      message: expect.stringMatching(
        /'https:\/\/storage\.azure\.com'.*'https:\/\/management\.azure\.com'/,
      ),
    });
  });

  test.each([
    ["none", "", "MissingApiVersionParameter"],
    ["an empty one", "api-version=", "MissingApiVersionParameter"],
    ["one that does not exist", "api-version=2022-09-31", "InvalidApiVersionParameter"],
  ])("needs an api-version, not %s", async (_what, query, code) => {
    const token = await deployerToken(base.started);
    const { status, body } = await get({ authorization: `Bearer ${token}` }, query);
    expect({ status, code: body.error.code }).toEqual({ status: 400, code });
  });

  test.each([
    ["Microsoft.Web", `${subscription}/providers/Microsoft.Web/geoRegions?sku=FlexConsumption`],
    ["Microsoft.Authorization", `${groupId}/providers/Microsoft.Authorization/permissions`],
  ])("needs an api-version of %s there", async (_namespace, path) => {
    const separator = path.includes("?") ? "&" : "?";
    const { status, body } = await arm("GET", `${path}${separator}${version}`);
    expect({ status, code: body.error.code }).toEqual({
      status: 400,
      code: "InvalidApiVersionParameter",
    });
  });

  test("is answered with ids of the request", async () => {
    const { headers } = await arm("GET", subscription);
    expect(headers["x-ms-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers["x-ms-correlation-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    const refused = await get({});
    expect(refused.headers["x-ms-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(refused.headers["x-ms-request-id"]).not.toBe(headers["x-ms-request-id"]);
  });

  test.each(["PATCH", "DELETE"])("that is not emulated is refused by name (%s)", async (method) => {
    const { status, body } = await arm(method, subscription);
    expect({ status, code: body.error.code }).toEqual({ status: 501, code: "NotImplemented" });
    expect(body.error.message).toBe(
      `The local emulator does not support ${method} ${subscription}. It supports GET there.`,
    );
  });
});

test("the subscription is described; another is not found", async () => {
  expect(await arm("GET", subscription)).toMatchObject({
    status: 200,
    body: { id: subscription, state: "Enabled", tenantId: base.started.cloud.tenantId },
  });
  const other = "/subscriptions/11111111-1111-4111-8111-111111111111";
  for (const path of [other, `${other}/providers/Microsoft.Web`]) {
    expect(await arm("GET", path)).toMatchObject({
      status: 404,
      body: { error: { code: "SubscriptionNotFound" } },
    });
  }
});

test("resource providers are registered; an unknown one is refused", async () => {
  const path = `${subscription}/providers/microsoft.web`;
  const expected = { namespace: "Microsoft.Web", registrationState: "Registered" };
  expect(await arm("GET", path)).toMatchObject({ status: 200, body: expected });
  expect(await arm("POST", `${path}/register`)).toMatchObject({ status: 200, body: expected });
  expect(await arm("GET", `${subscription}/providers/Microsoft.Nothing`)).toMatchObject({
    status: 404,
    body: { error: { code: "InvalidResourceNamespace" } },
  });
});

test.each([
  ["the subscription", subscription, undefined],
  ["a group", groupId, undefined],
  [
    "an account",
    `${groupId}/providers/Microsoft.Storage/storageAccounts/${hostAccountName}`,
    undefined,
  ],
  ["a group that does not exist", `${groupId}-no`, "ResourceGroupNotFound"],
  [
    "an account that does not exist",
    `${groupId}/providers/Microsoft.Storage/storageAccounts/none`,
    "ResourceNotFound",
  ],
])("the deployer's permissions on %s are an owner's", async (_what, scope, code) => {
  const answer = await arm("GET", `${scope}/providers/Microsoft.Authorization/permissions`);
  expect(answer).toMatchObject(
    code === undefined
      ? { status: 200, body: { value: [{ actions: ["*"], notActions: [], dataActions: [] }] } }
      : { status: 404, body: { error: { code } } },
  );
});

const scope = `${groupId}/providers/Microsoft.Storage/storageAccounts/${hostAccountName}`;

function pathOf(name: string, at = scope): string {
  return `${at}/providers/Microsoft.Authorization/roleAssignments/${name}`;
}

describe("a role assignment", () => {
  const bodyOf = (role: keyof typeof roles, changes: object = {}) => ({
    properties: {
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`,
      principalId: deployer.principalId,
      principalType: "ServicePrincipal",
      ...changes,
    },
  });

  test("is made, made again, read and deleted", async () => {
    const path = pathOf(randomUUID());
    const body = bodyOf("blobContributor");
    const expected = {
      id: path,
      type: "Microsoft.Authorization/roleAssignments",
      properties: { ...body.properties, scope },
    };
    expect(await arm("GET", path)).toMatchObject({ status: 404 });
    expect(await arm("PUT", path, body)).toMatchObject({ status: 201, body: expected });
    expect(await arm("PUT", path, body)).toMatchObject({ status: 200, body: expected });
    expect(await arm("GET", path)).toMatchObject({ status: 200, body: expected });
    expect(await arm("DELETE", path)).toMatchObject({ status: 200, body: expected });
    expect(await arm("DELETE", path)).toMatchObject({ status: 204 });
    expect(await arm("GET", path)).toMatchObject({
      status: 404,
      body: { error: { code: "RoleAssignmentNotFound" } },
    });
  });

  test("of the same principal, role and scope under another name is refused, also of one that Pulumi made", async () => {
    const path = pathOf(randomUUID());
    await arm("PUT", path, bodyOf("blobContributor"));
    const body = bodyOf("blobContributor", {
      roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${roles.blobContributor.toUpperCase()}`,
    });
    expect(await arm("PUT", pathOf(randomUUID()), body)).toMatchObject({
      status: 409,
      body: { error: { code: "RoleAssignmentExists" } },
    });
    await arm("DELETE", path);
    await grant(base.provider, base.identity, "tableReader", base.hostAccount.id);
    const { principalId } = base.identity.outs;
    expect(
      await arm("PUT", pathOf(randomUUID()), bodyOf("tableReader", { principalId })),
    ).toMatchObject({
      status: 409,
    });
  });

  test("cannot change its role or its principal", async () => {
    const path = pathOf(randomUUID());
    await arm("PUT", path, bodyOf("blobContributor"));
    for (const body of [
      bodyOf("blobReader"),
      bodyOf("blobContributor", { principalId: base.identity.outs["principalId"] }),
    ]) {
      expect(await arm("PUT", path, body)).toMatchObject({
        status: 400,
        body: { error: { code: "RoleAssignmentUpdateNotPermitted" } },
      });
    }
    await arm("DELETE", path);
  });

  test.each<[string, string, object, number, string]>([
    ["no principal", pathOf(randomUUID()), { properties: {} }, 400, "InvalidRequestContent"],
    [
      "an unknown principal",
      pathOf(randomUUID()),
      bodyOf("blobReader", { principalId: randomUUID() }),
      400,
      "PrincipalNotFound",
    ],
    ["a name that is no GUID", pathOf("name"), bodyOf("blobReader"), 400, "BadRequest"],
    [
      "a scope that does not exist",
      pathOf(randomUUID(), `${scope}x`),
      bodyOf("blobReader"),
      404,
      "ResourceNotFound",
    ],
  ])("with %s is refused", async (_what, path, body, status, code) => {
    expect(await arm("PUT", path, body)).toMatchObject({ status, body: { error: { code } } });
  });

  test("of a data role opens storage to the deployer's token for storage, not to another token", async () => {
    const path = pathOf(randomUUID());
    await arm("PUT", path, bodyOf("blobContributor"));
    const upload = async (scopeOfToken: string): Promise<unknown> => {
      const token = await deployerToken(base.started, scopeOfToken);
      const getToken = async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
      const options = {
        tlsOptions: { ca: certificateOf(base.started) },
        retryOptions: { maxTries: 1 },
      };
      const blobs = new BlobServiceClient(blobEndpoint(base.hostAccount), { getToken }, options);
      const blob = blobs.getContainerClient("deployments").getBlockBlobClient("by-deployer.txt");
      return blob.upload("a", 1).then(
        () => "uploaded",
        ({ code }: RestError) => code,
      );
    };
    const storage = "https://storage.azure.com/.default";
    expect(await upload(storage)).toBe("uploaded");
    expect(await upload("https://management.azure.com/.default")).toBe("InvalidAuthenticationInfo");
    await arm("DELETE", path);
    expect(await upload(storage)).toBe("AuthorizationPermissionMismatch");
  });

  test("on the whole subscription is accepted", async () => {
    const path = pathOf(randomUUID(), subscription);
    expect((await arm("PUT", path, bodyOf("blobReader"))).status).toBe(201);
    expect((await arm("DELETE", path)).status).toBe(200);
  });

  test("with a body that is not JSON is refused", async () => {
    const token = await deployerToken(base.started);
    const url = `${armOrigin(base.started)}${pathOf(randomUUID())}?api-version=2022-04-01`;
    const answer = await httpsCall(base.started, url, {
      method: "PUT",
      headers: { authorization: `Bearer ${token}` },
      body: "{",
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: "InvalidRequestContent" } },
    });
  });
});

describe("names", () => {
  const check = async (namespace: string, name: string, type: string) =>
    arm("POST", `${subscription}/providers/${namespace}/checkNameAvailability`, { name, type });
  const storage = async (name: string) =>
    check("Microsoft.Storage", name, "Microsoft.Storage/storageAccounts");
  const web = async (name: string) => check("Microsoft.Web", name, "Microsoft.Web/sites");

  test("of accounts are free, taken or not valid", async () => {
    expect((await storage("stfree")).body).toEqual({ nameAvailable: true });
    expect((await storage(hostAccountName)).body).toMatchObject({
      nameAvailable: false,
      reason: "AlreadyExists",
      message: `The storage account named ${hostAccountName} is already taken.`,
    });
    expect((await storage("St-bad")).body).toMatchObject({
      nameAvailable: false,
      reason: "AccountNameInvalid",
    });
  });

  test("of apps are free, taken or not valid", async () => {
    expect((await web("func-flex")).body).toEqual({ nameAvailable: true });
    await create(base.provider, "WebApp", flexAppInputs(base));
    expect((await web("FUNC-flex")).body).toMatchObject({
      nameAvailable: false,
      reason: "AlreadyExists",
    });
    expect((await web("-")).body).toMatchObject({ nameAvailable: false, reason: "Invalid" });
  });

  test("of anything else are refused", async () => {
    expect((await check("Microsoft.Web", "a", "Slot")).status).toBe(400);
    expect((await check("Microsoft.Storage", "a", "Microsoft.Web/sites")).status).toBe(400);
  });
});

test("the regions of Flex Consumption are listed, of nothing else", async () => {
  const path = `${subscription}/providers/Microsoft.Web/geoRegions`;
  const { body } = await arm("GET", `${path}?sku=FlexConsumption`);
  expect(body.value).toContainEqual(
    expect.objectContaining({
      name: "West Europe",
      properties: expect.objectContaining({ name: "West Europe", displayName: "West Europe" }),
    }),
  );
  expect((await arm("GET", path)).status).toBe(400);
});
