import { join } from "node:path";
import { foldersApp, make, temporaryFolder } from "../../support/functionApps";

const folder = temporaryFolder();
const app = foldersApp(join(folder, "app"), { Ping: "get ping anonymous" });

/** Far more nodes than characters. */
const ALIAS_BOMB = `a: &a [1]\nb: &b [${"*a,".repeat(99)}]\nc: [${"*b,".repeat(99)}]`;

describe("a merge", () => {
  test.each(
    [
      [
        "a.json",
        "{",
        "a.json, line 1, column 2: The text is not valid JSON: close brace expected.",
      ],
      [
        "a.json",
        '{\n  "swagger" "2.0"}',
        "line 2, column 13: The text is not valid JSON: colon expected.",
      ],
      [
        "a.json",
        '{"swagger": "2.0", // x\n}',
        "line 1, column 20: The text is not valid JSON: invalid comment token.",
      ],
      [
        "a.yaml",
        "swagger: [",
        'a.yaml, line 1, column 11: The text is not valid YAML: "Flow sequence in block collection',
      ],
      [
        "a.yaml",
        "a: 1\na: 2",
        'line 2, column 1: The text is not valid YAML: "Map keys must be unique',
      ],
      ["a.yaml", "--- 1\n--- 2", "The text is more than one YAML document."],
      ["a.yaml", "", "a.yaml is not an object. Expected a definition."],
      ["a.yaml", "- ".repeat(1_000), "a.yaml, line 1, column 1: The document has more than 200"],
      ["a.yaml", "text", "a.yaml is not an object. Expected a definition."],
      ["a.yaml", "swagger: 2.0", 'expected swagger "2.0", found 2.'],
      ["a.yaml", "openapi: 3.0.1", 'expected swagger "2.0", found openapi "3.0.1".'],
      ["a.yaml", 'swagger: "2.0"\npaths: []', "a.yaml: paths is not an object."],
      ["a", '{"swagger": "2.0", "paths": 7}', "a: paths is not an object."],
      ["a", 'swagger: "2.0"\npaths: 7', "a: paths is not an object."],
      [
        "a.yaml",
        ALIAS_BOMB,
        'a.yaml, line 1, column 1: The text is not valid YAML: "Excessive alias count',
      ],
    ].map(([name = "", text = "", message = ""]) => [name, message, text] as const),
  )("refuses %s: %s", async (name, message, text) => {
    await expect(make(app, { into: { name, text } })).rejects.toThrow(message);
  });
});
