import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import * as v from "valibot";
import { definition } from "../../connector/definition/definition";
import { operationIds, operationsOf, operationUrl } from "../../connector/definition/operations";
import type { SwaggerOperation, SwaggerSchema } from "../../connector/definition/swagger";
import { withHost } from "../../connector/definition/withHost";
import type { Connector } from "../../function/contract/connector";
import type { Contract } from "../../function/contract/contract";
import { contract } from "../../function/turbineRepair/calculateCosts/contract";
import { connectorArguments, runConnector } from "../support/connectorCommand";
import { projectFolder } from "../support/projectFolder";
import { thisConnector } from "../../function/thisConnector";
import { type Scheme } from "../../toolkit/document/host";

const { brandColor } = thisConnector.about;

const CONNECTOR = join(projectFolder, "connector");
const COMMITTED = readFileSync(join(CONNECTOR, "apiDefinition.swagger.json"), "utf8");

/** The definition as first published, its sentences ended with a period and https only. */
const PUBLISHED = {
  swagger: "2.0",
  info: { title: "Turbine Repair", version: "1.0.0" },
  basePath: "/",
  schemes: ["https"],
  paths: {
    "/api/TurbineRepair": {
      post: {
        operationId: "CalculateCosts",
        description: "Determines if a technician should be sent for repair.",
        summary: "Calculates costs",
        "x-ms-summary": "Calculates costs",
        "x-ms-visibility": "important",
        produces: ["application/json"],
        consumes: ["application/json"],
        parameters: [
          {
            name: "body",
            in: "body",
            description: "Hours and capacity used to calculate costs.",
            "x-ms-summary": "Hours and capacity",
            "x-ms-visibility": "important",
            required: true,
            schema: {
              type: "object",
              properties: {
                hours: {
                  description: "The amount of effort in hours required to conduct repair.",
                  type: "number",
                  "x-ms-summary": "Hours",
                  "x-ms-visibility": "important",
                },
                capacity: {
                  description: "The max output of a turbine in kilowatts.",
                  type: "number",
                  "x-ms-summary": "Capacity",
                  "x-ms-visibility": "important",
                },
              },
            },
          },
        ],
        responses: {
          "200": {
            description: "Message with cost and revenue numbers.",
            "x-ms-summary": "Message",
            schema: {
              type: "object",
              properties: {
                message: {
                  type: "string",
                  description: "Returns Yes or No depending on calculations.",
                  "x-ms-summary": "Message",
                },
                revenueOpportunity: {
                  type: "string",
                  description: "The revenue opportunity cost.",
                  "x-ms-summary": "RevenueOpportunity",
                },
                costToFix: {
                  type: "string",
                  description: "The cost in $ to fix the turbine.",
                  "x-ms-summary": "CostToFix",
                },
              },
            },
          },
        },
        security: [{ apikeyQuery: [] }],
      },
    },
  },
  definitions: {},
  securityDefinitions: { apikeyQuery: { type: "apiKey", name: "code", in: "query" } },
};

function connectorOf(...contracts: readonly Contract[]): Connector {
  const operations = contracts.map((one) => ({ contract: one, handle: () => ({ status: 200 }) }));
  return { ...thisConnector, operations: operations as unknown as Connector["operations"] };
}

/** The fields of a schema and of the items of its lists, and theirs. */
function fieldsOf(schema: SwaggerSchema): SwaggerSchema[] {
  const fields = Object.values(schema.properties ?? {});
  const items = schema.items ? fieldsOf(schema.items) : [];
  return [...fields, ...fields.flatMap(fieldsOf), ...items];
}

/** The schemas of an operation's bodies and answers. */
function schemasOf({ parameters, responses }: SwaggerOperation): SwaggerSchema[] {
  return [...parameters, ...Object.values(responses)].flatMap((part) =>
    "schema" in part && part.schema ? [part.schema] : [],
  );
}

/** Every schema in a schema, itself included. */
function withInner(schema: SwaggerSchema): SwaggerSchema[] {
  const inner = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.items ? [schema.items] : []),
  ];
  return [schema, ...inner.flatMap(withInner)];
}

