import { noAnswer, readAnswer, withoutSecrets } from "../../../providers/rest/answer";
import { RestClient } from "../../../providers/rest/restClient";
import { FakeAzure, fakeSession, fakeToken } from "../../support/providers/fakeAzure";

const url = "https://service.test/things";

function client(httpClient: FakeAzure): RestClient {
  const token = { token: fakeToken(), expiresOnTimestamp: Date.now() + 3_600_000 };
  return new RestClient({
    userAgent: "test/1",
    httpClient,
    credential: { getToken: async () => token },
  });
}

test("a request has its body as JSON, a token for its scope, and the product's name", async () => {
  const azure = new FakeAzure().on("PUT /things", { status: 201, body: { made: true } });
  const answer = await client(azure).send({
    method: "PUT",
    url,
    scope: "s/.default",
    body: { a: 1 },
  });
  expect(answer).toMatchObject({ status: 201, body: { made: true }, requestId: "request-1" });
  const [{ headers, body } = { headers: {}, body: "" }] = azure.sent;
  expect(body).toBe('{"a":1}');
  expect(headers).toMatchObject({
    authorization: `Bearer ${fakeToken()}`,
    "content-type": "application/json",
    "user-agent": expect.stringMatching(/^test\/1 /),
  });
});

test("without a scope there is no token", async () => {
  const azure = new FakeAzure().on("GET /things", { status: 200 });
  await client(azure).send({ method: "GET", url });
  expect(azure.sent[0]?.headers).not.toHaveProperty("authorization");
});

test("a token is never sent without https", async () => {
  const send = client(new FakeAzure()).send({ method: "GET", url: "http://a.test/", scope: "s" });
  await expect(send).rejects.toThrow(/https/);
});

test.each([
  ["busy", [{ status: 503 }, { status: 429, headers: { "retry-after": "0" } }, { status: 200 }], 3],
  ["not reached for a moment", ["ECONNRESET", { status: 200 }], 2],
] as const)("a service that is %s is asked again", async (_what, answers, count) => {
  const azure = new FakeAzure().on("GET /things", ...answers);
  expect((await client(azure).send({ method: "GET", url })).status).toBe(200);
  expect(azure.sent).toHaveLength(count);
});

test.each([
  ["a refusal", { status: 403 }, 403],
  ["what is not there", { status: 404 }, 404],
  ["what is not implemented", { status: 501 }, 501],
  ["a certificate that is not trusted", "DEPTH_ZERO_SELF_SIGNED_CERT", 0],
])("%s is not asked again", async (_what, answer, status) => {
  const azure = new FakeAzure().on("GET /things", answer);
  expect((await client(azure).send({ method: "GET", url })).status).toBe(status);
  expect(azure.sent).toHaveLength(1);
});

test("whoever waits by himself sees each answer", async () => {
  const azure = new FakeAzure().on("GET /things", { status: 503 });
  const answer = await client(azure).send({ method: "GET", url, isRetried: false });
  expect(answer.status).toBe(503);
  expect(azure.sent).toHaveLength(1);
});

test("a signal ends a request, and the pause before it is sent again", async () => {
  const stop = new AbortController();
  const reason = new Error("stopped");
  const azure = new FakeAzure().on("GET /things", {
    status: 429,
    headers: { "retry-after": "3600" },
  });
  const sending = client(azure).send({ method: "GET", url, signal: stop.signal });
  setTimeout(() => stop.abort(reason), 10);
  await expect(sending).rejects.toBe(reason);
});

test("Resource Manager is asked at the cloud's own address, for its own audience", async () => {
  const azure = new FakeAzure().on("GET /subscriptions/s", { status: 200 });
  await fakeSession(azure).arm({
    method: "GET",
    path: "/subscriptions/s",
    apiVersion: "2022-12-01",
    query: { sku: "a b" },
  });
  expect(azure.sent[0]?.url).toBe(
    "https://management.azure.com/subscriptions/s?api-version=2022-12-01&sku=a+b",
  );
});

/** A response with a body and headers. */
function response(status: number, bodyAsText: string, headers: Record<string, string> = {}) {
  return { status, bodyAsText, headers: { get: (name: string) => headers[name] } };
}

test.each([
  [
    "Resource Manager",
    response(403, '{"error":{"code":"AuthorizationFailed","message":"No right."}}', {
      "x-ms-request-id": "r",
    }),
    "AuthorizationFailed: No right (HTTP 403, request id r)",
  ],
  [
    "App Service",
    response(409, '{"Code":"Conflict","Message":"Busy."}'),
    "Conflict: Busy (HTTP 409)",
  ],
  [
    "Entra",
    response(401, '{"error":"invalid_client","error_description":"AADSTS1: no"}'),
    "invalid_client: AADSTS1: no (HTTP 401)",
  ],
  [
    "storage",
    response(403, "\ufeff<Error><Code>A</Code><Message>Not you.\nRequestId:x</Message></Error>", {
      "x-ms-error-code": "AuthorizationPermissionMismatch",
    }),
    "AuthorizationPermissionMismatch: Not you (HTTP 403)",
  ],
  [
    "storage, without a body",
    response(404, "", { "x-ms-error-code": "BlobNotFound" }),
    "BlobNotFound (HTTP 404)",
  ],
  ["a gateway's page", response(502, "<html><body>Bad</body></html>"), "HTTP 502"],
  ["a text", response(400, "  no\n  such "), "no such (HTTP 400)"],
])("the failure of %s is told in one phrase", (_what, raw, summary) => {
  expect(readAnswer(raw).summary).toBe(summary);
});

test("no secret is told, whatever repeats it", () => {
  const token = fakeToken();
  const raw = response(
    400,
    JSON.stringify({ error: { code: "Bad", message: `k=hunter2 ${token} ?sv=1&sig=abc%3D&x` } }),
  );
  const { summary } = readAnswer(raw, ["hunter2", ""]);
  expect(summary).toBe("Bad: k=[secret] [token] ?sv=1&sig=[secret]&x (HTTP 400)");
  expect(noAnswer(new Error("connect to hunter2"), ["hunter2"]).summary).toBe(
    "it was not reached: connect to [secret]",
  );
  expect(withoutSecrets("nothing")).toBe("nothing");
});

test.each([
  ["17", 17_000],
  ["", 0],
  ["soon", 0],
  [new Date(0).toUTCString(), 0],
])("a Retry-After of %j asks for a pause", (header, ms) => {
  expect(readAnswer(response(429, "", { "retry-after": header })).retryAfterMs).toBe(ms);
});
