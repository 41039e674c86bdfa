import { cleanConnector } from "../../fixtures/lint/cleanConnector";
import { cleanDefinition } from "../../fixtures/lint/cleanDefinition";
import { findingOf, findingsIn, rulesOf } from "../../fixtures/lint/findings";

describe("a finding's place", () => {
  test("is the line and column of a JSON text's property, or of what should have it", () => {
    const text = '{\n  "swagger": "2.0",\n  "info": {\n    "title": "A",\n    "version": 1\n  },\n';
    const findings = findingsIn({ definition: `${text}  "paths": {}\n}` });
    const placeOf = (rule: string) => {
      const { path, line, column } = findingOf(findings, rule);
      return { path, line, column };
    };
    const version = { path: "$.info.version", line: 5, column: 5 };
    expect(placeOf("definition-structure")).toEqual(version);
    expect(placeOf("description-required")).toEqual({ path: "$.info", line: 3, column: 3 });
    expect(placeOf("paths-empty")).toEqual({ path: "$.paths", line: 7, column: 3 });
    expect(placeOf("host-required")).toEqual({ path: "$", line: 1, column: 1 });
  });

  test("is the line and column of a YAML text, also through anchors", () => {
    const findings = findingsIn({
      definition: [
        "swagger: '2.0'",
        "info: {title: A, version: '1', description: Looks after machines of all kinds.}",
        "paths:",
        "  /a:",
        "    get: &get",
        "      operationId: getA",
        "      responses: {'200': {description: A}}",
        "  /b:",
        "    get: *get",
      ].join("\n"),
    });
    const places = findings
      .filter(({ rule }) => rule === "operation-id-case" || rule === "operation-id-unique")
      .map(({ rule, line, column }) => [rule, line, column]);
    expect(places).toEqual([
      ["operation-id-case", 6, 7],
      ["operation-id-case", 6, 7],
      ["operation-id-unique", 6, 7],
    ]);
  });

  test("is that of the text that a value will be written as", () => {
    const definition = { ...structuredClone(cleanDefinition), host: "https://care.example" };
    const [finding] = findingsIn({ definition });
    const lines = JSON.stringify(definition, null, 2).split("\n");
    expect(finding?.rule).toBe("host-invalid");
    expect(lines[finding!.line - 1]).toContain('"host": "https://care.example"');
  });

  test("is that of a file whose bytes are counted as it will be written", () => {
    const definition = { "x-pad": "x".repeat(1_048_576) };
    const findings = findingsIn({ definition });
    const bytes = Buffer.byteLength(JSON.stringify(definition, null, 2));
    const found = findingOf(findings, "definition-bytes");
    expect(found).toMatchObject({ path: "$", line: 1 });
    expect(found.message).toContain(`has ${bytes} bytes.`);
  });

  test("is that of what has no such property, and counts the items of lists", () => {
    const definition = {
      ...cleanDefinition,
      tags: [{ name: "a" }, {}],
      "x-ms-connector-metadata": [{ propertyName: "Website" }],
    };
    const findings = findingsIn({ definition }, { variant: "certify" });
    const pathOf = (rule: string) => findingOf(findings, rule).path;
    expect(pathOf("metadata-url")).toBe("$['x-ms-connector-metadata'][0]");
    expect(findings.map(({ path }) => path)).toContain("$.tags[1]");
  });

  test("is reported once, however many operations lead there", () => {
    const schema = { $ref: "#/definitions/Shared" };
    const operation = (operationId: string) => ({
      operationId,
      parameters: [{ name: "body", in: "body", schema }],
      responses: {},
    });
    const definition = {
      ...cleanDefinition,
      paths: { "/a": { post: operation("A") }, "/b": { post: operation("B") } },
      definitions: {
        Shared: { type: "string", "x-ms-dynamic-values": { operationId: "None" } },
      },
    };
    const found = findingsIn({ definition }).filter(({ rule }) => rule === "dynamic-operation");
    expect(found.map(({ path }) => path)).toEqual(["$.definitions.Shared['x-ms-dynamic-values']"]);
  });

  test("distinguishes lists from objects, and quotes what is not a name", () => {
    const { definition = "" } = cleanConnector();
    const text = JSON.stringify(definition).replace('"/status"', '"/it\'s\\u001b[31m?"');
    const paths = findingsIn({ definition: text }).map(({ path }) => path);
    expect(paths).toContain("$.paths['/it\\'s\\\\u001b[31m?']");
  });
});

describe("a document that cannot be read", () => {
  test.each<[string, string, number, number]>([
    ["a JSON text with a comma too many", '{\n  "swagger": "2.0",\n}', 3, 1],
    ["a JSON text that ends early", '{\n  "info": {', 2, 12],
    ["a YAML text with a tab", "swagger: '2.0'\n\tinfo: x", 2, 1],
  ])("%s is a finding with its place", (_name, text, line, column) => {
    const findings = findingsIn({ definition: text });
    const expected = { rule: "source-syntax", severity: "error", line, column };
    expect(findings).toEqual([expect.objectContaining(expected)]);
  });

  test("a byte order mark does no harm", () => {
    expect(findingsIn({ definition: `\ufeff${JSON.stringify(cleanDefinition)}` })).toEqual([]);
  });

  test.each([
    ["JSON", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
    ["JSON that does not end", "[".repeat(200_000)],
    ["YAML", `${"- ".repeat(20_000)}a`],
    ["YAML in brackets", `a: ${"[".repeat(50_000)}${"]".repeat(50_000)}`],
    ["YAML that contains itself", "a: &a\n  b: *a\n"],
  ])("%s of too many levels is one finding", (_name, text) => {
    expect(rulesOf(findingsIn({ definition: text }))).toEqual(["source-too-deep"]);
  });

  test("YAML that multiplies by anchors is one finding", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 9; level += 1) {
      const items = Array.from({ length: 9 }, () => `*a${level - 1}`).join(", ");
      lines.push(`a${level}: &a${level} [${items}]`);
    }
    expect(rulesOf(findingsIn({ definition: lines.join("\n") }))).toEqual(["source-syntax"]);
  });

  test.each(["", "[]", "1", "null", '"text"', "swagger"])("%s is not a definition", (text) => {
    const findings = findingsIn({ definition: text, properties: text, settings: text });
    const found = findings.filter(({ severity }) => severity === "error").map(({ file }) => file);
    expect(found).toEqual(["apiDefinition.swagger.json", "apiProperties.json", "settings.json"]);
  });
});
