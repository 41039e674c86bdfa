import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { mapRooms } from "./support/map";
import { projectFolder } from "./support/projectFolder";

/** What follows a `@default`, to the end of its line or comment. */
const DEFAULTS = /@default\b(.*?)(?:\*\/|$)/gm;

/** A number, a text, true or false, a name in backticks, a constant, or an empty list or object. */
const LITERAL =
  /^(-?\d+(\.\d+)?|"[^"]*"|`("[^"`]*"|[\w.-]+)`|true|false|[A-Z][A-Z\d_]*|\[\]|\{\})$/;

test("each @default is a value, without words", () => {
  const patterns = mapRooms().map(({ folder }) => `${folder}/**/*.ts`);
  const defaults = globSync(patterns, { cwd: projectFolder }).flatMap((file) => {
    const text = readFileSync(join(projectFolder, file), "utf8");
    return [...text.matchAll(DEFAULTS)].map(([, value = ""]) => ({ file, value: value.trim() }));
  });
  expect(defaults.length).toBeGreaterThan(0);
  expect(defaults.filter(({ value }) => !LITERAL.test(value))).toEqual([]);
});
