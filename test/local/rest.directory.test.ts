import { statSync } from "node:fs";
import { ClientAssertionCredential } from "@azure/identity";
import { decodeJwt } from "jose";
import { deployer } from "../../local/identity/deployer";
import { deployerTokenFile } from "../../local/identity/deployerAssertion";
import { storageResource } from "../../local/identity/tokenRequest";
import { temporaryDirectory } from "../support/localCloud/cleanUp";
import {
  armOrigin,
  askForToken,
  certificateOf,
  deployerToken,
  httpsCall,
  tokenForm,
} from "../support/localCloud/restClient";
import { start, type Started } from "../support/localCloud/startedCloud";

const tenant = "00000000-0000-0000-0000-000000000000";
let started: Started;
beforeAll(async () => {
  started = await start();
});

test("a cloud describes itself to who knows its metadata host only", async () => {
  const origin = armOrigin(started);
  const { status, body } = await httpsCall(
    started,
    `${origin}/metadata/endpoints?api-version=2022-09-01`,
  );
  expect(status).toBe(200);
  expect(body).toEqual({
    name: "AzureEmulator",
    resourceManager: `${origin}/`,
    authentication: {
      loginEndpoint: `${origin}/`,
      audiences: ["https://management.core.windows.net/", "https://management.azure.com/"],
      tenant: "common",
      identityProvider: "AAD",
    },
    suffixes: { storage: "core.emulated" },
  });
});

test("a token names the deployer, the tenant and what it is for", async () => {
  const { status, body } = await askForToken(started, tokenForm(started));
  expect(status).toBe(200);
  expect(body).toMatchObject({ token_type: "Bearer", expires_in: expect.any(Number) });
  expect(decodeJwt(body.access_token)).toMatchObject({
    oid: deployer.principalId,
    appid: deployer.clientId,
    tid: tenant,
    aud: "https://management.azure.com",
    exp: expect.any(Number),
  });
});

test.each([
  ["https://management.core.windows.net//.default", "https://management.core.windows.net/"],
  ["https://management.azure.com//.default", "https://management.azure.com/"],
  ["https://storage.azure.com/.default", "https://storage.azure.com"],
])("the scope %s makes a token for %s", async (scope, audience) => {
  expect(decodeJwt(await deployerToken(started, scope)).aud).toBe(audience);
});

test.each<[string, Record<string, string>, number, string, RegExp]>([
  ["a wrong assertion", { client_assertion: "wrong" }, 401, "invalid_client", /^AADSTS700027: /],
  ["no assertion", { client_assertion: "" }, 401, "invalid_client", /^AADSTS7000218: /],
  [
    "an assertion of another kind",
    { client_assertion_type: "saml" },
    401,
    "invalid_client",
    /^AADSTS7000218: /,
  ],
  ["another client", { client_id: tenant }, 400, "unauthorized_client", /^AADSTS700016: /],
  ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type", /^AADSTS70003: /],
  [
    "a scope of single permissions",
    { scope: "https://management.azure.com/user_impersonation" },
    400,
    "invalid_scope",
    /^AADSTS1002012: /,
  ],
  [
    "an unknown resource",
    { scope: "https://vault.azure.net/.default" },
    400,
    "invalid_resource",
    /^AADSTS500011: .*https:\/\/vault\.azure\.net/,
  ],
])("%s gets no token", async (_what, changes, status, error, description) => {
  const answer = await askForToken(started, tokenForm(started, changes));
  expect(answer).toMatchObject({
    status,
    body: {
      error,
      error_description: expect.stringMatching(description),
      error_codes: [Number(/AADSTS(\d+)/.exec(answer.body.error_description)?.[1])],
      correlation_id: expect.any(String),
    },
  });
});

test("another tenant gets no token", async () => {
  const url = `${armOrigin(started)}/common/oauth2/v2.0/token`;
  const { status, body } = await httpsCall(started, url, {
    method: "POST",
    body: tokenForm(started),
  });
  expect({ status, error: body.error }).toEqual({ status: 400, error: "invalid_request" });
  expect(body.error_description).toMatch(/^AADSTS90002: Tenant 'common' not found/);
});

test("the file with the deployer's assertion is for this user only, and is made anew with each start", async () => {
  const directory = temporaryDirectory();
  const first = await start(directory);
  const file = deployerTokenFile(directory);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const earlier = tokenForm(first);
  expect((await askForToken(first, earlier)).status).toBe(200);
  await first.stop();
  const second = await start(directory);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await askForToken(second, earlier)).status).toBe(401);
  expect((await askForToken(second, tokenForm(second))).status).toBe(200);
});

test("Microsoft's own client gets a token by the assertion", async () => {
  const assertion = new URLSearchParams(tokenForm(started)).get("client_assertion") ?? "";
  const credential = new ClientAssertionCredential(
    tenant,
    deployer.clientId,
    async () => assertion,
    {
      authorityHost: armOrigin(started),
      disableInstanceDiscovery: true,
      tlsOptions: { ca: certificateOf(started) },
    },
  );
  const token = await credential.getToken(`${storageResource}/.default`);
  expect(decodeJwt(token.token)).toMatchObject({ aud: storageResource, oid: deployer.principalId });
});
