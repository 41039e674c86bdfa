import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Spectral } from "@stoplight/spectral-core";
import { thisConnector } from "../../function/thisConnector";
import { definition as madeDefinition } from "../../connector/definition/definition";
import type { Finding } from "../../toolkit/lint/finding";
import { lintDocuments } from "../../toolkit/lint/lintDocuments";
import { propertiesRuleset, definitionRulesets } from "../../toolkit/lint/rulesets";
import { withHost } from "../../connector/definition/withHost";
import { cleanConnector } from "../fixtures/lint/cleanConnector";
import { cleanDefinition } from "../fixtures/lint/cleanDefinition";
import { seededRandom } from "../support/seededRandom";
import { projectFolder } from "../support/projectFolder";

const COMMITTED = readFileSync(
  join(projectFolder, "connector", "apiDefinition.swagger.json"),
  "utf8",
);

const rulesOf = (findings: readonly Finding[]) => findings.map(({ rule }) => rule);
const lintText = (definition: string) => lintDocuments({ definition });

describe("this project's connector", () => {
  test("the committed definition has no error and no warning", async () => {
    expect(await lintDocuments({ definition: COMMITTED })).toEqual([]);
  });

  test("neither has one with a host on this machine, but for advice on that host", async () => {
    const local = withHost(madeDefinition({ connector: thisConnector }), {
      host: "127.0.0.1:7071",
      scheme: "http",
    });
    const findings = await lintDocuments({ definition: local });
    expect(rulesOf(findings).toSorted()).toEqual(["host-production", "scheme-https"]);
    expect(findings.every(({ severity }) => severity === "warning")).toBe(true);
  });
});

describe("a finding's place", () => {
  test("is the line and column of a JSON text's property, or of what should have it", async () => {
    const text = '{\n  "swagger": "2.0",\n  "info": {\n    "title": "A",\n    "version": 1\n  },\n';
    const findings = await lintText(`${text}  "paths": {}\n}`);
    const placeOf = (rule: string) => {
      const { path, line, column } = findings.find((finding) => finding.rule === rule)!;
      return { path, line, column };
    };
    const version = { path: "$.info.version", line: 5, column: 5 };
    expect(placeOf("definition-structure")).toEqual(version);
    expect(placeOf("description-required")).toEqual({ path: "$.info", line: 3, column: 3 });
    expect(placeOf("paths-empty")).toEqual({ path: "$.paths", line: 7, column: 3 });
    expect(placeOf("host-required")).toEqual({ path: "$", line: 1, column: 1 });
  });

  test("is the line and column of a YAML text, also through anchors", async () => {
    const findings = await lintText(
      [
        "swagger: '2.0'",
        "info: {title: A, version: '1', description: Looks after turbines of all kinds.}",
        "paths:",
        "  /a:",
        "    get: &get",
        "      operationId: getA",
        "      responses: {'200': {description: A}}",
        "  /b:",
        "    get: *get",
      ].join("\n"),
    );
    const places = findings
      .filter(({ rule }) => rule === "operation-id-case" || rule === "operation-id-unique")
      .map(({ rule, line, column }) => [rule, line, column]);
    expect(places).toEqual([
      ["operation-id-case", 6, 7],
      ["operation-id-case", 6, 7],
      ["operation-id-unique", 6, 7],
    ]);
  });

  test("is that of the text that a value will be written as", async () => {
    const definition = { ...structuredClone(cleanDefinition), host: "https://care.example" };
    const [finding] = await lintDocuments({ definition });
    const lines = JSON.stringify(definition, null, 2).split("\n");
    expect(finding?.rule).toBe("host-invalid");
    expect(lines[finding!.line - 1]).toContain('"host": "https://care.example"');
  });

  test("is that of a file whose bytes are counted as it will be written", async () => {
    const definition = { "x-pad": "x".repeat(1_048_576) };
    const findings = await lintDocuments({ definition });
    const bytes = Buffer.byteLength(JSON.stringify(definition, null, 2));
    const found = findings.find(({ rule }) => rule === "definition-bytes");
    expect(found).toMatchObject({ path: "$", line: 1 });
    expect(found?.message).toContain(`has ${bytes} bytes.`);
  });

  test("tells lists from objects, and quotes what is no name", async () => {
    const { definition = "" } = cleanConnector();
    const text = JSON.stringify(definition).replace('"/status"', '"/it\'s\\u001b[31m?"');
    const paths = (await lintText(text)).map(({ path }) => path);
    expect(paths).toContain("$.paths['/it\\'s\\\\u001b[31m?']");
  });
});

