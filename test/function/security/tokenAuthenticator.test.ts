import { SignJWT, UnsecuredJWT, exportSPKI, generateKeyPair, importJWK } from "jose";
import { accessOf } from "../../../function/security/credentialCheck";
import type { Environment } from "../../../function/contract/services";
import { FunctionApp, type Responded } from "../../support/functionApp";
import { UnreachableAccount } from "../../support/functionServices";
import { operations } from "../../support/sampleConnector/operations";
import { startIssuer, type Issuer } from "../../support/issuer";

const AUDIENCE = "api://parcels";
const TENANT = "0a1b2c3d-0000-4000-8000-000000000000";

let issuer: Issuer;
beforeEach(async () => {
  // Keys of this kind are made fast.
  issuer = await startIssuer("ES256");
});
afterEach(async () => {
  jest.restoreAllMocks();
  jest.useRealTimers();
  await issuer.stop();
});

function oauth2(env: Environment = {}): Environment {
  return {
    CONNECTOR_AUTH: "oauth2",
    CONNECTOR_OAUTH2_ISSUERS: issuer.url,
    CONNECTOR_OAUTH2_AUDIENCES: AUDIENCE,
    ...env,
  };
}

/** The settings of an app that accepts the tokens of Microsoft's directory, in both versions. */
function entraId(): Environment {
  return {
    CONNECTOR_AUTH: "entraId",
    CONNECTOR_ENTRA_ID_ISSUERS: `${issuer.url}/${TENANT}/v2.0 https://sts.windows.net/${TENANT}/`,
    CONNECTOR_ENTRA_ID_AUDIENCES: `${AUDIENCE} ${AUDIENCE.replace("api://", "")}`,
    CONNECTOR_ENTRA_ID_KEY_SET_URL: `${issuer.url}/${TENANT}/discovery/v2.0/keys`,
  };
}

function appWith(env: Environment): FunctionApp {
  return new FunctionApp({
    account: new UnreachableAccount(),
    operations,
    check: accessOf(env).check,
  });
}

function callWith(app: FunctionApp, token: string): Promise<Responded> {
  return app.send("GET", "health", { headers: { authorization: `Bearer ${token}` } });
}

const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

function basic(text: string): { headers: Record<string, string> } {
  return { headers: { authorization: `Basic ${Buffer.from(text).toString("base64")}` } };
}

/** What the caller, and the log, learn of a call that is refused. */
function learntFrom({ status, json, headers, logged }: Responded): object {
  const { detail } = json as { detail: string };
  const told = ["www-authenticate", "retry-after"].map((name) => headers.get(name));
  return { status, detail, told, logged: logged.map(({ level }) => level) };
}

/** A refusal in words, and in RFC 6750's challenge. */
function refusal(why: string): object {
  const description = why.replaceAll('"', "'");
  const challenge = `Bearer realm="connector", error="invalid_token", error_description="${description}"`;
  const detail = `The credentials were refused: ${why}`;
  return { status: 401, detail, told: [challenge, null], logged: [] };
}

const OTHER_ISSUER = refusal("The token is of another issuer.");
const WRONG_SIGNATURE = refusal("signature verification failed");
const WRONG_ALGORITHM = refusal('"alg" (Algorithm) Header Parameter value not allowed');
const UNKNOWN_KEY = refusal("no applicable key found in the JSON Web Key Set");
const UNREACHABLE = {
  status: 503,
  detail: "The keys of the token's issuer cannot be read at the moment. Try again later.",
  told: [null, "10"],
  logged: ["error"],
};

