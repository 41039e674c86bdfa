import { formatDollars } from "../../function/turbineRepair/repair/formatDollars";
import { turbineRepair } from "../../function/turbineRepair/turbineRepair";
import { FunctionApp, type Responded } from "../support/functionApp";
import { UnreachableAccount } from "../support/functionServices";

const app = new FunctionApp({ account: new UnreachableAccount(), ...turbineRepair });

function calculate(body: string): Promise<Responded> {
  return app.send("POST", "TurbineRepair", { body });
}

/** The fields a request was refused for. */
async function refusedFields(body: string): Promise<unknown> {
  const { status, json } = await calculate(body);
  expect(status).toBe(400);
  return (json as { errors: unknown }).errors;
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

describe("CalculateCosts responds with", () => {
  test("the published sample byte for byte", async () => {
    const { status, headers, text } = await calculate('{"hours":6,"capacity":2500}');
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json");
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
    const { status, text } = await calculate(body);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({ message, revenueOpportunity, costToFix });
  });

  test("the same while storage is down, and does not even try to use it", async () => {
    expect(await calculate('{"hours":6,"capacity":2500}')).toMatchObject({ status: 200 });
    expect(await app.send("GET", "status")).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(app.account.requests).toBe(0);
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
});
