import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PostmanValidator } from "@har-sdk/validator";
import * as sdk from "postman-collection";
import * as v from "valibot";
import { thisConnector } from "../../function/thisConnector";
import { definition } from "../../connector/definition/definition";
import { asSwaggerDocument, type SwaggerDocument } from "../../toolkit/document/swaggerDocument";
import { collectionOf } from "../../toolkit/postman/collection";
import type { Collection, RequestItem } from "../../toolkit/postman/collectionTypes";
import { importCollectionOf } from "../../toolkit/postman/importCollection";
import { verdictOf } from "../../function/turbineRepair/repair/verdict";
import { runConnector } from "../support/connectorCommand";

function documentOf(value: unknown): SwaggerDocument {
  return asSwaggerDocument(JSON.parse(JSON.stringify(value)), "the sample");
}

/** Parameters in every place, every way to authenticate, and every kind of operation. */
const SAMPLE = documentOf({
  swagger: "2.0",
  info: { title: "Wind Farm", version: "1", description: "About wind farms." },
  host: "farm.example:8443",
  basePath: "/v1/",
  schemes: ["https"],
  consumes: ["application/json"],
  produces: ["application/json"],
  securityDefinitions: {
    query: { type: "apiKey", in: "query", name: "code" },
    header: { type: "apiKey", in: "header", name: "x-functions-key" },
    basic: { type: "basic" },
    oauth2: {
      type: "oauth2",
      flow: "accessCode",
      authorizationUrl: "https://login.example/authorize",
      tokenUrl: "https://login.example/token",
      scopes: { read: "Reads." },
    },
  },
  security: [{ header: [] }],
  parameters: {
    farm: { name: "farm", in: "path", required: true, type: "string", "x-example": "north sea" },
  },
  paths: {
    "/farms/{farm}/turbines/{id}.json": {
      parameters: [{ $ref: "#/parameters/farm" }],
      get: {
        operationId: "ListReadings",
        summary: "List readings",
        description: "Lists readings.",
        parameters: [
          { name: "id", in: "path", required: true, type: "integer", default: 7 },
          { name: "since", in: "query", required: true, type: "string" },
          {
            name: "kinds",
            in: "query",
            required: true,
            type: "array",
            items: { type: "string" },
            default: ["a", "b"],
            collectionFormat: "multi",
          },
          {
            name: "sites",
            in: "query",
            required: true,
            type: "array",
            items: { type: "string" },
            default: ["a", "b"],
            collectionFormat: "pipes",
          },
          { name: "top", in: "query", type: "integer", description: "How many.", "x-example": 3 },
          { name: "triggerState", in: "query", type: "string", "x-ms-visibility": "internal" },
          {
            name: "api-version",
            in: "query",
            required: true,
            type: "string",
            default: "2",
            "x-ms-visibility": "internal",
          },
          { name: "Trace", in: "header", required: true, type: "string", "x-ms-test-value": "t-1" },
        ],
        responses: {
          "200": {
            description: "Readings.",
            schema: { type: "array", items: { $ref: "#/definitions/Reading" } },
          },
          default: { description: "A problem." },
        },
      },
    },
    "/files": {
      post: {
        operationId: "SendFile",
        security: [{ basic: [] }],
        consumes: ["multipart/form-data"],
        parameters: [
          { name: "label", in: "formData", required: true, type: "string", "x-example": "one" },
          { name: "content", in: "formData", required: true, type: "file", "x-example": "f" },
        ],
        responses: { "204": { description: "Sent." } },
      },
      put: {
        operationId: "SendForm",
        security: [{ query: [] }],
        consumes: ["application/x-www-form-urlencoded"],
        parameters: [
          { name: "label", in: "formData", required: true, type: "string", "x-example": "a b" },
        ],
        responses: {
          "200": { description: "Sent.", examples: { "application/json": { sent: true } } },
        },
      },
    },
    "/orders": {
      post: {
        operationId: "Order",
        security: [{ oauth2: ["read"] }],
        parameters: [
          { name: "body", in: "body", required: true, schema: { $ref: "#/definitions/Order" } },
        ],
        responses: { "201": { description: "Ordered.", schema: { $ref: "#/definitions/Order" } } },
      },
    },
    "/hooks/{id}": {
      delete: {
        operationId: "DeleteHook",
        "x-ms-visibility": "internal",
        security: [],
        parameters: [
          { name: "id", in: "path", required: true, type: "string" },
          { name: "signature", in: "query", required: true, type: "string" },
        ],
        responses: { "200": { description: "Deleted." } },
      },
    },
    "/events": {
      get: {
        operationId: "WhenEvent",
        "x-ms-trigger": "batch",
        responses: { "200": { description: "Events." }, "202": { description: "None." } },
      },
    },
  },
  definitions: {
    Reading: {
      type: "object",
      properties: {
        at: { type: "string", format: "date-time" },
        power: { type: "number", minimum: 2 },
        next: { $ref: "#/definitions/Reading" },
      },
    },
    Order: {
      type: "object",
      required: ["part", "kind", "customer", "secret"],
      properties: {
        part: { type: "string", example: "gear" },
        kind: { type: "string", enum: ["new", "used"] },
        customer: { type: "string" },
        secret: { type: "string", "x-ms-visibility": "internal", default: "s" },
        note: { type: "string" },
        count: { type: "integer", example: 2 },
        hidden: { type: "string", example: "h", "x-ms-visibility": "internal" },
        id: { type: "string", readOnly: true, example: "o-1" },
      },
    },
  },
});

