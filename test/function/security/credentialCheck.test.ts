import crypto from "node:crypto";
import { accessOf } from "../../../function/security/credentialCheck";
import { secretsMatch } from "../../../function/security/secretsMatch";
import type { Environment } from "../../../function/contract/services";
import { FunctionApp, type Responded, type Sending } from "../../support/functionApp";
import { UnreachableAccount } from "../../support/functionServices";
import { operations } from "../../support/sampleConnector/operations";

jest.mock("node:dns/promises", () => ({
  lookup: async () => [{ address: "20.50.2.1", family: 4 }],
}));

const BASIC = {
  CONNECTOR_AUTH: "basic",
  CONNECTOR_BASIC_USER_NAME: "maker",
  CONNECTOR_BASIC_PASSWORD: "pass:word \u00e9\u20ac",
};
const KEY_OR_BASIC = { ...BASIC, CONNECTOR_AUTH: "apiKey,basic", CONNECTOR_API_KEY: "the key" };
const TOKENS = {
  CONNECTOR_AUTH: "oauth2",
  CONNECTOR_OAUTH2_ISSUERS: "https://issuer.example/",
  CONNECTOR_OAUTH2_AUDIENCES: "api",
};
const BASIC_CHALLENGE = 'Basic realm="connector", charset="UTF-8"';

/** An app with these settings, whose storage cannot be reached. */
function appWith(env: Environment): FunctionApp {
  return new FunctionApp({
    account: new UnreachableAccount(),
    operations,
    check: accessOf(env).check,
  });
}

function status(env: Environment, sending: Sending = {}, query = ""): Promise<Responded> {
  return appWith(env).send("GET", `health${query}`, sending);
}

function basic(text: string): Sending {
  return { headers: { authorization: `Basic ${Buffer.from(text).toString("base64")}` } };
}

function refusal(detail: string): object {
  return {
    status: 401,
    json: { type: "about:blank", title: "Unauthorized", status: 401, detail },
    logged: [],
  };
}

const ABSENT = refusal(
  "The request carries no credentials. Authenticate as the connector's definition says.",
);
const WRONG_KEY = refusal("The credentials were refused: The key is wrong.");
const WRONG_PASSWORD = refusal(
  "The credentials were refused: The user name or the password is wrong.",
);

describe("the settings of an app", () => {
  test.each([
    [{}, "function"],
    [{ CONNECTOR_AUTH: "" }, "function"],
    [{ CONNECTOR_AUTH: "apiKey" }, "function"],
    [{ CONNECTOR_AUTH: "none" }, "anonymous"],
  ])("%j leave it to the Functions host, at the level %s", (env, authLevel) => {
    expect(accessOf(env)).toEqual({ authLevel });
  });

  test.each([BASIC, KEY_OR_BASIC, TOKENS, { ...KEY_OR_BASIC, CONNECTOR_AUTH: "basic,apiKey" }])(
    "%j have the app check credentials itself",
    (env) => {
      expect(accessOf(env)).toEqual({ authLevel: "anonymous", check: expect.any(Function) });
    },
  );

  const MODES =
    "expected one of apiKey, none, basic, oauth2, entraId, or two of these, separated by a comma; " +
    "none cannot be combined.";
  test.each([
    "apikey",
    "apiKey,",
    ",apiKey",
    "apiKey, basic",
    "apiKey,apiKey",
    "none,none",
    "none,basic",
    "basic,none",
    "apiKey,basic,oauth2",
    "apiKey;basic",
    "windows",
  ])("with auth %j are refused", (modes) => {
    expect(() => accessOf({ ...KEY_OR_BASIC, ...TOKENS, CONNECTOR_AUTH: modes })).toThrow(
      `The app setting CONNECTOR_AUTH is "${modes}", ${MODES}`,
    );
  });

  test.each([
    ["basic", BASIC, "CONNECTOR_BASIC_USER_NAME"],
    ["basic", BASIC, "CONNECTOR_BASIC_PASSWORD"],
    ["apiKey", KEY_OR_BASIC, "CONNECTOR_API_KEY"],
    ["basic", KEY_OR_BASIC, "CONNECTOR_BASIC_PASSWORD"],
    ["oauth2", TOKENS, "CONNECTOR_OAUTH2_ISSUERS"],
    ["oauth2", TOKENS, "CONNECTOR_OAUTH2_AUDIENCES"],
    ["entraId", { ...TOKENS, CONNECTOR_AUTH: "entraId" }, "CONNECTOR_ENTRA_ID_ISSUERS"],
    ["entraId", { ...TOKENS, CONNECTOR_AUTH: "oauth2,entraId" }, "CONNECTOR_ENTRA_ID_ISSUERS"],
  ])("of %s in %j without %s are refused", (mode, env, name) => {
    for (const value of [undefined, "", " "]) {
      expect(() => accessOf({ ...env, [name]: value })).toThrow(
        `The app setting ${name} is not set, which auth ${mode} needs.`,
      );
    }
  });

  test("with an address of a key set that is not valid are refused", () => {
    expect(() => accessOf({ ...TOKENS, CONNECTOR_OAUTH2_KEY_SET_URL: "keys" })).toThrow(
      'The app setting CONNECTOR_OAUTH2_KEY_SET_URL is "keys", expected an absolute URL.',
    );
  });

  test("with a colon in the user name are refused, since callers could not send it", () => {
    expect(() => accessOf({ ...BASIC, CONNECTOR_BASIC_USER_NAME: "a:b" })).toThrow(
      "The app setting CONNECTOR_BASIC_USER_NAME contains a colon, which is not allowed in a user name.",
    );
  });
});