describe("the definition", () => {
  test("is the committed document", () => {
    expect(`${JSON.stringify(definition({ connector: thisConnector }), null, 2)}\n`).toBe(
      COMMITTED,
    );
  });

  test("has every part of the definition as first published, its main parts in that order", () => {
    const made = definition({ connector: thisConnector });
    expect(made).toMatchObject(PUBLISHED);
    expect(Object.keys(made)).toEqual([
      "swagger",
      "info",
      "host",
      "basePath",
      "schemes",
      "paths",
      "definitions",
      "securityDefinitions",
      "x-ms-connector-metadata",
      "x-ms-capabilities",
    ]);
    expect(Object.keys(made.paths["/api/TurbineRepair"]?.["post"] ?? {})).toEqual(
      Object.keys(PUBLISHED.paths["/api/TurbineRepair"].post),
    );
  });

  test("says that both numbers are required and not negative", () => {
    const [body] =
      definition({ connector: thisConnector }).paths["/api/TurbineRepair"]?.["post"]?.parameters ??
      [];
    expect(body).toMatchObject({
      schema: {
        required: ["hours", "capacity"],
        properties: { hours: { minimum: 0 }, capacity: { minimum: 0 } },
      },
    });
  });

  test("names a host that can be nobody's", () => {
    expect(definition({ connector: thisConnector }).host).toMatch(/^[a-z-]+\.example$/);
  });

  test("follows the contracts it is made from", () => {
    const open = {
      ...contract,
      operationId: "Open",
      route: "Open",
      access: "signature",
    } as const;
    const made = definition({ connector: connectorOf(contract, open) });
    expect(operationIds(made)).toEqual(["CalculateCosts", "Open"]);
    expect(made.paths["/api/Open"]?.["post"]?.security).toEqual([]);
    expect(made).not.toHaveProperty("x-ms-capabilities");
  });

  test("has no list of required fields where none is required", () => {
    const schema = v.object({ site: v.optional(v.string()) });
    const request = { body: { ...contract.request.body, schema } };
    const made = definition({ connector: connectorOf({ ...contract, request }) });
    expect(made.paths["/api/TurbineRepair"]?.post?.parameters[0]).toHaveProperty("schema", {
      type: "object",
      properties: { site: { type: "string" } },
    });
  });

  test("is refused when a schema has no published form", () => {
    const schema = v.object({ site: v.union([v.string(), v.number()]) });
    const request = { body: { ...contract.request.body, schema } };
    const make = () => definition({ connector: connectorOf({ ...contract, request }) });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(/anyOf[^]*properties\.site/);
  });
});

