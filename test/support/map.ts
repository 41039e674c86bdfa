import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { globSync } from "tinyglobby";
import { preProcessFile } from "typescript";
import { projectFolder } from "./projectFolder";

/** What one room may import, as CONTRIBUTING's map has it. */
export interface Room {
  /** Its folder, such as `function`. */
  readonly folder: string;
  readonly imports: readonly AllowedImport[];
}

/** A room, or one file of it, that another room may import. */
export interface AllowedImport {
  readonly target: string;
  /** The one file that may. @default undefined */
  readonly onlyFrom: string | undefined;
}

/** An import that leads from one room to another. */
export interface CrossImport {
  readonly file: string;
  /** Path of the imported file, without its ending. */
  readonly target: string;
}

/** The folder of this project's own connector, which the map calls `function/NAME`. */
export const connectorFolder = `function/${registeredFolder()}`;

/** The rooms of CONTRIBUTING's map, in its order. */
export function mapRooms(): Room[] {
  const contributing = readFileSync(join(projectFolder, "CONTRIBUTING.md"), "utf8");
  const [, table = ""] = contributing.split(/<!-- \/?map -->/);
  const rows = [...table.matchAll(/^\| `([\w/]+)\/` .*\| ([^|]*)\|$/gm)];
  return rows.map(([, folder = "", imports = ""]) => ({
    folder: realPath(folder),
    imports: [...imports.matchAll(/`([\w/]+)`(?: \(only `([\w/.]+)`\))?/g)].map(
      ([, target = "", onlyFrom]) => ({ target: realPath(target), onlyFrom }),
    ),
  }));
}

/** Every import from one of the rooms to another, of whatever form. */
export function crossImports(rooms: readonly Room[]): CrossImport[] {
  const folders = rooms.map(({ folder }) => folder);
  const files = globSync(
    folders.map((folder) => `${folder}/**/*.ts`),
    { cwd: projectFolder },
  );
  return files.flatMap((file) =>
    importsOf(file)
      .filter((target) => roomOf(target, rooms) !== roomOf(file, rooms))
      .map((target) => ({ file, target })),
  );
}

/** The room that a path is in; the innermost, since one room is within another. */
export function roomOf(path: string, rooms: readonly Room[]): Room | undefined {
  return rooms
    .filter(({ folder }) => isIn(path, folder))
    .toSorted((one, other) => other.folder.length - one.folder.length)[0];
}

/** The entry of the map that allows an import, if any. */
export function allowedBy(
  { file, target }: CrossImport,
  rooms: readonly Room[],
): AllowedImport | undefined {
  return roomOf(file, rooms)?.imports.find(
    (entry) =>
      isIn(target, entry.target) &&
      roomOf(target, rooms) === roomOf(entry.target, rooms) &&
      (entry.onlyFrom === undefined || entry.onlyFrom === file),
  );
}

function isIn(path: string, folder: string): boolean {
  return `${path}/`.startsWith(`${folder}/`);
}

/** Relative imports, exports, dynamic imports and requires. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(projectFolder, file), "utf8");
  return preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith("."))
    .map((name) => posix.join(posix.dirname(file), name));
}

function realPath(path: string): string {
  return path.replace("function/NAME", connectorFolder);
}

function registeredFolder(): string {
  const registration = readFileSync(join(projectFolder, "function", "thisConnector.ts"), "utf8");
  const folder = /from "\.\/(\w+)\//.exec(registration)?.[1];
  if (folder === undefined) throw new Error("function/thisConnector.ts imports no connector.");
  return folder;
}