describe("a key, where another mode is accepted too", () => {
  test.each<[string, Sending, string]>([
    ["in the header", { headers: { "x-functions-key": "the key" } }, ""],
    ["in the header in other letters", { headers: { "X-Functions-Key": "the key" } }, ""],
    ["in the query", {}, "?code=the%20key"],
    [
      "in the query, beside an empty header",
      { headers: { "x-functions-key": "" } },
      "?code=the%20key",
    ],
    [
      "in the header, beside another query",
      { headers: { "x-functions-key": "the key" } },
      "?code=x",
    ],
  ])("%s is accepted", async (_name, sending, query) => {
    expect(await status(KEY_OR_BASIC, sending, query)).toMatchObject({
      status: 200,
      json: { health: "good" },
    });
  });

  test.each<[string, Sending, string]>([
    ["another", { headers: { "x-functions-key": "another" } }, ""],
    ["a part of it", { headers: { "x-functions-key": "the ke" } }, ""],
    ["more than it", {}, "?code=the%20key1"],
    ["in other letters", {}, "?code=THE%20KEY"],
    [
      "another in the header, beside the right query",
      { headers: { "x-functions-key": "x" } },
      "?code=the%20key",
    ],
    ["of 60,000 characters", { headers: { "x-functions-key": "x".repeat(60_000) } }, ""],
  ])("%s is refused, with the challenge of the other mode", async (_name, sending, query) => {
    const responded = await status(KEY_OR_BASIC, sending, query);
    expect(responded).toMatchObject(WRONG_KEY);
    expect(responded.headers.get("www-authenticate")).toBe(BASIC_CHALLENGE);
  });

  test.each<[string, Sending, string]>([
    ["no header and no query", {}, ""],
    ["both empty", { headers: { "x-functions-key": "" } }, "?code="],
    ["a query of another name", {}, "?Code=the%20key"],
    ["the key as a bearer token", { headers: { authorization: "Bearer the-key" } }, ""],
  ])("is absent with %s", async (_name, sending, query) => {
    expect(await status(KEY_OR_BASIC, sending, query)).toMatchObject(ABSENT);
  });

  test("is not needed by callers with the other credentials", async () => {
    const sending = basic(`maker:${BASIC.CONNECTOR_BASIC_PASSWORD}`);
    expect(await status(KEY_OR_BASIC, sending)).toMatchObject({ status: 200 });
    const [headers] = [{ ...sending.headers, "x-functions-key": "wrong" }];
    expect(await status(KEY_OR_BASIC, { headers })).toMatchObject({ status: 200 });
  });
});

describe("user name and password", () => {
  const PASSWORD = BASIC.CONNECTOR_BASIC_PASSWORD;

  test("are accepted in UTF-8, with colons and spaces in the password", async () => {
    expect(await status(BASIC, basic(`maker:${PASSWORD}`))).toMatchObject({ status: 200 });
  });

  test.each(["basic", "BASIC", "bAsIc"])("are accepted in the scheme %s", async (scheme) => {
    const { authorization = "" } = basic(`maker:${PASSWORD}`).headers ?? {};
    const headers = { authorization: authorization.replace("Basic", scheme) };
    expect(await status(BASIC, { headers })).toMatchObject({ status: 200 });
  });

  test.each([
    `other:${PASSWORD}`,
    "maker:other",
    "maker:",
    "maker",
    ":",
    `:${PASSWORD}`,
    PASSWORD,
    `Maker:${PASSWORD}`,
    `maker: ${PASSWORD}`,
    `maker:${PASSWORD} `,
    `maker:${PASSWORD}:`,
    `maker:${Buffer.from(PASSWORD).toString("latin1")}`,
  ])("%j are refused with the challenge of RFC 7617", async (text) => {
    const responded = await status(BASIC, basic(text));
    expect(responded).toMatchObject(WRONG_PASSWORD);
    expect(responded.headers.get("www-authenticate")).toBe(BASIC_CHALLENGE);
    expect(responded.headers.get("content-type")).toBe("application/problem+json");
  });

  test.each([
    undefined,
    "",
    "Basic",
    "Basic ",
    "Bearer bWFrZXI6cGFzcw==",
    "bWFrZXI6cGFzcw==",
    "Basic a b",
    "Digest username=maker",
  ])("are absent with the authorization %j", async (authorization) => {
    const responded = await status(
      BASIC,
      authorization === undefined ? {} : { headers: { authorization } },
    );
    expect(responded).toMatchObject(ABSENT);
    expect(responded.headers.get("www-authenticate")).toBe(BASIC_CHALLENGE);
  });

  test.each([
    ["not base64", "!!!!"],
    ["nothing", "="],
    ["a lot", "QQ==".repeat(10_000)],
  ])("are refused when they are %s", async (_name, text) => {
    const headers = { authorization: `Basic ${text}` };
    expect(await status(BASIC, { headers })).toMatchObject(WRONG_PASSWORD);
  });
});

