import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { isConnectorFolder } from "./fileForms";

/** Microsoft's repository of connectors has them two and three levels down. */
const MAX_LEVELS = 8;
/** Ten times as many as that repository has. */
const MAX_FOLDERS = 20_000;

/**
 * The folders of connectors in a folder: itself, or else those below it, by name. What is inside of a
 * connector's folder is not looked at, nor are node_modules, folders that begin with a dot, and links.
 *
 * @throws Error when there is none, or there are more than 20,000 folders
 */
export function findConnectors(folder: string): string[] {
  const connectors: string[] = [];
  let level = [folder];
  let count = 0;
  for (let depth = 0; depth <= MAX_LEVELS && level.length > 0; depth += 1) {
    count += level.length;
    if (count > MAX_FOLDERS) {
      throw new Error(`${folder} contains more than ${MAX_FOLDERS} folders. Give one of them.`);
    }
    level = level.flatMap((path) => {
      const entries = entriesIn(path);
      if (!isConnectorFolder(fileNamesAmong(entries))) return foldersAmong(entries, path);
      connectors.push(path);
      return [];
    });
  }
  if (connectors.length > 0) return connectors.toSorted();
  throw new Error(
    `${folder} does not contain a connector: ` +
      "apiDefinition.swagger.json and apiProperties.json were not found. " +
      "Give a folder that contains one of them, or a definition.",
  );
}

/** The names of the files in a folder. */
export function fileNamesIn(folder: string): string[] {
  return fileNamesAmong(entriesIn(folder));
}

function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`Cannot read ${folder} (${code}). Make sure that you may read it.`, { cause });
  }
}

function fileNamesAmong(entries: readonly Dirent[]): string[] {
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

function foldersAmong(entries: readonly Dirent[], folder: string): string[] {
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => name !== "node_modules" && !name.startsWith("."))
    .map((name) => join(folder, name));
}
