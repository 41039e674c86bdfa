import { randomUUID } from "node:crypto";

import { ManagedIdentityCredential } from "@azure/identity";
import { decodeJwt } from "jose";

import { AccessTokens } from "../../local/identity/accessTokens";
import { ManagedIdentityEndpoint } from "../../local/identity/managedIdentityEndpoint";
import type { AssignedIdentity } from "../../local/identity/tokenRequest";

const tenantId = "00000000-0000-0000-0000-000000000000";
const app = "/an/app";
const resource = "https://storage.azure.com";

function identity(): AssignedIdentity {
  const id = `/an/identity/${randomUUID()}`;
  return { id, clientId: randomUUID(), principalId: randomUUID() };
}

const [first, second, stranger] = [identity(), identity(), identity()];
let tokens: AccessTokens;
let endpoint: ManagedIdentityEndpoint;
let environment: Record<string, string>;
beforeAll(async () => {
  tokens = await AccessTokens.create(tenantId);
  endpoint = await ManagedIdentityEndpoint.start(tokens);
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  environment = endpoint.assign(app, [first, second]);
});

/** Asks the endpoint as code does; what is undefined is left out. */
async function ask(
  query: Record<string, string | undefined>,
  header: string | undefined = environment["IDENTITY_HEADER"],
  init: RequestInit = {},
) {
  const url = new URL(environment["IDENTITY_ENDPOINT"] ?? "");
  const all = { "api-version": "2019-08-01", resource, client_id: first.clientId, ...query };
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const headers = header === undefined || header === "" ? {} : { "x-identity-header": header };
  const response = await fetch(url, { headers, ...init });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

test("an app's code gets a token of its identity by Azure's own library, from its environment alone", async () => {
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    const credential = new ManagedIdentityCredential({ clientId: first.clientId });
    const { token, expiresOnTimestamp } = await credential.getToken(`${resource}/.default`);
    expect(await tokens.verify(token)).toBe(first.principalId);
    expect(expiresOnTimestamp).toBeCloseTo(Number(decodeJwt(token).exp) * 1000, -4);
  } finally {
    for (const name of Object.keys(environment)) delete process.env[name];
    Object.assign(process.env, before);
  }
});

test("the response has App Service's form, and the token the directory's claims", async () => {
  const { status, body } = await ask({ resource: `${resource}/` });
  const claims = decodeJwt(body["access_token"] ?? "");
  expect([status, body]).toEqual([
    200,
    {
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      client_id: first.clientId,
      expires_on: String(claims.exp),
      resource: `${resource}/`,
      token_type: "Bearer",
    },
  ]);
  expect(claims).toMatchObject({
    aud: `${resource}/`,
    iss: `https://sts.windows.net/${tenantId}/`,
    oid: first.principalId,
    sub: first.principalId,
    appid: first.clientId,
    tid: tenantId,
    nbf: claims.iat,
    exp: Number(claims.iat) + 86_400,
  });
});

test.each<[string, (wanted: AssignedIdentity) => string]>([
  ["client_id", ({ clientId }) => clientId.toUpperCase()],
  ["principal_id", ({ principalId }) => principalId],
  ["object_id", ({ principalId }) => principalId],
  ["mi_res_id", ({ id }) => id],
])("an identity is found by %s", async (name, value) => {
  const { body } = await ask({ client_id: undefined, [name]: value(second) });
  expect(body["client_id"]).toBe(second.clientId);
});

test.each<[string, Record<string, string | undefined>, RegExp]>([
  [
    "an identity that is not assigned to it",
    { client_id: stranger.clientId },
    /No User Assigned or Delegated Managed Identity found/,
  ],
  ["no identity", { client_id: undefined }, /No Managed Identity found/],
  ["two identities", { mi_res_id: second.id }, /No Managed Identity found/],
  ["no resource", { resource: undefined }, /'resource' is missing/],
  [
    "an unknown resource",
    { resource: "https://vault.azure.net" },
    /AADSTS500011.*vault\.azure\.net/,
  ],
  ["no api-version", { "api-version": undefined }, /api-version ''/],
  ["another api-version", { "api-version": "2017-09-01" }, /api-version '2017-09-01'/],
])("an app that asks for %s gets 400", async (_case, query, message) => {
  const { status, body } = await ask(query);
  expect([status, body]).toEqual([
    400,
    { statusCode: 400, message: expect.stringMatching(message) },
  ]);
});

test.each(["", "wrong"])(
  "a request with the header %j, which belongs to no app, gets 401",
  async (header) => {
    const { status, body } = await ask({}, header);
    expect([status, body["access_token"]]).toEqual([401, undefined]);
  },
);

test("another path and another method are not there", async () => {
  expect((await ask({}, environment["IDENTITY_HEADER"], { method: "POST" })).status).toBe(404);
  const url = String(environment["IDENTITY_ENDPOINT"]).replace("token", "other");
  expect((await fetch(url)).status).toBe(404);
});

test("an app keeps its header when its identities change, and apps have headers of their own", async () => {
  expect(endpoint.assign(app, [second])).toEqual(environment);
  expect((await ask({})).status).toBe(400);
  expect((await ask({ client_id: second.clientId })).status).toBe(200);
  const other = endpoint.assign("/another/app", [stranger]);
  expect(other["IDENTITY_HEADER"]).not.toBe(environment["IDENTITY_HEADER"]);
  expect((await ask({ client_id: stranger.clientId })).status).toBe(400);
});

test("an app that is gone gets no more tokens", async () => {
  const { IDENTITY_HEADER: header = "" } = endpoint.assign("/gone/app", [first]);
  expect((await ask({}, header)).status).toBe(200);
  endpoint.release("/gone/app");
  expect((await ask({}, header)).status).toBe(401);
});

test("an app's host acts as the app's identities and as no other", async () => {
  const credential = endpoint.credential(app, first.clientId.toUpperCase());
  const { token = "" } = (await credential.getToken("")) ?? {};
  expect(await tokens.verify(token)).toBe(first.principalId);
  expect(decodeJwt(token).aud).toBe(resource);
  expect(() => endpoint.credential(app, stranger.clientId)).toThrow(
    `The client id ${stranger.clientId} does not belong to an identity that is assigned to the app.`,
  );
});

test("once it is stopped, nothing listens", async () => {
  const stopped = await ManagedIdentityEndpoint.start(tokens);
  const { IDENTITY_ENDPOINT: url = "" } = stopped.assign(app, []);
  await stopped.stop();
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});
