import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Names } from "./names";

/** Texts by their path from the project's folder, with forward slashes. */
export type TextFiles = Readonly<Record<string, string>>;

const STARTER_FOLDER = "connector/init/starter";
/** Runs here as a test of the starter, and in a new project as the test of its operation. */
const STARTER_TEST = "test/connector/init/sayHello.test.ts";

/**
 * The sources of a new connector and its test: those of the starter under the new names.
 *
 * @param projectFolder where package.json is
 * @param color the connector's brand colour, `#rrggbb`
 */
export function starterFiles(projectFolder: string, names: Names, color: string): TextFiles {
  return Object.fromEntries(
    starterPaths(projectFolder).map((path) => {
      const text = readFileSync(join(projectFolder, path), "utf8");
      return [movedPath(path, names), renamed(withMovedImports(text, path, names), names, color)];
    }),
  );
}

/** Every word of the starter's code: none of them can name the connector as well. */
export function starterWords(projectFolder: string): ReadonlySet<string> {
  const texts = starterPaths(projectFolder).map((path) =>
    readFileSync(join(projectFolder, path), "utf8"),
  );
  return new Set(texts.join("\n").match(/\b[A-Za-z_]\w*\b/g));
}

function starterPaths(projectFolder: string): string[] {
  const sources = readdirSync(join(projectFolder, STARTER_FOLDER), { recursive: true })
    .map((path) => `${STARTER_FOLDER}/${path.toString().replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts"));
  return [...sources, STARTER_TEST];
}

/** Where a file of the starter goes; any other path stays. */
function movedPath(path: string, { identifier }: Names): string {
  if (path === STARTER_TEST) return `test/${identifier}/${posix.basename(path)}`;
  if (!path.startsWith(`${STARTER_FOLDER}/`)) return path;
  const name = path.slice(STARTER_FOLDER.length + 1).replace(/^starter(?=\.|$)/, identifier);
  return `function/${identifier}/${name}`;
}

function withMovedImports(text: string, path: string, names: Names): string {
  const folder = posix.dirname(movedPath(path, names));
  return text.replaceAll(/(?<= from ")\.[^"]+/g, (specifier) => {
    const target = movedPath(posix.join(posix.dirname(path), specifier), names);
    const relative = posix.relative(folder, target);
    return relative.startsWith(".") ? relative : `./${relative}`;
  });
}

function renamed(text: string, names: Names, color: string): string {
  return text
    .replaceAll("Starter Title", names.title)
    .replaceAll("StarterSolution", names.solution)
    .replaceAll("starterprefix", names.prefix)
    .replaceAll("#123456", color)
    .replaceAll(/\bstarter\b/g, names.identifier);
}