describe("a token of the issuer for this API", () => {
  test.each(["RS256", "PS256", "ES256", "ES512", "EdDSA"])(
    "signed with %s is accepted",
    async (algorithm) => {
      await issuer.changeKey(algorithm);
      const token = await issuer.sign({ aud: AUDIENCE });
      expect(await callWith(appWith(oauth2()), token)).toMatchObject({ status: 200, logged: [] });
    },
  );

  test("is accepted whichever audiences and issuers it and the settings have in common", async () => {
    const app = appWith(
      oauth2({
        CONNECTOR_OAUTH2_ISSUERS: ` https://other.example/  ${issuer.url} `,
        CONNECTOR_OAUTH2_AUDIENCES: `other ${AUDIENCE}`,
        CONNECTOR_OAUTH2_KEY_SET_URL: `${issuer.url}/keys`,
      }),
    );
    const tokens = [{ aud: AUDIENCE }, { aud: ["another", AUDIENCE] }].map((claims) =>
      issuer.sign(claims),
    );
    for (const token of await Promise.all(tokens)) {
      expect(await callWith(app, token)).toMatchObject({ status: 200 });
    }
  });

  test("is accepted while its times are off by a minute at most", async () => {
    const app = appWith(oauth2());
    const soon = { aud: AUDIENCE, nbf: secondsFromNow(30) };
    const lately = { aud: AUDIENCE, exp: secondsFromNow(-30) };
    for (const claims of [soon, lately]) {
      expect(await callWith(app, await issuer.sign(claims))).toMatchObject({ status: 200 });
    }
  });

  test("has the issuer asked for its metadata and keys once, and only when it comes", async () => {
    const app = appWith(oauth2());
    await app.send("GET", "health");
    expect(issuer.asked).toEqual([]);
    const token = await issuer.sign({ aud: AUDIENCE });
    await Promise.all(Array.from({ length: 5 }, () => callWith(app, token)));
    await callWith(app, token);
    expect(issuer.asked).toEqual(["/.well-known/openid-configuration", "/keys"]);
  });

  test("is checked by the key set that a setting names, without asking for metadata", async () => {
    const app = appWith(oauth2({ CONNECTOR_OAUTH2_KEY_SET_URL: `${issuer.url}/my/keys` }));
    await callWith(app, await issuer.sign({ aud: AUDIENCE }));
    expect(issuer.asked).toEqual(["/my/keys"]);
  });

  test("is accepted also when the issuer's name ends with a slash", async () => {
    const app = appWith(oauth2({ CONNECTOR_OAUTH2_ISSUERS: `${issuer.url}/` }));
    const token = await issuer.sign({ aud: AUDIENCE, iss: `${issuer.url}/` });
    expect(await callWith(app, token)).toMatchObject({ status: 200 });
    expect(issuer.asked[0]).toBe("/.well-known/openid-configuration");
  });
});

describe("a token is refused", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["that has run out", { exp: 1_700_000_000 }, '"exp" claim timestamp check failed'],
    ["that is not in force yet", { nbf: 4_000_000_000 }, '"nbf" claim timestamp check failed'],
    ["that never runs out", { exp: undefined }, 'missing required "exp" claim'],
    ["for another API", { aud: "api://other" }, 'unexpected "aud" claim value'],
    ["for no API", { aud: undefined }, 'missing required "aud" claim'],
  ])("%s", async (_name, claims, why) => {
    const token = await issuer.sign({ aud: AUDIENCE, ...claims });
    expect(learntFrom(await callWith(appWith(oauth2()), token))).toEqual(refusal(why));
  });

  test.each<[string, Record<string, unknown>]>([
    ["of another issuer", { iss: "https://evil.example" }],
    ["of an issuer whose name begins like the right one", { iss: "http://127.0.0.1" }],
    ["of nobody", { iss: undefined }],
  ])("%s, and nobody is asked for keys", async (_name, claims) => {
    const token = await issuer.sign({ aud: AUDIENCE, ...claims });
    expect(learntFrom(await callWith(appWith(oauth2()), token))).toEqual(OTHER_ISSUER);
    expect(issuer.asked).toEqual([]);
  });

  test.each([
    ["a word", "x"],
    ["three words", "a.b.c"],
    ["two words", "a.b"],
    ["empty objects", "e30.e30.e30"],
    ["nothing but dots", ".."],
    ["60,000 characters", `e30.${"A".repeat(60_000)}.x`],
  ])("that is not a token but %s", async (_name, token) => {
    expect(learntFrom(await callWith(appWith(oauth2()), token))).toEqual(OTHER_ISSUER);
    expect(issuer.asked).toEqual([]);
  });

  test("that somebody else has signed under the issuer's key id", async () => {
    const { privateKey } = await generateKeyPair("ES256");
    const { kid = "" } = await issuer.publicKey();
    const token = await new SignJWT({ iss: issuer.url, aud: AUDIENCE, exp: secondsFromNow(600) })
      .setProtectedHeader({ alg: "ES256", kid })
      .sign(privateKey);
    expect(learntFrom(await callWith(appWith(oauth2()), token))).toEqual(WRONG_SIGNATURE);
  });

  test("whose content was changed after it was signed", async () => {
    const [head, body = "", signature] = (await issuer.sign({ aud: AUDIENCE })).split(".");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: "admin" })).toString("base64url");
    const responded = await callWith(appWith(oauth2()), [head, changed, signature].join("."));
    expect(learntFrom(responded)).toEqual(WRONG_SIGNATURE);
  });

  test("without a signature (alg none)", async () => {
    const token = new UnsecuredJWT({ iss: issuer.url, aud: AUDIENCE, exp: secondsFromNow(600) });
    expect(learntFrom(await callWith(appWith(oauth2()), token.encode()))).toEqual(WRONG_ALGORITHM);
  });

  test("signed with the issuer's public key as if it were a shared secret", async () => {
    await issuer.changeKey("RS256");
    const published = await issuer.publicKey();
    const spki = await exportSPKI(
      (await importJWK(published, "RS256")) as Parameters<typeof exportSPKI>[0],
    );
    for (const secret of [spki, spki.trim(), JSON.stringify(published), published.n ?? ""]) {
      const token = await new SignJWT({ iss: issuer.url, aud: AUDIENCE, exp: secondsFromNow(600) })
        .setProtectedHeader({ alg: "HS256", kid: published.kid ?? "" })
        .sign(Buffer.from(secret));
      expect(learntFrom(await callWith(appWith(oauth2()), token))).toEqual(WRONG_ALGORITHM);
    }
  });

  test("when there is none, with the bare challenge", async () => {
    const responded = await appWith(oauth2()).send("GET", "health");
    expect(responded.status).toBe(401);
    expect(responded.headers.get("www-authenticate")).toBe('Bearer realm="connector"');
  });

  test("in the query, where it would be written into logs", async () => {
    const token = await issuer.sign({ aud: AUDIENCE });
    const app = appWith(oauth2());
    expect(await app.send("GET", `health?access_token=${token}`)).toMatchObject({ status: 401 });
  });

  test("without anything of it in the response", async () => {
    const token = await issuer.sign({ aud: "api://other", sub: "secret-subject" });
    const { text, headers } = await callWith(appWith(oauth2()), token);
    for (const part of ["secret-subject", ...token.split(".")]) {
      expect(text + JSON.stringify([...headers])).not.toContain(part);
    }
  });
});