describe("a document that cannot be read", () => {
  test.each<[string, string, number, number]>([
    ["a JSON text with a comma too many", '{\n  "swagger": "2.0",\n}', 3, 1],
    ["a JSON text that ends early", '{\n  "info": {', 2, 12],
    ["a YAML text with a tab", "swagger: '2.0'\n\tinfo: x", 2, 1],
  ])("%s is a finding with its place", async (_name, text, line, column) => {
    const findings = await lintText(text);
    const expected = { rule: "source-syntax", severity: "error", line, column };
    expect(findings).toEqual([expect.objectContaining(expected)]);
  });

  test("a byte order mark does no harm", async () => {
    expect(await lintText(`\ufeff${COMMITTED}`)).toEqual([]);
  });

  test.each([
    ["JSON", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
    ["JSON that does not end", "[".repeat(200_000)],
    ["YAML", `${"- ".repeat(20_000)}a`],
    ["YAML in brackets", `a: ${"[".repeat(50_000)}${"]".repeat(50_000)}`],
    ["YAML that contains itself", "a: &a\n  b: *a\n"],
  ])("%s of too many levels is one finding", async (_name, text) => {
    expect(rulesOf(await lintText(text))).toEqual(["source-too-deep"]);
  });

  test("YAML that multiplies by anchors is one finding", async () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 9; level += 1) {
      const items = Array.from({ length: 9 }, () => `*a${level - 1}`).join(", ");
      lines.push(`a${level}: &a${level} [${items}]`);
    }
    expect(rulesOf(await lintText(lines.join("\n")))).toEqual(["source-syntax"]);
  });

  test.each(["", "[]", "1", "null", '"text"', "swagger"])("%s is no definition", async (text) => {
    const findings = await lintDocuments({ definition: text, properties: text, settings: text });
    const found = findings.filter(({ severity }) => severity === "error").map(({ file }) => file);
    expect(found).toEqual(["apiDefinition.swagger.json", "apiProperties.json", "settings.json"]);
  });
});

const ref = (name: string) => ({ $ref: `#/definitions/${name}` });

