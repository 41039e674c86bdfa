import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDefinition } from "../../../toolkit/document/readDefinition";

describe("the reading of definitions", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "connector-diff-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): string {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  }

  test("takes YAML as it takes JSON", async () => {
    const yaml =
      'swagger: "2.0"\ninfo: { title: A }\npaths:\n  /a: { get: { responses: { 200: {} } } }';
    const json = JSON.stringify({
      swagger: "2.0",
      info: { title: "A" },
      paths: { "/a": { get: { responses: { "200": {} } } } },
    });
    const read = await readDefinition(write("a.yaml", yaml));
    expect(read).toEqual(await readDefinition(write("a.json", json)));
  });

  test.each([
    ["swagger: '2.0'\n  info: 1\n", /a\.yaml, line 2, column 1: The text is not valid YAML: /],
    ['{"swagger": "2.0"', /a\.yaml, line 1, column \d+: The text is not valid YAML: /],
    ['{"openapi": "3.0.1"}', /a\.yaml is not a Swagger 2.0 definition: swagger is missing\. /],
    [
      '{"swagger":"2.0","info":{"title":"A"},"paths":{"/a":{"get":{"parameters":{}}}}}',
      /paths\.\/a\.get\.parameters is Object, expected Array\./,
    ],
    ["just text", /a\.yaml is not a Swagger 2.0 definition: it is "just text"/],
  ])("says where %j is malformed", async (text, message) => {
    await expect(readDefinition(write("a.yaml", text))).rejects.toThrow(message);
  });

  test("is refused where it is not UTF-8, from a file and from an address", async () => {
    const latin = Buffer.from('{"swagger":"2.0","info":{"title":"Für"},"paths":{}}', "latin1");
    const file = join(folder, "latin.json");
    writeFileSync(file, latin);
    await expect(readDefinition(file)).rejects.toThrow(`${file} is not UTF-8; save it as UTF-8.`);
    const server = createServer((_request, response) => response.end(latin));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(readDefinition(address)).rejects.toThrow(`${address} is not UTF-8`);
    server.closeAllConnections();
    server.close();
  });

  test("says that there is no such file", async () => {
    await expect(readDefinition(join(folder, "none.json"))).rejects.toThrow(
      /^Cannot read .*none\.json \(ENOENT\)\. Name a Swagger 2\.0 definition/,
    );
  });
});
