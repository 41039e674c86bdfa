import { join } from "node:path";
import { OASValidator } from "@har-sdk/validator";
import { parse as parseYaml } from "yaml";
import { APPS, appOf, make, operationsOf, temporaryFolder } from "../../support/functionApps";

const folder = temporaryFolder();

describe("the template", () => {
  test("has the form of the portal's, with what certification and imports refuse made better", async () => {
    const app = appOf(join(folder, "portal"), {
      "host.json": '{"version":"2.0"}',
      "SendOrder/function.json":
        '{"bindings":[{"type":"httpTrigger","name":"req","methods":["post"]}]}',
    });
    const { text } = await make(app, {
      format: "yaml",
      host: "function-demo-items.azurewebsites.net",
    });
    expect(text).toBe(`swagger: '2.0'
info:
  title: function-demo-items
  version: 1.0.0
  description: Replace with what these operations do for people, in 30 to 500 characters.
host: function-demo-items.azurewebsites.net
basePath: /
schemes:
  - https
paths:
  /api/SendOrder:
    post:
      operationId: SendOrder
      summary: Send order
      produces: []
      consumes: []
      parameters: []
      description: Replace with a sentence that says what the operation does.
      responses:
        '200':
          description: Success operation
      security:
        - apikeyQuery: []
definitions: {}
securityDefinitions:
  apikeyQuery:
    type: apiKey
    name: code
    in: query
`);
  });

  test("is the same document as JSON", async () => {
    const app = join(APPS, "modules");
    const json = await make(app, { format: "json", host: "a.example", scheme: "http" });
    const yaml = await make(app, { format: "yaml", host: "a.example", scheme: "http" });
    expect(JSON.parse(json.text)).toEqual(parseYaml(yaml.text));
    expect(json.text).toBe(`${JSON.stringify(json.definition, null, 2)}\n`);
    expect(json.definition).toMatchObject({
      info: { title: "a.example" },
      host: "a.example",
      schemes: ["http"],
    });
  });

  test.each(["items", "modules", "languages", "dotnet"])(
    "of %s is valid Swagger 2.0",
    async (name) => {
      const { text } = await make(join(APPS, name));
      expect(await new OASValidator().verify(JSON.parse(text))).toEqual([]);
    },
  );

  test.each(["items", "modules", "languages", "dotnet"])(
    "of %s has unique operationIds of letters and digits, and declares each path parameter",
    async (name) => {
      const operations = operationsOf((await make(join(APPS, name))).definition);
      const ids = operations.map(({ operationId }) => operationId.toLowerCase());
      expect(new Set(ids).size).toBe(ids.length);
      for (const { operationId, path, parameters } of operations) {
        expect(operationId).toMatch(/^[A-Z][A-Za-z0-9]*$/);
        expect(parameters.map((parameter) => `${parameter.in} {${parameter.name}}`)).toEqual(
          (path.match(/\{\w+\}/g) ?? []).map((parameter) => `path ${parameter}`),
        );
        expect(parameters.every(({ required }) => required)).toBe(true);
      }
    },
  );
});