describe("a caller without credentials", () => {
  test("is refused before anything of the request is read or done", async () => {
    const app = appWith(BASIC);
    expect(await app.send("POST", "postage", { body: "not JSON" })).toMatchObject(ABSENT);
    expect(await app.send("POST", "parcels", { json: {} })).toMatchObject(ABSENT);
    expect(app.account.requests).toBe(0);
  });

  test.each([
    ["POST", "postage"],
    ["POST", "parcels"],
    ["GET", "parcels"],
    ["POST", "subscriptions"],
    ["GET", "subscriptions"],
    ["POST", "weighings"],
    ["GET", "parcels/P-1/events"],
    ["GET", "depots"],
    ["GET", "health"],
  ] as const)("is refused at %s %s", async (method, address) => {
    expect(await appWith(BASIC).send(method, address, {})).toMatchObject({ status: 401 });
  });

  test("gets the correlation id of its call, as every caller does", async () => {
    const headers = { "x-correlation-id": "order-4711" };
    const responded = await status(BASIC, { headers });
    expect(responded.status).toBe(401);
    expect(responded.headers.get("x-correlation-id")).toBe("order-4711");
  });
});

describe("secrets are compared", () => {
  test.each([
    ["", "", true],
    ["a", "a", true],
    ["\u00e9", "\u00e9", true],
    ["a", "b", false],
    ["a", "aa", false],
    ["a", "", false],
    ["\u00e9", "e\u0301", false],
  ])("%j and %j: %s", (left, right, same) => {
    expect(secretsMatch(left, right)).toBe(same);
  });

  test("in a time that does not reveal where they differ, whatever their lengths", () => {
    const compare = jest.spyOn(crypto, "timingSafeEqual");
    secretsMatch("a long secret", "x");
    expect(compare).toHaveBeenCalledTimes(1);
    const [left, right] = compare.mock.calls[0] ?? [];
    expect([left?.byteLength, right?.byteLength]).toEqual([32, 32]);
    compare.mockRestore();
  });
});

describe("while storage is down", () => {
  const app = new FunctionApp({ account: new UnreachableAccount(), operations });

  test("operations that do not need it succeed, and do not even try", async () => {
    const json = { grams: 6, isExpress: true, depotId: "D-1" };
    expect(await app.send("POST", "postage", { json })).toMatchObject({ status: 200 });
    expect(await app.send("GET", "health")).toMatchObject({ status: 200 });
    expect(app.account.requests).toBe(0);
  });

  const parcel = { depotId: "D-1", grams: 6 };
  const id = "00000000-0000-4000-8000-000000000000";
  const signed = (purpose: string) => `signature=${app.services.signer.sign(purpose, id)}`;
  test.each([
    ["POST", "parcels", parcel],
    ["GET", "parcels", undefined],
    ["POST", "subscriptions", { callbackUrl: "https://a.logic.azure.com/" }],
    ["GET", "subscriptions", undefined],
    ["DELETE", `subscriptions/${id}?${signed("delete-subscription")}`, undefined],
    ["POST", "weighings", { parcels: [parcel] }],
    ["GET", `weighings/${id}?${signed("weighing")}`, undefined],
  ] as const)("%s %s gets a 503 that says when to try again", async (method, address, json) => {
    const { status: respondedStatus, headers, text } = await app.send(method, address, { json });
    expect(respondedStatus).toBe(503);
    expect(headers.get("retry-after")).toBe("10");
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(text).not.toMatch(/127\.0\.0\.1|ECONN|nobody/);
  });
});
