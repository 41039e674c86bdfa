import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cleanConnector } from "../../fixtures/lint/cleanConnector";
import { cleanDefinition } from "../../fixtures/lint/cleanDefinition";
import { findingOf, findingsIn, rulesOf } from "../../fixtures/lint/findings";

const ref = (name: string) => ({ $ref: `#/definitions/${name}` });

test("references to files and addresses are reported and never opened", async () => {
  let calls = 0;
  const server = createServer((_request, response) => {
    calls += 1;
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const refs = [`http://127.0.0.1:${port}/a.json#/b`, __filename, "./other.json#/definitions/A"];
    const definition = structuredClone<object>({
      ...cleanDefinition,
      definitions: {
        ...cleanDefinition.definitions,
        ...Object.fromEntries(refs.map(($ref, index) => [`R${index}`, { $ref }])),
      },
      paths: { ...cleanDefinition.paths, "/x": { $ref: refs[0] } },
    });
    const findings = findingsIn({ definition });
    const external = findings.filter(({ rule }) => rule === "ref-external");
    expect(external.map(({ path }) => path)).toEqual([
      "$.paths['/x']['$ref']",
      "$.definitions.R0['$ref']",
      "$.definitions.R1['$ref']",
      "$.definitions.R2['$ref']",
    ]);
    expect(calls).toBe(0);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty", "then"])(
  "a part called %s is a name like any other",
  (name) => {
    const text = JSON.stringify(cleanDefinition).replaceAll('"kind":', `"${name}":`);
    const properties = `{"properties": {"${name}": {"${name}": 1}, "iconBrandColor": {"${name}": 1}}}`;
    const findings = findingsIn({ definition: text, properties });
    expect(rulesOf(findings)).toContain("required-undefined");
    expect(Object.hasOwn(Object.prototype, "iconBrandColor")).toBe(false);
  },
);

test("values without a text of their own are quoted all the same", () => {
  const odd = { toString: 1, valueOf: 1, toJSON: 1 };
  const text = JSON.stringify(cleanDefinition, (key, value: unknown) =>
    ["x-ms-trigger", "revision", "operationId", "x-ms-visibility", "in"].includes(key)
      ? odd
      : value,
  );
  const findings = findingsIn({ definition: text });
  expect(findings.length).toBeGreaterThan(10);
  expect(findings.every(({ message }) => message.length < 400)).toBe(true);
});

test("texts of a document reach a message without what a terminal acts on", () => {
  const { definition = "" } = cleanConnector();
  const title = "\u001b[31mred\u202e {{value}} \u009b";
  const text = JSON.stringify({ ...(definition as object), info: { title } });
  const messages = findingsIn({ definition: text })
    .map(({ message }) => message)
    .join("\n");
  expect(messages).toContain(String.raw`\u001b[31mred\u202e`);
  expect(messages).toContain("{{value}}");
  expect(/[^\x20-\x7e\n…]/.test(messages)).toBe(false);
});

test("a message names all that is wrong, and is cut where that is too much", () => {
  const info = { ...cleanDefinition.info, title: "Power Automate connector API" };
  const response = { description: "x", schema: { type: "string" } };
  const statuses = Array.from({ length: 300 }, (_, index) => [String(index + 200), response]);
  const paths = structuredClone<Record<string, object>>(cleanDefinition.paths);
  paths["/all"] = { put: { operationId: "PutAll", responses: Object.fromEntries(statuses) } };
  const findings = findingsIn({ definition: { ...cleanDefinition, info, paths } });
  const messageOf = (rule: string) => findingOf(findings, rule).message;
  expect(messageOf("title-words")).toBe(
    'The title contains "API", "Connector" or "Power Automate", which is not allowed.',
  );
  expect(messageOf("response-schema-count")).toHaveLength(400);
  expect(messageOf("response-schema-count")).toMatch(/…$/);
});

test("each wrong type in one object is a finding of its own", () => {
  const info = {
    ...cleanDefinition.info,
    version: 1,
    contact: { name: 1, url: [], email: null },
  };
  const findings = findingsIn({ definition: { ...cleanDefinition, info } });
  const wrong = findings.filter(({ rule }) => rule === "definition-structure");
  expect(wrong.map(({ path, message }) => [path, message])).toEqual([
    ["$.info.version", "1 is of the wrong type. Expected string."],
    ["$.info.contact.name", "1 is of the wrong type. Expected string."],
    ["$.info.contact.url", "[] is of the wrong type. Expected string."],
    ["$.info.contact.email", "null is of the wrong type. Expected string."],
  ]);
});

test("one rule reports a thousand findings at most", () => {
  const names = Array.from({ length: 3000 }, (_, index) => `D${index}`);
  const definitions = Object.fromEntries(names.map((name) => [name, { type: "array" }]));
  const findings = findingsIn({ definition: { ...cleanDefinition, definitions } });
  expect(findings.filter(({ rule }) => rule === "array-items")).toHaveLength(1000);
});

test("definitions that contain each other are followed once", () => {
  const object = (...names: string[]) => {
    return {
      type: "object",
      properties: Object.fromEntries(names.map((name) => [name, ref(name)])),
    };
  };
  const definitions = {
    Machine: object("Part", "Machine"),
    Part: object("Machine"),
    Loop: ref("Other"),
    Other: ref("Loop"),
  };
  const findings = findingsIn({ definition: { ...cleanDefinition, definitions } });
  const loops = findings.filter(({ rule }) => rule.includes("loop"));
  expect(loops.map(({ rule, path }) => [rule, path])).toEqual([
    ["schema-loop", "$.definitions.Machine"],
    ["schema-loop", "$.definitions.Part"],
    ["schema-ref-loop", "$.definitions.Loop"],
    ["schema-ref-loop", "$.definitions.Other"],
  ]);
});
