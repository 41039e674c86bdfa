import { sendExample } from "../support/sendExample";
import { startIssuer, type Issuer } from "../support/issuer";
import { startLocalStack, type LocalStack } from "../support/localStack";
import { copyProject, type ProjectCopy } from "../support/projectCopy";

// A start takes seconds, and the machine may be busy.
jest.setTimeout(240_000);

const tenantId = "0a1b2c3d-0000-0000-0000-000000000001";
const resourceId = "0a1b2c3d-0000-0000-0000-000000000003";

let project: ProjectCopy;
let issuer: Issuer;
let stack: LocalStack | undefined;

beforeAll(async () => {
  project = copyProject();
  issuer = await startIssuer();
});

afterAll(async () => {
  await stack?.stop();
  await issuer?.stop();
  project?.remove();
});

/** Deploys the stack with other configuration, and serves it. */
async function deploy(configuration: Record<string, string>): Promise<LocalStack> {
  await stack?.stop();
  const args = Object.entries(configuration).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  stack = await startLocalStack({ folder: project.folder, args });
  return stack;
}

/** How the example call fares with these headers, or with this query. */
async function ask(headers: Record<string, string> = {}, query: Record<string, string> = {}) {
  const response = await sendExample(stack as LocalStack, { headers, query });
  const challenge = response.headers.get("www-authenticate");
  return { status: response.status, ok: response.ok, challenge, text: await response.text() };
}

async function publishedSecurity(): Promise<object> {
  const response = await fetch(stack?.definitionUrl ?? "");
  const { securityDefinitions } = (await response.json()) as { securityDefinitions: object };
  return securityDefinitions;
}

const accepted = { ok: true };
const basicChallenge = 'Basic realm="connector", charset="UTF-8"';
const bearerChallenge = 'Bearer realm="connector"';
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
});
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test("apiKey, sent in a header: the Functions host asks for its key", async () => {
  const { apiKey } = await deploy({ apiKeyLocation: "header" });
  expect(await publishedSecurity()).toEqual({
    apikeyHeader: { type: "apiKey", name: "x-functions-key", in: "header" },
  });
  expect(await ask({ "x-functions-key": apiKey })).toMatchObject(accepted);
  expect(await ask({}, { code: apiKey })).toMatchObject(accepted);
  expect(await ask({ "x-functions-key": `${apiKey}x` })).toMatchObject({ status: 401, text: "" });
  expect(await ask()).toMatchObject({ status: 401, text: "" });
});

test("none: every caller is accepted", async () => {
  const { apiKey, auth } = await deploy({ auth: "none" });
  expect({ apiKey, auth }).toEqual({ apiKey: "", auth: "none" });
  expect(await publishedSecurity()).toEqual({});
  expect(await ask()).toMatchObject(accepted);
});

test("basic: user name and password", async () => {
  const { basicUserName, basicPassword } = await deploy({ auth: "basic", basicUserName: "plant" });
  expect(basicUserName).toBe("plant");
  expect(await publishedSecurity()).toEqual({ basic: { type: "basic" } });
  expect(await ask(basic("plant", basicPassword))).toMatchObject(accepted);
  for (const headers of [{}, basic("plant", "guess"), basic("other", basicPassword)]) {
    expect(await ask(headers)).toMatchObject({ status: 401, challenge: basicChallenge });
  }
});

test("oauth2: a token of the issuer, whose keys are found in its metadata", async () => {
  await deploy({
    auth: "oauth2",
    oauth2Issuer: issuer.url,
    oauth2Audience: "quotes",
    oauth2ClientId: "connector",
    oauth2AuthorizationUrl: `${issuer.url}/authorize`,
    oauth2TokenUrl: `${issuer.url}/token`,
    oauth2Scopes: "read",
  });
  expect(await publishedSecurity()).toEqual({
    oauth2: {
      type: "oauth2",
      flow: "accessCode",
      authorizationUrl: `${issuer.url}/authorize`,
      tokenUrl: `${issuer.url}/token`,
      scopes: { read: "read" },
    },
  });
  const token = await issuer.sign({ aud: "quotes" });
  expect(await ask(bearer(token))).toMatchObject(accepted);
  expect(await ask()).toMatchObject({ status: 401, challenge: bearerChallenge });
  const refused = {
    status: 401,
    challenge: expect.stringContaining(`${bearerChallenge}, error="invalid_token"`),
  };
  expect(await ask(bearer(await issuer.sign({ aud: "others" })))).toMatchObject(refused);
  expect(await ask(bearer(await issuer.sign({ aud: "quotes", exp: 1 })))).toMatchObject(refused);
  expect(await ask(bearer(`${token.slice(0, -8)}AAAAAAAA`))).toMatchObject(refused);
});

test("entraId beside apiKey: a token of the tenant or the key", async () => {
  const { apiKey } = await deploy({
    auth: "apiKey,entraId",
    entraTenantId: tenantId,
    entraClientId: "0a1b2c3d-0000-0000-0000-000000000002",
    entraResource: `api://${resourceId}`,
    entraAuthority: issuer.url,
  });
  expect(await publishedSecurity()).toEqual({
    apikeyHeader: { type: "apiKey", name: "x-functions-key", in: "header" },
  });
  const ofTenant = { iss: `${issuer.url}/${tenantId}/v2.0`, aud: resourceId };
  expect(await ask(bearer(await issuer.sign(ofTenant)))).toMatchObject(accepted);
  const versionOne = {
    iss: `https://sts.windows.net/${tenantId}/`,
    aud: `api://${resourceId}`,
  };
  expect(await ask(bearer(await issuer.sign(versionOne)))).toMatchObject(accepted);
  const ofAnother = { ...ofTenant, iss: `${issuer.url}/${tenantId.replace("0a", "0b")}/v2.0` };
  expect(await ask(bearer(await issuer.sign(ofAnother)))).toMatchObject({ status: 401 });

  expect(await ask({ "x-functions-key": apiKey })).toMatchObject(accepted);
  expect(await ask({}, { code: apiKey })).toMatchObject(accepted);
  expect(await ask({ "x-functions-key": `${apiKey}x` })).toMatchObject({
    status: 401,
    challenge: bearerChallenge,
  });
  expect(stack?.log()).not.toContain(apiKey);
});