describe("what certification checks, the definition has", () => {
  const { info, host, schemes, securityDefinitions, ...rest } = definition({
    connector: thisConnector,
  });
  const operations = operationsOf(definition({ connector: thisConnector })).map(
    ({ operation }) => operation,
  );

  test("a title of at most 30 characters that ends with a letter and names no product", () => {
    expect(info.title).toMatch(/^[A-Za-z0-9 ]{2,29}[A-Za-z0-9]$/);
    expect(info.title).not.toMatch(/API|Connector|Copilot|Power/i);
  });

  test("a description of 30 to 500 plain characters without products or links", () => {
    expect(info.description).toMatch(/^[\x20-\x7e]{30,500}$/);
    expect(info.description).toMatch(/\.$/);
    expect(info.description).not.toMatch(/API|Connector|Copilot|Power|Azure|Microsoft|https?:/i);
  });

  test("a contact with a name, a secure link and an e-mail address", () => {
    expect(info.contact.name).not.toBe("");
    expect(info.contact.url).toMatch(/^https:\/\//);
    expect(info.contact.email).toMatch(/^[^@\s]+@[^@\s]+\.[a-z]+$/);
  });

  test("a website, a privacy policy and two categories from Microsoft's list", () => {
    expect(rest["x-ms-connector-metadata"]).toEqual([
      { propertyName: "Website", propertyValue: expect.stringMatching(/^https:\/\//) },
      { propertyName: "Privacy policy", propertyValue: expect.stringMatching(/^https:\/\//) },
      { propertyName: "Categories", propertyValue: "Business Management;Internet of Things" },
    ]);
  });

  test("https only, one kind of key, and a document below 1 MB", () => {
    expect(schemes).toEqual(["https"]);
    expect(COMMITTED).not.toContain("http://");
    expect(Object.keys(securityDefinitions)).toHaveLength(1);
    expect(Buffer.byteLength(COMMITTED)).toBeLessThan(1_000_000);
    expect(host).not.toMatch(/dev|test|staging/i);
  });

  test.each(operations.map((operation) => [operation.operationId, operation] as const))(
    "texts of %s: a short summary, a sentence that says more, a name in PascalCase",
    (operationId, { summary, description }) => {
      expect(operationId).toMatch(/^[A-Z][A-Za-z0-9]+$/);
      expect(summary).toMatch(/^[A-Za-z0-9() ]{1,80}$/);
      expect(description).toMatch(/^[A-Z].+\.$/);
      expect(description).not.toBe(`${summary}.`);
    },
  );

  test.each(operations.map((operation) => [operation.operationId, operation] as const))(
    "a label and a sentence on every parameter and field of %s",
    (_operationId, operation) => {
      const described = [...operation.parameters, ...schemasOf(operation).flatMap(fieldsOf)];
      for (const { description, "x-ms-summary": label } of described) {
        expect(description).toMatch(/^[A-Z].+\.$/);
        expect(label).toMatch(/^[A-Z]/);
      }
    },
  );

  test("labels and sentences were looked for where they are", () => {
    const [costs] = operations as [SwaggerOperation];
    expect(costs.operationId).toBe("CalculateCosts");
    expect([...costs.parameters, ...schemasOf(costs).flatMap(fieldsOf)]).toHaveLength(6);
  });

  test.each(operations.map((operation) => [operation.operationId, operation] as const))(
    "one response with a schema at most in %s, and a default without",
    (_operationId, { responses }) => {
      const { default: fallback, ...others } = responses;
      expect(fallback).toEqual({ description: expect.stringMatching(/^[A-Z].+\.$/) });
      expect(Object.values(others).filter(({ schema }) => schema).length).toBeLessThan(2);
    },
  );

  test("no schema that requires another field than its own", () => {
    for (const schema of operations.flatMap(schemasOf).flatMap(withInner)) {
      const fields = Object.keys(schema.properties ?? {});
      expect(fields).toEqual(expect.arrayContaining([...(schema.required ?? [])]));
    }
  });

  test("a value to choose from that the operation it names gives", () => {
    const drops = operations
      .flatMap((operation) => [...operation.parameters, ...schemasOf(operation).flatMap(withInner)])
      .flatMap((part) => ("x-ms-dynamic-values" in part ? [part] : []));
    expect(drops).toHaveLength(4);
    for (const drop of drops) {
      expect(drop["x-ms-dynamic-values"]).toEqual({
        operationId: "ListTurbines",
        parameters: {},
        "value-collection": "turbines",
        "value-title": "title",
        "value-path": "turbineId",
      });
      expect(drop["x-ms-dynamic-list"]).toEqual({
        operationId: "ListTurbines",
        parameters: {},
        itemsPath: "turbines",
        itemTitlePath: "title",
        itemValuePath: "turbineId",
      });
    }
    const list = operations.find(({ operationId }) => operationId === "ListTurbines");
    expect(list).toMatchObject({
      parameters: [],
      "x-ms-visibility": "internal",
      responses: {
        "200": {
          schema: {
            properties: {
              turbines: { items: { properties: { title: {}, turbineId: {} } } },
            },
          },
        },
      },
    });
  });
});

describe("what triggers and long work need, the definition has", () => {
  const { paths, ...rest } = definition({ connector: thisConnector });
  const polling = { Location: { type: "string" }, "Retry-After": { type: "integer" } };

  test("a polling trigger with its state, where to ask next, and a batch", () => {
    const trigger = paths["/api/inspections"]?.get;
    expect(trigger).toMatchObject({
      operationId: "WhenInspectionRecorded",
      "x-ms-trigger": "batch",
      "x-ms-trigger-hint": expect.stringMatching(/^[A-Z].+\.$/),
      responses: {
        "200": { headers: polling, schema: { type: "array" } },
        "202": { headers: polling },
      },
    });
    expect(trigger?.parameters).toContainEqual(
      expect.objectContaining({
        name: "triggerState",
        in: "query",
        required: false,
        "x-ms-visibility": "internal",
      }),
    );
  });

  test("a webhook trigger with its address, its notices at the path, and what ends it", () => {
    const path = paths["/api/repair-subscriptions"];
    expect(path?.["x-ms-notification-content"]).toMatchObject({
      description: expect.stringMatching(/^[A-Z].+\.$/),
      schema: { type: "object", properties: { noticeId: {}, inspectionId: {}, message: {} } },
    });
    expect(path?.post).toMatchObject({
      operationId: "WhenRepairRecommended",
      "x-ms-trigger": "single",
      responses: { "201": { headers: { Location: { type: "string" } } } },
    });
    expect(path?.post?.parameters).toMatchObject([
      {
        in: "body",
        required: true,
        schema: {
          required: ["callbackUrl"],
          properties: {
            callbackUrl: {
              type: "string",
              "x-ms-notification-url": true,
              "x-ms-visibility": "internal",
            },
          },
        },
      },
    ]);
    expect(paths["/api/repair-subscriptions/{subscriptionId}"]?.delete).toMatchObject({
      "x-ms-visibility": "internal",
      security: [],
      parameters: [
        { name: "subscriptionId", in: "path", required: true, "x-ms-url-encoding": "single" },
        { name: "signature", in: "query", required: true },
      ],
    });
  });

  test("long work that begins with 202 and ends with the schema of its result", () => {
    expect(paths["/api/fleet-assessments"]?.post?.responses).toMatchObject({
      "200": {
        schema: { properties: { verdicts: { type: "array" }, totals: { type: "object" } } },
      },
      "202": { headers: polling },
    });
    expect(paths["/api/fleet-assessments/{assessmentId}"]?.get).toMatchObject({
      "x-ms-visibility": "internal",
      security: [],
    });
  });

  test("a fleet's turbines as they should be sent, though worse ones are taken too", () => {
    expect(paths["/api/fleet-assessments"]?.post?.parameters).toMatchObject([
      {
        schema: {
          properties: {
            turbines: {
              type: "array",
              minItems: 1,
              maxItems: 1000,
              items: {
                type: "object",
                required: ["turbineId", "hours", "capacity"],
                properties: { hours: { type: "number", minimum: 0 } },
              },
            },
          },
        },
      },
    ]);
  });

  test("an operation that tells whether a connection works", () => {
    expect(rest["x-ms-capabilities"]).toEqual({
      testConnection: { operationId: "GetStatus", parameters: {} },
    });
    expect(paths["/api/status"]?.get).toMatchObject({
      operationId: "GetStatus",
      parameters: [],
      "x-ms-visibility": "internal",
    });
  });
});

describe("the live host", () => {
  test.each<[string, Scheme]>([
    ["function-demo-energy.azurewebsites.net", "https"],
    ["127.0.0.1:7071", "http"],
    ["localhost:65535", "http"],
  ])("%s with %s takes the placeholder's place and nothing else's", (host, scheme) => {
    const made = definition({ connector: thisConnector });
    const live = withHost(made, { host, scheme });
    expect(live).toEqual({ ...made, host, schemes: [scheme] });
    expect(made).toEqual(definition({ connector: thisConnector }));
    expect(operationUrl(live, contract)).toBe(`${scheme}://${host}/api/TurbineRepair`);
  });

  test.each([
    "",
    " ",
    "https://a.example",
    "a.example/",
    "a.example/api",
    "user@a.example",
    "a b",
    "a.example:",
    "a.example:0",
    "a.example:65536",
    "-a.example",
    "a..example",
    "a.example.",
    "a.example\n",
  ])("%j is refused", (host) => {
    const fill = () =>
      withHost(definition({ connector: thisConnector }), { host, scheme: "https" });
    expect(fill).toThrow(RangeError);
    expect(fill).toThrow(`The host ${JSON.stringify(host)} is not a host name. Expected name`);
  });

  test("is refused when DNS could not carry it", () => {
    for (const host of [`${"a".repeat(64)}.example`, `${"a.".repeat(124)}example`]) {
      expect(() =>
        withHost(definition({ connector: thisConnector }), { host, scheme: "https" }),
      ).toThrow(RangeError);
    }
    const longest = `${"a.".repeat(123)}example`;
    expect(
      withHost(definition({ connector: thisConnector }), { host: longest, scheme: "https" }).host,
    ).toBe(longest);
  });

  test("is refused with a scheme other than https and http", () => {
    const options = JSON.parse('{ "host": "a.example", "scheme": "ftp" }');
    expect(() => withHost(definition({ connector: thisConnector }), options)).toThrow(
      new RangeError('The scheme "ftp" is not known. Expected https or http.'),
    );
  });

  test("has no URL for an operation that is not there", () => {
    expect(() =>
      operationUrl(definition({ connector: thisConnector }), { operationId: "Repair" }),
    ).toThrow(
      new RangeError(
        'The definition has no operation "Repair". Expected one of: CalculateCosts, ' +
          "RecordInspection, WhenInspectionRecorded, WhenRepairRecommended, " +
          "ListRepairSubscriptions, DeleteRepairSubscription, AssessFleet, GetFleetAssessment, " +
          "ListTurbines, GetStatus.",
      ),
    );
  });

  test("keeps the base path of the definition in an operation's URL", () => {
    const below = { ...definition({ connector: thisConnector }), basePath: "/v1" };
    expect(operationUrl(below, contract)).toBe(
      "https://your-function-app.example/v1/api/TurbineRepair",
    );
  });
});

describe("the command line", () => {
  const directory = mkdtempSync(join(tmpdir(), "connector-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  test("prints the committed document", async () => {
    expect(await runConnector(["definition"])).toEqual({
      status: 0,
      stdout: COMMITTED,
      stderr: "",
    });
  });

  test("writes a document with the live host, whole, over the one that was there", async () => {
    const out = join(directory, "live.json");
    for (const host of ["one.example", "two.example:7071"]) {
      const args = ["definition", "--host", host, "--scheme", "http", "--out", out];
      expect(await runConnector(args)).toEqual({ status: 0, stdout: "", stderr: "" });
      expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(
        withHost(definition({ connector: thisConnector }), { host, scheme: "http" }),
      );
    }
    expect(readdirSync(directory)).toEqual(["live.json"]);
  });

  test("explains itself", async () => {
    expect(await runConnector(["--help"])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Usage: npm run connector -- .*[^]*definition/),
    });
    expect(await runConnector(["definition", "--help"])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/--host <host>[^]*--scheme <scheme>[^]*--out <file>/),
    });
  });

  test.each([
    [["defintion"], "error: unknown command 'defintion'\n"],
    [["definition", "--hots", "a"], "error: unknown option '--hots'\n"],
    [["definition", "--host", "https://a.example"], 'error: The host "https://a.example" is not'],
    [["definition", "--scheme", "ftp"], "error: option '--scheme <scheme>' argument 'ftp' is"],
    [["definition", "--out", join(directory, "none", "a.json")], "error: Cannot write "],
    [["definition", "--out", directory], "(EISDIR)"],
    [["definition", "--out", ""], "option '--out <file>' argument '' is invalid. It is empty."],
    [["postman", "--out", ""], "option '--out <file>' argument '' is invalid. It is empty."],
    [["template", "a", "--out", ""], "option '--out <file>' argument '' is invalid. It is empty."],
    [
      ["template", "a", "--into", ""],
      "option '--into <file>' argument '' is invalid. It is empty.",
    ],
    [["template", ""], "value '' is invalid for argument 'app-dir'. It is empty."],
    [["lint", "a", ""], "value '' is invalid for argument 'path'. It is empty."],
    [["diff", "", "b"], "value '' is invalid for argument 'definitions'. It is empty."],
  ])("refuses %j in one line", async (args, message) => {
    const { status, stdout, stderr } = await runConnector(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("takes paths from where npm was called, for the script connector only", async () => {
    const env = { INIT_CWD: CONNECTOR, npm_lifecycle_event: "connector" };
    const definitions = ["diff", "apiDefinition.swagger.json", "apiDefinition.swagger.json"];
    expect(await runConnector(definitions, undefined, { env })).toMatchObject({ status: 0 });
    const other = { ...env, npm_lifecycle_event: "test" };
    expect(await runConnector(definitions, undefined, { env: other })).toMatchObject({ status: 1 });
  });

  test("says so when the folder that npm was called in is gone", async () => {
    const env = { INIT_CWD: join(directory, "gone"), npm_lifecycle_event: "connector" };
    const { status, stderr } = await runConnector(["definition"], undefined, { env });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: ENOENT[^\n]*gone'\n$/);
  });
});

const write = (out: string) => runConnector(["definition", "--out", out]);

describe("a file that is written", () => {
  const directory = mkdtempSync(join(tmpdir(), "connector-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  test.each(["there", "not there yet"])("is the one that a link names, %s", async (what) => {
    const [file, link] = [join(directory, `${what}.json`), join(directory, `${what} link`)];
    if (what === "there") writeFileSync(file, "old");
    symlinkSync(file, link);
    expect(await write(link)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, "utf8")).toBe(COMMITTED);
  });

  test("keeps its mode", async () => {
    const file = join(directory, "mode.json");
    writeFileSync(file, "old");
    chmodSync(file, 0o640);
    const { mode } = statSync(file);
    expect(await write(file)).toMatchObject({ status: 0 });
    expect(statSync(file).mode).toBe(mode);
    expect(readFileSync(file, "utf8")).toBe(COMMITTED);
  });

  test("is refused when it is read-only, and left as it was", async () => {
    const file = join(directory, "read-only.json");
    writeFileSync(file, "old");
    chmodSync(file, 0o444);
    const { status, stderr } = await write(file);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^error: Cannot write .*read-only\.json \((EACCES|EPERM|it is read-only)\)\. Name a file/,
    );
    expect(readFileSync(file, "utf8")).toBe("old");
    chmodSync(file, 0o644);
  });

  test("may be a pipe, which stays one", async () => {
    // Windows has no pipes with a path among its files.
    if (process.platform === "win32") return;
    const pipe = join(directory, "pipe");
    expect(spawnSync("mkfifo", [pipe])).toMatchObject({ status: 0 });
    const reader = spawn("cat", [pipe]);
    const read = once(reader.stdout, "data");
    try {
      expect(await write(pipe)).toMatchObject({ status: 0 });
      expect(lstatSync(pipe).isFIFO()).toBe(true);
      expect(COMMITTED.startsWith(String(await read))).toBe(true);
    } finally {
      reader.kill();
    }
  });

  test("leaves nothing beside it", () => {
    expect(readdirSync(directory).filter((name) => name.includes("tmp"))).toEqual([]);
  });
});

/** Runs a command whose reader is gone before it prints, or that prints into a file. */
async function runInto(stdout: "pipe" | number, args: readonly string[]) {
  const command = spawn(process.execPath, connectorArguments(args), {
    cwd: projectFolder,
    stdio: ["ignore", stdout, "pipe"],
  });
  command.stdout?.destroy();
  let stderr = "";
  command.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [status] = await once(command, "close");
  return { status, stderr };
}

describe("what is printed", () => {
  test.each([
    [0, ["lint", "--rules"]],
    [0, ["lint", "--help"]],
    // The exit code is that of what was found, read or not.
    [1, ["lint", join(projectFolder, "package.json")]],
  ])("may be read in part: exit code %i of %j, and not a word", async (status, args) => {
    expect(await runInto("pipe", args)).toEqual({ status, stderr: "" });
  });

  test("is missed in one line when the disk is full", async () => {
    // Linux has a disk that is always full.
    if (!existsSync("/dev/full")) return;
    const disk = openSync("/dev/full", "w");
    const ended = await runInto(disk, ["definition"]);
    closeSync(disk);
    expect(ended).toEqual({
      status: 1,
      stderr: "error: Cannot print (ENOSPC). Print to where there is room.\n",
    });
  });
});

describe("the icon", () => {
  const png = readFileSync(join(CONNECTOR, "icon.png"));

  test("is a square, opaque PNG of 100 to 230 pixels and below 20 KB", () => {
    const { widthPixels, heightPixels, colorType } = headerOf(png);
    expect(widthPixels).toBe(192);
    expect(heightPixels).toBe(192);
    // Colour type 2 is RGB without alpha; a tRNS chunk would bring transparency back.
    expect(colorType).toBe(2);
    expect(chunksOf(png).map(({ type }) => type)).not.toContain("tRNS");
    expect(png.length).toBeLessThan(20_000);
  });

  test("shows white on the brand colour, which fills it to the edge", () => {
    expect(brandColor).toMatch(/^#[0-9a-f]{6}$/);
    expect(["#ffffff", "#007ee5"]).not.toContain(brandColor);
    const rows = pixelRowsOf(png);
    const columns = [rows.map((row) => row[0]), rows.map((row) => row.at(-1))];
    const border = [rows[0], rows.at(-1), ...columns].flat();
    expect(border).toHaveLength(4 * 192);
    expect(new Set(border)).toEqual(new Set([brandColor]));
    expect(rows.flat().filter((pixel) => pixel === "#ffffff").length).toBeGreaterThan(1_000);
  });

  test("is drawn in the same colour", () => {
    const svg = readFileSync(join(CONNECTOR, "icon.svg"), "utf8");
    expect(svg).toContain(`<rect width="192" height="192" fill="${brandColor}" />`);
  });
});

function headerOf(png: Buffer) {
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  return {
    widthPixels: png.readUInt32BE(16),
    heightPixels: png.readUInt32BE(20),
    bitDepth: png.readUInt8(24),
    colorType: png.readUInt8(25),
  };
}

function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const chunks = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const type = png.toString("latin1", at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + png.readUInt32BE(at)) });
  }
  return chunks;
}

