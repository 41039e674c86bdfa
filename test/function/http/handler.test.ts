import { HttpRequest, HttpResponse, InvocationContext } from "@azure/functions";
import { toHandler } from "../../../function/http/handler";
import { Problem } from "../../../function/http/problem";
import type { Operation } from "../../../function/contract/operation";
import { servicesOf } from "../../../function/contract/services";
import { quotePostage } from "../../support/sampleConnector/operations";

const MAX_BODY_BYTES = 65_536;
const BODY = bodyOf("6");

/** A body with this weight, in JSON, and other fields behind it. */
function bodyOf(grams: string, others = ""): string {
  return `{"grams":${grams},"isExpress":false,"depotId":"D-1"${others}}`;
}

interface Call {
  readonly body?: string | Uint8Array;
  readonly headers?: Record<string, string>;
  readonly operation?: Operation;
}

const storageThatMustNotBeUsed = {
  table: (name: string) => Promise.reject(new Error(`The table ${name} was opened.`)),
  queue: (name: string) => Promise.reject(new Error(`The queue ${name} was opened.`)),
};

async function call({ body, headers = {}, operation = quotePostage }: Call) {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const request = new HttpRequest({
    method: "POST",
    url: "http://127.0.0.1/api/postage",
    headers,
    ...(bytes && { body: { bytes } }),
  });
  const logged: unknown[] = [];
  const context = new InvocationContext({
    invocationId: "invocation-1",
    logHandler: (_level, ...args) => logged.push(...args),
  });
  const handler = toHandler(operation, { services: servicesOf({}, storageThatMustNotBeUsed) });
  const response = new HttpResponse(await handler(request, context));
  const contentType = response.headers.get("content-type");
  const correlationId = response.headers.get("x-correlation-id");
  const text = await response.text();
  return { status: response.status, contentType, correlationId, text, request, logged };
}

/** The fields a request was refused for, after checking that the refusal is a problem document. */
async function refusedFields(body: string): Promise<Record<string, unknown>[]> {
  const { status, contentType, text, logged } = await call({ body });
  expect({ status, contentType, logged }).toEqual({
    status: 400,
    contentType: "application/problem+json",
    logged: [],
  });
  return JSON.parse(text).errors;
}

function failing(error: Error): Operation {
  return { ...quotePostage, handle: () => Promise.reject(error) };
}

describe("a body is accepted", () => {
  test.each([BODY, `\uFEFF${BODY}`, bodyOf("6", ',"site":"north","__proto__":{"grams":0}')])(
    "%s",
    async (body) => {
      const { status, contentType, text } = await call({ body });
      expect({ status, contentType, text }).toEqual({
        status: 200,
        contentType: "application/json",
        text: '{"cents":3}',
      });
    },
  );

  test("whatever the content type of the request says", async () => {
    const headers = { "content-type": "text/plain" };
    expect(await call({ body: BODY, headers })).toMatchObject({ status: 200 });
  });
});

describe("a bad field is refused with what was expected and what was received", () => {
  const NUMBER = "a number";
  test.each([
    ['"6"', NUMBER, '"6"'],
    ["-1", "a number, 0 or greater", "-1"],
    ["true", NUMBER, "true"],
    ["null", NUMBER, "null"],
    ["[6]", NUMBER, "an array"],
    ['{"valueOf":6}', NUMBER, "an object"],
  ])("grams %s", async (value, expected, received) => {
    expect(await refusedFields(bodyOf(value))).toEqual([
      { pointer: "#/grams", detail: `Expected ${expected}, but received ${received}.`, expected },
    ]);
  });

  test.each(["{}", '{"__proto__":{"grams":6,"isExpress":true,"depotId":"D-1"}}'])(
    "every missing field of %s",
    async (body) => {
      const expectations = {
        "#/grams": NUMBER,
        "#/isExpress": "true or false",
        "#/depotId": "a string",
      };
      expect(await refusedFields(body)).toEqual(
        Object.entries(expectations).map(([pointer, expected]) => ({
          pointer,
          detail: `Expected ${expected}, but it is missing.`,
          expected,
        })),
      );
      expect(Object.prototype).not.toHaveProperty("grams");
    },
  );

  test("a long value without echoing it", async () => {
    const [error] = await refusedFields(bodyOf(`"${"6".repeat(60_000)}h"`));
    expect(error?.["detail"]).toBe(
      `Expected ${NUMBER}, but received "${"6".repeat(40)}"... (60001 characters).`,
    );
  });

  test("a deeply nested value", async () => {
    const nested = "[".repeat(30_000) + "]".repeat(30_000);
    expect(await refusedFields(bodyOf(nested))).toMatchObject([
      { pointer: "#/grams", detail: `Expected ${NUMBER}, but received an array.` },
    ]);
  });
});

