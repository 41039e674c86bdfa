import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replaceFolder } from "../../../toolkit/files/replaceFolder";

const folder = mkdtempSync(join(tmpdir(), "replaced-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("an earlier folder stays as it was when a file cannot be written", () => {
  const out = join(folder, "kept");
  replaceFolder(out, { "a.json": "first" });
  expect(() => {
    replaceFolder(out, { "a.json": "second", "no/such/folder": "" });
  }).toThrow("(ENOENT)");
  expect(readdirSync(out)).toEqual(["a.json"]);
  expect(readFileSync(join(out, "a.json"), "utf8")).toBe("first");
  expect(readdirSync(folder).filter((name) => name.startsWith("kept"))).toEqual(["kept"]);
});

test("the folders above a new one are made", () => {
  const out = join(folder, "some", "way", "down");
  replaceFolder(out, { "a.json": "first" });
  expect(readdirSync(out)).toEqual(["a.json"]);
});