/** The pixels of an 8-bit RGB PNG, row by row, as "#rrggbb". */
function pixelRowsOf(png: Buffer): string[][] {
  const { widthPixels, heightPixels, bitDepth } = headerOf(png);
  expect(bitDepth).toBe(8);
  const packed = chunksOf(png).flatMap(({ type, data }) => (type === "IDAT" ? [data] : []));
  const raw = inflateSync(Buffer.concat(packed));
  const rowBytes = widthPixels * 3;
  let above = Buffer.alloc(rowBytes);
  return Array.from({ length: heightPixels }, (_row, y) => {
    const start = y * (rowBytes + 1);
    above = unfiltered(raw.readUInt8(start), raw.subarray(start + 1, start + 1 + rowBytes), above);
    const hex = above.toString("hex");
    return Array.from({ length: widthPixels }, (_pixel, x) => `#${hex.slice(x * 6, x * 6 + 6)}`);
  });
}

/** One row of RGB bytes with its filter (PNG specification, section 9) undone. */
function unfiltered(filter: number, row: Buffer, above: Buffer): Buffer<ArrayBuffer> {
  const result = Buffer.from(row);
  for (const [index, value] of row.entries()) {
    const left = index < 3 ? 0 : result.readUInt8(index - 3);
    const up = above.readUInt8(index);
    const upLeft = index < 3 ? 0 : above.readUInt8(index - 3);
    const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter] ?? 0;
    result.writeUInt8((value + predicted) & 0xff, index);
  }
  return result;
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const distance = (near: number) => Math.abs(estimate - near);
  // The sort is stable, and ties go to the first of these as the specification wants.
  const [nearest = left] = [left, up, upLeft].toSorted((a, b) => distance(a) - distance(b));
  return nearest;
}