describe("an issuer that changes its key", () => {
  test("is asked again for its keys, though not by everybody at once", async () => {
    jest.useFakeTimers({
      now: Date.now(),
      doNotFake: ["nextTick", "setImmediate", "setTimeout", "clearTimeout", "queueMicrotask"],
    });
    const app = appWith(oauth2());
    const before = await issuer.sign({ aud: AUDIENCE });
    expect(await callWith(app, before)).toMatchObject({ status: 200 });
    await issuer.changeKey("ES256");
    const after = await issuer.sign({ aud: AUDIENCE });
    // The keys were read this moment: unknown ids do not have them read again at once.
    expect(learntFrom(await callWith(app, after))).toEqual(UNKNOWN_KEY);
    expect(issuer.asked.filter((path) => path === "/keys")).toHaveLength(1);
    jest.setSystemTime(Date.now() + 31_000);
    expect(await callWith(app, after)).toMatchObject({ status: 200 });
    expect(learntFrom(await callWith(app, before))).toEqual(UNKNOWN_KEY);
    expect(issuer.asked.filter((path) => path === "/keys")).toHaveLength(2);
  });
});

describe("an issuer that cannot be reached", () => {
  test.each<[string, Parameters<Issuer["misbehave"]>[0]]>([
    ["drops connections", (response) => response.destroy()],
    ["responds with 500", (response) => response.writeHead(500).end("{}")],
    ["responds with something that is not JSON", (response) => response.end("<html>")],
    ["responds with null", (response) => response.end("null")],
    ["responds with something else", (response) => response.end('{"keys":"none"}')],
  ])("as it %s makes a 503, until it can be", async (_name, misbehaviour) => {
    const token = await issuer.sign({ aud: AUDIENCE });
    for (const env of [oauth2(), oauth2({ CONNECTOR_OAUTH2_KEY_SET_URL: `${issuer.url}/keys` })]) {
      const app = appWith(env);
      issuer.misbehave(misbehaviour);
      expect(learntFrom(await callWith(app, token))).toEqual(UNREACHABLE);
      issuer.misbehave();
      expect(await callWith(app, token)).toMatchObject({ status: 200 });
    }
  });

  test("as it hangs makes a 503 after five seconds", async () => {
    const timeOut = AbortSignal.timeout.bind(AbortSignal);
    const spy = jest.spyOn(AbortSignal, "timeout").mockImplementation(() => timeOut(50));
    const token = await issuer.sign({ aud: AUDIENCE });
    issuer.misbehave(() => undefined);
    for (const env of [oauth2(), oauth2({ CONNECTOR_OAUTH2_KEY_SET_URL: `${issuer.url}/keys` })]) {
      expect(learntFrom(await callWith(appWith(env), token))).toEqual(UNREACHABLE);
    }
    expect(spy.mock.calls).toEqual([[5000], [5000]]);
  });

  test("is unreachable when its metadata names an invalid address", async () => {
    const app = appWith(oauth2());
    issuer.misbehave((response) => response.end('{"jwks_uri":"no address"}'));
    expect(learntFrom(await callWith(app, await issuer.sign({ aud: AUDIENCE })))).toEqual(
      UNREACHABLE,
    );
  });
});