describe("untrusted documents", () => {
  test("references to files and addresses are reported and never opened", async () => {
    let calls = 0;
    const server = createServer((_request, response) => {
      calls += 1;
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const refs = [
        `http://127.0.0.1:${port}/a.json#/b`,
        __filename,
        "./other.json#/definitions/A",
      ];
      const definition = structuredClone<object>({
        ...cleanDefinition,
        definitions: {
          ...cleanDefinition.definitions,
          ...Object.fromEntries(refs.map(($ref, index) => [`R${index}`, { $ref }])),
        },
        paths: { ...cleanDefinition.paths, "/x": { $ref: refs[0] } },
      });
      const findings = await lintDocuments({ definition });
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
    async (name) => {
      const text = JSON.stringify(cleanDefinition).replaceAll('"kind":', `"${name}":`);
      const properties = `{"properties": {"${name}": {"${name}": 1}, "iconBrandColor": {"${name}": 1}}}`;
      const findings = await lintDocuments({ definition: text, properties });
      expect(rulesOf(findings)).toContain("required-undefined");
      expect(Object.hasOwn(Object.prototype, "iconBrandColor")).toBe(false);
    },
  );

  test("values without a text of their own are quoted all the same", async () => {
    const odd = { toString: 1, valueOf: 1, toJSON: 1 };
    const text = JSON.stringify(cleanDefinition, (key, value: unknown) =>
      ["x-ms-trigger", "revision", "operationId", "x-ms-visibility", "in"].includes(key)
        ? odd
        : value,
    );
    const findings = await lintText(text);
    expect(findings.length).toBeGreaterThan(10);
    expect(findings.every(({ message }) => message.length < 400)).toBe(true);
  });

  test("texts of a document reach a message without what a terminal acts on", async () => {
    const { definition = "" } = cleanConnector();
    const title = "\u001b[31mred\u202e {{value}} \u009b";
    const text = JSON.stringify({ ...(definition as object), info: { title } });
    const messages = (await lintText(text)).map(({ message }) => message).join("\n");
    expect(messages).toContain(String.raw`\u001b[31mred\u202e`);
    expect(messages).toContain(String.raw`\u007b{value}}`);
    expect(/[^\x20-\x7e\n…]/.test(messages)).toBe(false);
  });

  test("a message names all that is wrong, and is cut where that is too much", async () => {
    const info = { ...cleanDefinition.info, title: "Power Automate connector API" };
    const response = { description: "x", schema: { type: "string" } };
    const statuses = Array.from({ length: 300 }, (_, index) => [String(index + 200), response]);
    const paths = structuredClone<Record<string, object>>(cleanDefinition.paths);
    paths["/all"] = { put: { operationId: "PutAll", responses: Object.fromEntries(statuses) } };
    const findings = await lintDocuments({ definition: { ...cleanDefinition, info, paths } });
    const messageOf = (rule: string) => findings.find((finding) => finding.rule === rule)!.message;
    expect(messageOf("title-words")).toBe(
      'The title has "API", "Connector" or "Power Automate" in it, which is not allowed.',
    );
    expect(messageOf("response-schema-count")).toHaveLength(400);
    expect(messageOf("response-schema-count")).toMatch(/…$/);
  });

  test("each wrong type in one object is a finding of its own", async () => {
    const info = {
      ...cleanDefinition.info,
      version: 1,
      contact: { name: 1, url: [], email: null },
    };
    const findings = await lintDocuments({ definition: { ...cleanDefinition, info } });
    const wrong = findings.filter(({ rule }) => rule === "definition-structure");
    expect(wrong.map(({ path, message }) => [path, message])).toEqual([
      ["$.info.version", "1 is of the wrong type. Expected string."],
      ["$.info.contact.name", "1 is of the wrong type. Expected string."],
      ["$.info.contact.url", "[] is of the wrong type. Expected string."],
      ["$.info.contact.email", "null is of the wrong type. Expected string."],
    ]);
  });

  test("one rule reports a thousand findings at most", async () => {
    const names = Array.from({ length: 3000 }, (_, index) => `D${index}`);
    const definitions = Object.fromEntries(names.map((name) => [name, { type: "array" }]));
    const findings = await lintDocuments({ definition: { ...cleanDefinition, definitions } });
    expect(findings.filter(({ rule }) => rule === "array-items")).toHaveLength(1000);
  });

  test("definitions that contain each other are followed once", async () => {
    const object = (...names: string[]) => {
      return {
        type: "object",
        properties: Object.fromEntries(names.map((name) => [name, ref(name)])),
      };
    };
    const definitions = {
      Turbine: object("Part", "Turbine"),
      Part: object("Turbine"),
      Loop: ref("Other"),
      Other: ref("Loop"),
    };
    const findings = await lintDocuments({ definition: { ...cleanDefinition, definitions } });
    const loops = findings.filter(({ rule }) => rule.includes("loop"));
    expect(loops.map(({ rule, path }) => [rule, path])).toEqual([
      ["schema-loop", "$.definitions.Turbine"],
      ["schema-loop", "$.definitions.Part"],
      ["schema-ref-loop", "$.definitions.Loop"],
      ["schema-ref-loop", "$.definitions.Other"],
    ]);
  });
});

describe("somebody else's Spectral", () => {
  test("extends the rules, switches them off and changes their severity", async () => {
    const spectral = new Spectral();
    spectral.setRuleset({
      extends: [definitionRulesets.deploy],
      rules: { "operation-id-case": "off", "host-production": "error" },
    });
    const text = COMMITTED.replace("your-function-app", "dev").replace(
      '"operationId": "CalculateCosts"',
      '"operationId": "calculateCosts"',
    );
    const results = await spectral.run(text);
    expect(results.map(({ code, severity }) => [code, severity])).toEqual([["host-production", 0]]);
  });

  test("applies the rules of the properties", async () => {
    const spectral = new Spectral();
    spectral.setRuleset(propertiesRuleset("certify"));
    const results = await spectral.run('{ "properties": { "iconBrandColor": "#fff" } }');
    const codes = results.map(({ code }) => code);
    expect(codes).toEqual(["publisher-required", "stack-owner-required", "brand-color"]);
  });
});

/** What a mutation puts in place of a part. */
const ODDITIES: readonly unknown[] = [
  null,
  true,
  0,
  -1.5,
  "",
  "#/definitions/Turbine",
  "http://127.0.0.1:9/x",
  "{{value}}",
  [],
  {},
  [null],
  { $ref: "#" },
  { $ref: "#/definitions/%E0" },
  { $ref: 1 },
  { type: "array", items: {} },
  { toString: 1 },
];

/** Every object and array of a value. */
function containers(at: unknown): Record<string, unknown>[] {
  if (typeof at !== "object" || at === null) return [];
  return [at as Record<string, unknown>, ...Object.values(at).flatMap(containers)];
}

/** A part with more objects and lists than this is not copied, or documents would double each time. */
const MAX_COPIED = 40;

/** The value with `count` parts replaced, removed, doubled or moved by chance. */
function mutated(value: unknown, count: number, random: () => number): unknown {
  const copy = structuredClone(value);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  for (let index = 0; index < count; index += 1) {
    const all = containers(copy).filter((container) => Object.keys(container).length > 0);
    if (all.length === 0) break;
    const container = pick(all);
    const key = pick(Object.keys(container));
    const other = pick(all);
    const kind = random();
    if (kind < 0.2) Reflect.deleteProperty(container, key);
    else if (kind < 0.4 && containers(other).length < MAX_COPIED) {
      container[key] = structuredClone(other);
    } else if (kind < 0.5 && containers(container[key]).length < MAX_COPIED) {
      container[pick(Object.keys(other))] = container[key];
    } else container[key] = structuredClone(pick(ODDITIES));
  }
  return copy;
}

describe("documents changed by chance", () => {
  const random = seededRandom(20_250_101);
  const sources = [JSON.parse(COMMITTED) as unknown, cleanDefinition];
  const rounds = Array.from({ length: 20 }, (_, round) => round);

  test.each(rounds)("never make the linter throw (round %i)", async (round) => {
    const { properties, settings } = cleanConnector();
    for (let index = 0; index < 6; index += 1) {
      const count = 1 + Math.floor(random() * 12);
      const files = {
        definition: mutated(sources[round % 2], count, random) as object,
        properties: mutated(properties, count, random) as object,
        settings: mutated(settings, count, random) as object,
      };
      const findings = await lintDocuments(files, {
        variant: index % 2 === 0 ? "deploy" : "certify",
      });
      for (const { message, fix, line, path } of findings) {
        expect(message).not.toMatch(/undefined|\[object/);
        expect(fix).not.toBe("");
        expect(path).toMatch(/^\$/);
        expect(line).toBeGreaterThanOrEqual(1);
      }
    }
  });
});
