import { HttpRequest, HttpResponse, InvocationContext } from "@azure/functions";
import { calculateCosts } from "../../function/turbineRepair/calculateCosts/operation";
import { toHandler } from "../../function/http/handler";
import { Problem } from "../../function/http/problem";
import type { Operation } from "../../function/contract/operation";
import { formatDollars } from "../../function/turbineRepair/repair/formatDollars";
import { servicesOf } from "../../function/contract/services";

const MAX_BODY_BYTES = 65_536;

interface Call {
  readonly body?: string | Uint8Array;
  readonly headers?: Record<string, string>;
  readonly operation?: Operation;
}

const storageThatMustNotBeUsed = {
  table: (name: string) => Promise.reject(new Error(`The table ${name} was opened.`)),
  queue: (name: string) => Promise.reject(new Error(`The queue ${name} was opened.`)),
};

async function call({ body, headers = {}, operation = calculateCosts }: Call) {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const request = new HttpRequest({
    method: "POST",
    url: "http://127.0.0.1/api/TurbineRepair",
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
  return { ...calculateCosts, handle: () => Promise.reject(error) };
}

describe("an amount is written as .NET's G15 writes it", () => {
  test.each<[number, string]>([
    [0, "$0"],
    [-0, "$0"],
    [100, "$100"],
    [7200, "$7200"],
    [14.399999999999999, "$14.4"],
    [20.159999999999997, "$20.16"],
    [0.1 + 0.2, "$0.3"],
    [123456789.12345679, "$123456789.123457"],
    [123456789012345, "$123456789012345"],
    [999999999999999, "$999999999999999"],
    [999999999999999.9, "$1E+15"],
    [1e15, "$1E+15"],
    [1234567890123456, "$1.23456789012346E+15"],
    [1e21, "$1E+21"],
    [1e100, "$1E+100"],
    [Number.MAX_VALUE, "$1.79769313486232E+308"],
    [0.0001, "$0.0001"],
    [0.00012345, "$0.00012345"],
    [0.00001, "$1E-05"],
    [0.00000025, "$2.5E-07"],
    [Number.MIN_VALUE, "$4.94065645841247E-324"],
  ])("%d is %s", (dollars, text) => {
    expect(formatDollars(dollars)).toBe(text);
  });
});

describe("CalculateCosts answers", () => {
  test("the published sample byte for byte", async () => {
    const { status, contentType, text } = await call({ body: '{"hours":6,"capacity":2500}' });
    expect(status).toBe(200);
    expect(contentType).toBe("application/json");
    expect(text).toBe('{"message":"Yes","revenueOpportunity":"$7200","costToFix":"$1600"}');
  });

  test.each([
    ['{"hours":"6","capacity":"2500"}', "Yes", "$7200", "$1600"],
    ['{"hours":" 6 ","capacity":"2.5e3"}', "Yes", "$7200", "$1600"],
    ['{"hours":"+6.","capacity":".5"}', "No", "$1.44", "$1600"],
    ['{"hours":1.5,"capacity":7}', "No", "$20.16", "$475"],
    ['{"hours":0.1,"capacity":5}', "No", "$14.4", "$125"],
    ['{"hours":0,"capacity":0}', "No", "$0", "$100"],
    ['{"hours":-0,"capacity":-0}', "No", "$0", "$100"],
    ['{"hours":0,"capacity":"-0"}', "No", "$0", "$100"],
    // 2.88 dollars a kilowatt and day: 2500 kW earn 7200, and 28.4 hours cost 7200.
    ['{"hours":28.4,"capacity":2500}', "No", "$7200", "$7200"],
    ['{"hours":6,"capacity":2500,"site":"north","__proto__":{"hours":0}}', "Yes", "$7200", "$1600"],
    ['\uFEFF{"hours":6,"capacity":2500}', "Yes", "$7200", "$1600"],
    ['{"hours":1,"capacity":1e300}', "Yes", "$2.88E+300", "$350"],
  ])("%s", async (body, message, revenueOpportunity, costToFix) => {
    const { status, text } = await call({ body });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({ message, revenueOpportunity, costToFix });
  });

  test("whatever the content type of the request says", async () => {
    const headers = { "content-type": "text/plain" };
    expect(await call({ body: '{"hours":6,"capacity":2500}', headers })).toMatchObject({
      status: 200,
    });
  });
});

describe("a bad field is refused with what was expected and what was received", () => {
  const NUMBER = "a number, 0 or greater";
  test.each([
    ['""', NUMBER, '""'],
    ['"  "', NUMBER, '"  "'],
    ['"6h"', NUMBER, '"6h"'],
    ['"0x10"', NUMBER, '"0x10"'],
    ['"1,000"', NUMBER, '"1,000"'],
    ['"1_000"', NUMBER, '"1_000"'],
    ['"Infinity"', NUMBER, '"Infinity"'],
    ['"NaN"', NUMBER, '"NaN"'],
    ['"1e999"', NUMBER, "Infinity"],
    ["1e999", NUMBER, "Infinity"],
    ["-1", NUMBER, "-1"],
    ['"-0.001"', NUMBER, "-0.001"],
    ["true", NUMBER, "true"],
    ["null", NUMBER, "null"],
    ["[6]", NUMBER, "an array"],
    ['{"valueOf":6}', NUMBER, "an object"],
    ["1e308", "a number of hours whose cost is finite", "1e+308"],
  ])("hours %s", async (value, expected, received) => {
    expect(await refusedFields(`{"hours":${value},"capacity":2500}`)).toEqual([
      {
        pointer: "#/hours",
        detail: `Expected ${expected}, but received ${received}.`,
        expected,
      },
    ]);
  });

  test("a capacity whose revenue would be infinite", async () => {
    expect(await refusedFields('{"hours":6,"capacity":1e308}')).toMatchObject([
      { pointer: "#/capacity", expected: "a capacity whose revenue is finite" },
    ]);
  });

  test.each(["{}", '{"__proto__":{"hours":6,"capacity":2500}}'])(
    "every missing field of %s",
    async (body) => {
      const detail = `Expected ${NUMBER}, but it is missing.`;
      expect(await refusedFields(body)).toEqual([
        { pointer: "#/hours", detail, expected: NUMBER },
        { pointer: "#/capacity", detail, expected: NUMBER },
      ]);
      expect(Object.prototype).not.toHaveProperty("hours");
    },
  );

  test("a long value without echoing it", async () => {
    const [error] = await refusedFields(`{"hours":"${"6".repeat(60_000)}h","capacity":1}`);
    expect(error?.["detail"]).toBe(
      `Expected ${NUMBER}, but received "${"6".repeat(40)}"... (60001 characters).`,
    );
  });

  test("a deeply nested value", async () => {
    const nested = "[".repeat(30_000) + "]".repeat(30_000);
    expect(await refusedFields(`{"hours":${nested},"capacity":1}`)).toMatchObject([
      { pointer: "#/hours", detail: `Expected ${NUMBER}, but received an array.` },
    ]);
  });
});

describe("a body that cannot be an input is refused", () => {
  test.each<[string, string | Uint8Array | undefined, string]>([
    ["no body", undefined, "The body is empty. Send a JSON object."],
    ["white space", " \n ", "The body is empty. Send a JSON object."],
    ["a byte order mark only", "\uFEFF", "The body is empty. Send a JSON object."],
    ["broken JSON", '{"hours":6,', "The body is not JSON. Send a JSON object."],
    ["a form", "hours=6&capacity=2500", "The body is not JSON. Send a JSON object."],
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
    const body = '{"hours":6,"capacity":2500}'.padEnd(MAX_BODY_BYTES);
    expect(await call({ body })).toMatchObject({ status: 200 });
  });
});

describe("the correlation id of a call", () => {
  const body = '{"hours":6,"capacity":2500}';

  test.each(["order-4711", "00-4bf92f3577b34da6-01", "a.b:c_d", "x".repeat(128)])(
    "is the caller's own %s",
    async (id) => {
      const { correlationId } = await call({ body, headers: { "X-Correlation-Id": id } });
      expect(correlationId).toBe(id);
    },
  );

  test.each(["", "x".repeat(129), "a b", "a,b", "<script>", "\u00fc", "a\tb", "%0d%0a"])(
    "is the host's when the caller's is %j, which could be no id",
    async (id) => {
      const { correlationId } = await call({ body, headers: { "x-correlation-id": id } });
      expect(correlationId).toBe("invocation-1");
    },
  );

  test("is in the response and the log of what failed", async () => {
    const headers = { "x-correlation-id": "order-4711" };
    const refused = await call({ body: "{}", headers });
    expect(refused).toMatchObject({ status: 400, correlationId: "order-4711" });
    const failed = await call({ body, headers, operation: failing(new Error("broken")) });
    expect(failed).toMatchObject({ status: 500, correlationId: "order-4711" });
    expect(failed.text).toContain("correlation id order-4711");
    expect(failed.logged).toContain("correlation order-4711:");
  });
});

describe("an error inside an operation", () => {
  const body = '{"hours":6,"capacity":2500}';

  test("that was not foreseen is logged and answered without internals", async () => {
    const error = new Error("cannot reach AccountKey=secret");
    const { status, contentType, text, logged } = await call({ body, operation: failing(error) });
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
    const operation = failing(new Problem(400, "The turbine is not known."));
    const { status, text, logged } = await call({ body, operation });
    expect({ status, logged }).toEqual({ status: 400, logged: [] });
    expect(JSON.parse(text)).toMatchObject({ detail: "The turbine is not known." });
  });
});