describe("a body that cannot be an input is refused", () => {
  test.each<[string, string | Uint8Array | undefined, string]>([
    ["no body", undefined, "The body is empty. Send a JSON object."],
    ["white space", " \n ", "The body is empty. Send a JSON object."],
    ["a byte order mark only", "\uFEFF", "The body is empty. Send a JSON object."],
    ["broken JSON", '{"grams":6,', "The body is not JSON. Send a JSON object."],
    ["a form", "grams=6&depotId=D-1", "The body is not JSON. Send a JSON object."],
    ["an array", "[6,2500]", "The body is an array. Send a JSON object."],
    ["null", "null", "The body is null. Send a JSON object."],
    ["a number", "6", "The body is 6. Send a JSON object."],
    ["a string", '"6"', 'The body is "6". Send a JSON object.'],
    [
      "invalid UTF-8",
      Uint8Array.of(0x7b, 0xff, 0x7d),
      "The body is not UTF-8 text. Send a JSON object in UTF-8.",
    ],
  ])("%s", async (_name, body, detail) => {
    const { status, contentType, text, logged } = await call(body === undefined ? {} : { body });
    expect({ status, contentType, logged }).toEqual({
      status: 400,
      contentType: "application/problem+json",
      logged: [],
    });
    expect(JSON.parse(text)).toEqual({
      type: "about:blank",
      title: "Bad Request",
      status: 400,
      detail,
    });
  });

  test("a body of more than 64 KiB, counted in bytes", async () => {
    const characters = "\u00e9".repeat(MAX_BODY_BYTES / 2);
    const { status, contentType, text } = await call({ body: `{"note":"${characters}"}` });
    expect({ status, contentType }).toEqual({
      status: 413,
      contentType: "application/problem+json",
    });
    expect(JSON.parse(text)).toEqual({
      type: "about:blank",
      title: "Content Too Large",
      status: 413,
      detail: "The body has 65547 bytes. Send at most 65536.",
    });
  });

  test("a body whose declared length is more than 64 KiB, unread", async () => {
    const headers = { "content-length": String(MAX_BODY_BYTES + 1) };
    const { status, request } = await call({ body: "{}", headers });
    expect(status).toBe(413);
    expect(request.bodyUsed).toBe(false);
  });

  test("but not a body of exactly 64 KiB", async () => {
    const body = BODY.padEnd(MAX_BODY_BYTES);
    expect(await call({ body })).toMatchObject({ status: 200 });
  });
});

describe("the correlation id of a call", () => {
  test.each(["order-4711", "00-4bf92f3577b34da6-01", "a.b:c_d", "x".repeat(128)])(
    "is the caller's own %s",
    async (id) => {
      const { correlationId } = await call({ body: BODY, headers: { "X-Correlation-Id": id } });
      expect(correlationId).toBe(id);
    },
  );

  test.each(["", "x".repeat(129), "a b", "a,b", "<script>", "\u00fc", "a\tb", "%0d%0a"])(
    "is the host's when the caller's is %j, which is not valid",
    async (id) => {
      const { correlationId } = await call({ body: BODY, headers: { "x-correlation-id": id } });
      expect(correlationId).toBe("invocation-1");
    },
  );

  test("is in the response and the log of what failed", async () => {
    const headers = { "x-correlation-id": "order-4711" };
    const refused = await call({ body: "{}", headers });
    expect(refused).toMatchObject({ status: 400, correlationId: "order-4711" });
    const failed = await call({ body: BODY, headers, operation: failing(new Error("broken")) });
    expect(failed).toMatchObject({ status: 500, correlationId: "order-4711" });
    expect(failed.text).toContain("correlation id order-4711");
    expect(failed.logged).toContain("correlation order-4711:");
  });
});

describe("an error inside an operation", () => {
  test("that is unexpected is logged, and its response has no internals", async () => {
    const error = new Error("cannot reach AccountKey=secret");
    const { status, contentType, text, logged } = await call({
      body: BODY,
      operation: failing(error),
    });
    expect({ status, contentType }).toEqual({
      status: 500,
      contentType: "application/problem+json",
    });
    expect(JSON.parse(text)).toEqual({
      type: "about:blank",
      title: "Internal Server Error",
      status: 500,
      detail: "The operation failed. Its log is under correlation id invocation-1.",
    });
    expect(logged).toEqual(["correlation invocation-1:", error]);
  });

  test("that is a problem becomes its document and is not logged", async () => {
    const operation = failing(new Problem(400, "The parcel is not known."));
    const { status, text, logged } = await call({ body: BODY, operation });
    expect({ status, logged }).toEqual({ status: 400, logged: [] });
    expect(JSON.parse(text)).toMatchObject({ detail: "The parcel is not known." });
  });
});