const LIVE = documentOf(definition({ connector: thisConnector }));

/** The requests of a collection, by name, in folders or not. */
function requestsOf({ item }: Collection): ReadonlyMap<string, RequestItem> {
  const items = item.flatMap((each) => ("item" in each ? each.item : [each]));
  return new Map(items.map((each) => [each.name, each]));
}

function requestNamed(collection: Collection, name: string): RequestItem {
  const found = requestsOf(collection).get(name);
  if (!found) throw new Error(`no request ${name} in ${[...requestsOf(collection).keys()].join()}`);
  return found;
}

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/**
 * Sends a request of a collection as Postman does, by Postman's own model of collections, with values
 * for its variables, to an API on this machine.
 */
async function send(
  collection: Collection,
  name: string,
  variables: Readonly<Record<string, string>> = {},
  answer: (received: Received) => Promise<string> = () => Promise.resolve(""),
): Promise<{ received: Received; answered: string }> {
  let received: Received | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      received = { method, url, headers, body: Buffer.concat(chunks).toString() };
      answer(received).then(
        (text) => response.end(text),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const baseUrl = `http://127.0.0.1:${port}`;
    const { url, ...init } = resolved(collection, name, { baseUrl, ...variables });
    const answered = await (await fetch(url, init)).text();
    if (!received) throw new Error("nothing was received");
    return { received, answered };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A request with its variables filled in and its authentication added. */
function resolved(
  collection: Collection,
  name: string,
  values: Readonly<Record<string, string>>,
): { url: string; method: string; headers: [string, string][]; body: string | null } {
  const model = new sdk.Collection(collection);
  const own = Object.entries(values).map(([key, value]) => ({ key, value }));
  const scope = new sdk.VariableScope(own, [model.variables]);
  const item = model.oneDeep(name);
  if (!sdk.Item.isItem(item)) throw new Error(`no request ${name}`);
  const fill = (text: string) => scope.replaceIn(text);
  const { request } = item;
  const settings = request.auth?.parameters().all() ?? [];
  const auth = new Map(settings.map(({ key, value }) => [key, fill(value)]));
  const credential: [string, string] = [auth.get("key") ?? "", auth.get("value") ?? ""];
  const type = request.auth?.type;
  const path = request.url.getPathWithQuery();
  const inPath = path.replaceAll(/:(\w+)/g, (_match, variable: string) =>
    encodeURIComponent(fill(request.url.variables.get(variable) ?? "")),
  );
  const url = new URL(fill(`{{baseUrl}}${inPath}`));
  for (const parameter of request.url.query.all()) {
    if (parameter.disabled) url.searchParams.delete(parameter.key);
  }
  if (type === "apikey" && auth.get("in") === "query") url.searchParams.append(...credential);
  const headers = request.headers
    .all()
    .filter(({ disabled }) => !disabled)
    .map((header): [string, string] => [header.key, fill(header.value)]);
  if (type === "apikey" && auth.get("in") === "header") headers.push(credential);
  if (type === "basic") {
    const credentials = Buffer.from(`${auth.get("username")}:${auth.get("password")}`);
    headers.push(["Authorization", `Basic ${credentials.toString("base64")}`]);
  }
  if (type === "oauth2") headers.push(["Authorization", `Bearer ${auth.get("accessToken")}`]);
  const body = request.body?.isEmpty() === false ? fill(request.body.toString()) : null;
  return { url: url.href, method: request.method, headers, body };
}

/** What format v1.0.0 asks of a collection (schema.postman.com), for what is made here. */
const entryV1 = v.object({
  key: v.string(),
  value: v.string(),
  description: v.optional(v.string()),
});
const collectionV1 = v.strictObject({
  id: v.string(),
  name: v.string(),
  description: v.optional(v.string()),
  order: v.array(v.string()),
  folders_order: v.pipe(v.array(v.string()), v.length(0)),
  folders: v.pipe(v.array(v.unknown()), v.length(0)),
  requests: v.array(
    v.strictObject({
      id: v.string(),
      name: v.string(),
      collectionId: v.string(),
      method: v.picklist(["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS"]),
      url: v.pipe(v.string(), v.startsWith("https://")),
      headers: v.string(),
      headerData: v.array(entryV1),
      queryParams: v.array(entryV1),
      pathVariables: v.optional(v.record(v.string(), v.string())),
      pathVariableData: v.array(entryV1),
      description: v.optional(v.string()),
      dataMode: v.optional(v.picklist(["raw", "urlencoded", "params"])),
      dataOptions: v.optional(v.object({})),
      data: v.optional(v.array(entryV1)),
      rawModeData: v.optional(v.string()),
      responses_order: v.optional(v.array(v.string())),
      responses: v.pipe(
        v.array(
          v.strictObject({
            id: v.string(),
            name: v.string(),
            request: v.string(),
            status: v.string(),
            responseCode: v.object({ code: v.number(), name: v.string(), detail: v.string() }),
            headers: v.array(entryV1),
            cookies: v.pipe(v.array(v.unknown()), v.length(0)),
            text: v.string(),
            rawDataType: v.string(),
          }),
        ),
        v.maxLength(1),
      ),
    }),
  ),
});

describe("the collection to call an API with", () => {
  test.each([
    ["the connector's", LIVE],
    ["the sample's", SAMPLE],
  ])("is valid by Postman's schema: %s", async (_whose, document) => {
    const collection = collectionOf(document);
    const validator = new PostmanValidator();
    expect(await validator.verify(collection as never)).toEqual([]);
    const wrong = { ...collection, item: [{ name: "x", request: { header: 1 } }] };
    expect(await validator.verify(wrong as never)).not.toEqual([]);
  });

  test("asks the seed's question and gets its answer", async () => {
    const { received, answered } = await send(
      collectionOf(LIVE),
      "Calculates costs",
      { apiKey: "k3y" },
      ({ body }) => Promise.resolve(JSON.stringify(verdictOf(JSON.parse(body)))),
    );
    expect(received).toMatchObject({
      method: "POST",
      url: "/api/TurbineRepair?code=k3y",
      headers: { "content-type": "application/json", accept: "application/json" },
    });
    expect(answered).toBe('{"message":"Yes","revenueOpportunity":"$7200","costToFix":"$1600"}');
  });

  test("has a request for each operation of the connector, the API's address and no secret", () => {
    const collection = collectionOf(LIVE);
    const summaries = Object.values(LIVE.paths).flatMap(({ get, post, delete: deletion }) =>
      [get, post, deletion].flatMap((operation) => operation?.summary ?? []),
    );
    expect([...requestsOf(collection).keys()].toSorted()).toEqual(summaries.toSorted());
    const [baseUrl, ...others] = collection.variable ?? [];
    expect(baseUrl).toMatchObject({ key: "baseUrl", value: "https://your-function-app.example" });
    expect(others.map(({ key }) => key)).toContain("apiKey");
    expect(others.every(({ value }) => value === "")).toBe(true);
  });

  test("fills in parameters in every place", async () => {
    const collection = collectionOf(SAMPLE);
    const { received } = await send(collection, "List readings", {
      since: "2026-01-01",
      apiKey: "k",
    });
    expect(received).toMatchObject({
      method: "GET",
      url: "/farms/north%20sea/turbines/7.json?since=2026-01-01&kinds=a&kinds=b&sites=a%7Cb&api-version=2",
      headers: { trace: "t-1", "x-functions-key": "k" },
      body: "",
    });
  });

  test("shows what may be left out without sending it, and hides what makers do not see", () => {
    const { query } = requestNamed(collectionOf(SAMPLE), "List readings").request.url;
    expect(query).toContainEqual({
      key: "top",
      value: "3",
      description: "How many.",
      disabled: true,
    });
    expect(query?.map(({ key }) => key)).not.toContain("triggerState");
  });

  test("authenticates by what each operation requires", async () => {
    const collection = collectionOf(SAMPLE);
    const basic = requestNamed(collection, "SendFile").request.auth;
    expect(basic).toEqual({
      type: "basic",
      basic: [
        { key: "username", value: "{{username}}", type: "string" },
        { key: "password", value: "{{password}}", type: "string" },
      ],
    });
    const form = await send(collection, "SendForm", { apiKey: "k" });
    expect(form.received).toMatchObject({ url: "/files?code=k" });
    const token = await send(collection, "Order", { accessToken: "t", customer: "c" });
    expect(token.received.headers["authorization"]).toBe("Bearer t");
    const signed = await send(collection, "DeleteHook", { id: "h 1", signature: "s", apiKey: "k" });
    expect(signed.received).toMatchObject({ method: "DELETE", url: "/hooks/h%201?signature=s" });
    expect(signed.received.headers).not.toHaveProperty("x-functions-key");
    expect(
      collection.variable
        ?.map(({ key }) => key)
        .toSorted()
        .join(" "),
    ).toBe(
      "accessToken apiKey baseUrl clientId clientSecret customer id password signature since username",
    );
  });

  test("sends, of a body, what must be there and what has an example", async () => {
    const { received } = await send(collectionOf(SAMPLE), "Order", { customer: "Ann" });
    expect(JSON.parse(received.body)).toEqual({
      part: "gear",
      kind: "new",
      customer: "Ann",
      secret: "s",
      count: 2,
    });
  });

  test("sends forms, with files or without", async () => {
    const collection = collectionOf(SAMPLE);
    expect(requestNamed(collection, "SendFile").request).toMatchObject({
      header: [{ key: "Accept", value: "application/json" }],
      body: {
        mode: "formdata",
        formdata: [
          { key: "label", value: "one", type: "text" },
          { key: "content", value: "f", type: "file" },
        ],
      },
    });
    const { received } = await send(collection, "SendForm");
    expect(new URLSearchParams(received.body).get("label")).toBe("a b");
  });

  test("has an example of each status, from the definition or from types", () => {
    const collection = collectionOf(SAMPLE);
    const examplesOf = (name: string) =>
      requestNamed(collection, name).response.map(({ code, status, body }) => ({
        code,
        status,
        body,
      }));
    expect(examplesOf("SendForm")).toEqual([
      { code: 200, status: "OK", body: '{\n  "sent": true\n}' },
    ]);
    expect(examplesOf("SendFile")).toEqual([{ code: 204, status: "No Content", body: "" }]);
    const [reading] = examplesOf("List readings");
    expect(JSON.parse(reading?.body ?? "")).toEqual([
      { at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), power: 2, next: {} },
    ]);
    const [order] = requestNamed(collection, "Order").response;
    expect(JSON.parse(order?.body ?? "")).toMatchObject({ id: "o-1", hidden: "h" });
    expect(order?.originalRequest).not.toHaveProperty("auth");
  });

  test("puts actions, triggers and what is internal in folders, where there are several kinds", () => {
    const names = collectionOf(SAMPLE).item.map(({ name }) => name);
    expect(names).toEqual(["Actions", "Triggers", "Internal"]);
    const { "/files": files = {} } = SAMPLE.paths;
    const plain = collectionOf({ ...SAMPLE, paths: { "/files": files } });
    expect(plain.item.map(({ name }) => name)).toEqual(["SendFile", "SendForm"].toReversed());
  });

  test("refuses a security that the definition lacks", () => {
    const document = { ...SAMPLE, securityDefinitions: {} };
    expect(() => collectionOf(document)).toThrow(
      'The operation ListReadings requires the security "header", which is not in securityDefinitions.',
    );
  });
});

describe("the collection to import into Power Platform", () => {
  test.each([
    ["the connector's", LIVE],
    ["the sample's", SAMPLE],
  ])("has the form of version 1: %s", async (_whose, document) => {
    const { collection } = await importCollectionOf(document);
    const written: unknown = JSON.parse(JSON.stringify(collection));
    expect(v.safeParse(collectionV1, written).issues).toBeUndefined();
    const ids = collection.requests.map(({ id }) => id);
    expect(collection.order).toEqual(ids);
    expect(collection.requests.every(({ collectionId }) => collectionId === collection.id)).toBe(
      true,
    );
    const referred = collection.requests.flatMap(({ id, responses = [] }) =>
      responses.map(({ request }) => request === id),
    );
    expect(referred).not.toContain(false);
  });

  test("is made as Microsoft's documentation asks", async () => {
    const { collection } = await importCollectionOf(LIVE);
    const [request] = collection.requests;
    expect(request).toMatchObject({
      // The connector takes its operation's name from it.
      name: "CalculateCosts",
      description: "Determines if a technician should be sent for repair.",
      // It takes its host from it, so there is no variable in it, nor a key.
      url: "https://your-function-app.example/api/TurbineRepair",
      headers: "",
      dataMode: "raw",
    });
    expect(JSON.parse(String(request?.["rawModeData"]))).toEqual({ hours: 6, capacity: 2500 });
    expect(request?.responses?.map(({ responseCode }) => responseCode)).toEqual([
      { code: 200, name: "OK", detail: "" },
    ]);
    expect(JSON.stringify(collection)).not.toMatch(/\{\{|apikey|"auth"/i);
  });

  test("has every input that makers see, with a value", async () => {
    const { collection } = await importCollectionOf(SAMPLE);
    const byName = new Map(collection.requests.map((request) => [request.name, request]));
    expect(byName.get("ListReadings")).toMatchObject({
      url: "https://farm.example:8443/v1/farms/:farm/turbines/7.json?since=string&kinds=a&kinds=b&sites=a|b&top=3",
      headers: "Trace: t-1",
      pathVariables: { farm: "north sea" },
    });
    const order = JSON.parse(String(byName.get("Order")?.["rawModeData"]));
    expect(order).toMatchObject({ customer: "string", note: "string" });
    expect(order).not.toHaveProperty("hidden");
  });

  test("leaves out and names what would become an action and is none", async () => {
    const { collection, skipped } = await importCollectionOf(SAMPLE);
    expect(collection.requests.map(({ name }) => name)).not.toContain("WhenEvent");
    expect(skipped).toEqual([
      {
        operation: "DeleteHook",
        message: "It is internal, and Power Platform would show it to makers as an action.",
      },
      {
        operation: "WhenEvent",
        message: "It is a trigger, and Power Platform would make an action of it.",
      },
    ]);
  });
});

const postman = (...args: string[]) => runConnector(["postman", ...args]);

describe("connector postman", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "connector-postman-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each(["2.1", "1"])("prints the same bytes each time, in version %s", async (version) => {
    const args = ["--version", version, "--host", "farm.azurewebsites.net"];
    const [once, again] = [await postman(...args), await postman(...args)];
    expect(once).toMatchObject({ status: 0 });
    expect(JSON.stringify(JSON.parse(once.stdout), null, 2)).toBe(once.stdout.trimEnd());
    expect(once.stdout).toContain("https://farm.azurewebsites.net");
    expect(again).toEqual(once);
  });

  test("writes a file, and tells what it wrote as JSON", async () => {
    const out = join(folder, "collection.json");
    const { status, stdout, stderr } = await postman("--version", "1", "--out", out, "--json");
    const { skipped } = await importCollectionOf(LIVE);
    expect({ status, told: JSON.parse(stdout) }).toEqual({
      status: 0,
      told: { file: out, version: "1", skipped },
    });
    expect(stderr).toBe(
      skipped.map(({ operation, message }) => `Skipped: ${operation}: ${message}\n`).join(""),
    );
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(
      (await importCollectionOf(LIVE)).collection,
    );
  });

  test("says that version 1 has no authentication, where some is asked for", async () => {
    const auth = ["--auth", "basic", "--api-key-location", "header"];
    const [import1, call] = await Promise.all([
      postman("--version", "1", ...auth),
      postman(...auth),
    ]);
    expect(import1).toMatchObject({ status: 0 });
    expect(import1.stderr).toContain(
      "Ignored: --auth, --api-key-location. Power Platform reads no authentication",
    );
    expect(call).toMatchObject({ status: 0, stderr: "" });
  });

  test("writes nothing when it cannot, and says why", async () => {
    const out = join(folder, "none", "collection.json");
    expect(await postman("--out", out)).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/^error: Cannot write .*collection\.json \(ENOENT\)\./),
    });
    expect(await postman("--host", "http://x/y", "--out", join(folder, "c.json"))).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^error: The host "http:\/\/x\/y" is not a host name\./),
    });
    expect(await postman("--version", "2", "--out", join(folder, "c.json"))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("Allowed choices are 2.1, 1."),
    });
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});