describe("Microsoft's directory", () => {
  const V2 = (): Record<string, unknown> => ({
    iss: `${issuer.url}/${TENANT}/v2.0`,
    aud: "parcels",
  });
  const V1 = { iss: `https://sts.windows.net/${TENANT}/`, aud: AUDIENCE };

  test("has its tokens accepted in both versions, by the keys of the tenant", async () => {
    const app = appWith(entraId());
    for (const claims of [V1, V2(), { ...V2(), aud: AUDIENCE }]) {
      expect(await callWith(app, await issuer.sign(claims))).toMatchObject({ status: 200 });
    }
    expect(issuer.asked).toEqual([`/${TENANT}/discovery/v2.0/keys`]);
  });

  test("has its tokens refused that are of other tenants, or for other APIs", async () => {
    const app = appWith(entraId());
    const other = "99999999-0000-4000-8000-000000000000";
    for (const iss of [`https://sts.windows.net/${other}/`, `${issuer.url}/${other}/v2.0`]) {
      expect(learntFrom(await callWith(app, await issuer.sign({ ...V1, iss })))).toEqual(
        OTHER_ISSUER,
      );
    }
    expect(
      learntFrom(await callWith(app, await issuer.sign({ ...V1, aud: "api://other" }))),
    ).toEqual(refusal('unexpected "aud" claim value'));
  });
});

describe("of two modes", () => {
  const withBasic = (): Environment =>
    oauth2({
      CONNECTOR_AUTH: "oauth2,basic",
      CONNECTOR_BASIC_USER_NAME: "maker",
      CONNECTOR_BASIC_PASSWORD: "secret",
    });

  test("either is enough", async () => {
    const app = appWith(withBasic());
    expect(await callWith(app, await issuer.sign({ aud: AUDIENCE }))).toMatchObject({
      status: 200,
    });
    expect(await app.send("GET", "health", basic("maker:secret"))).toMatchObject({ status: 200 });
  });

  test("both are named to a caller with no credentials, or wrong ones", async () => {
    const app = appWith(withBasic());
    const absent = await app.send("GET", "health");
    const wrong = await app.send("GET", "health", basic("maker:wrong"));
    for (const responded of [absent, wrong]) {
      expect(responded.status).toBe(401);
      expect(responded.headers.get("www-authenticate")).toBe(
        'Bearer realm="connector", Basic realm="connector", charset="UTF-8"',
      );
    }
    expect(wrong.text).toContain("The user name or the password is wrong.");
  });

  test("one that cannot be checked does not close the other", async () => {
    const app = appWith(withBasic());
    issuer.misbehave((response) => response.destroy());
    expect(await app.send("GET", "health", basic("maker:secret"))).toMatchObject({ status: 200 });
  });

  test("two kinds of tokens are told apart by their issuers", async () => {
    const own = await startIssuer("ES256");
    const app = appWith({
      ...entraId(),
      CONNECTOR_AUTH: "oauth2,entraId",
      CONNECTOR_OAUTH2_ISSUERS: own.url,
      CONNECTOR_OAUTH2_AUDIENCES: AUDIENCE,
    });
    const directory = { iss: `https://sts.windows.net/${TENANT}/`, aud: AUDIENCE };
    expect(await callWith(app, await own.sign({ aud: AUDIENCE }))).toMatchObject({ status: 200 });
    expect(await callWith(app, await issuer.sign(directory))).toMatchObject({ status: 200 });
    // Each by its own keys: one cannot speak for the other.
    expect(await callWith(app, await own.sign(directory))).toMatchObject({ status: 401 });
    expect(await callWith(app, await issuer.sign({ iss: own.url, aud: AUDIENCE }))).toMatchObject({
      status: 401,
    });
    await own.stop();
    expect(await callWith(app, await issuer.sign(directory))).toMatchObject({ status: 200 });
  });
});
