import { basename, dirname, join } from "node:path";
import { CONNECTOR_FILE_NAMES } from "../document/connectorFileNames";
import { utf8Text } from "../source/utf8Text";
import type { ConnectorFiles } from "./connectorFiles";
import { partOfFile, partsAmong } from "./fileForms";
import { fileNamesIn, findConnectors } from "./findConnectors";
import type { Part } from "./model/folder";
import { readSmallFile, statOf } from "./readSmallFile";

/** A connector's files as they were read. */
export interface Connector {
  /** Its folder; of a single file, the folder that it is in. */
  readonly folder: string;
  readonly files: ConnectorFiles;
  /** The files' paths, for findings; of a folder also those of files that are missing. */
  readonly names: Readonly<Partial<Record<Part, string>>>;
  /** True for a folder: what is not in it is missing. */
  readonly isWhole: boolean;
  /** Names of all files in the folder. */
  readonly fileNames: readonly string[];
}

/**
 * The connectors at a path: a connector's folder, each one in a folder of connectors, or a single file,
 * which is taken for a definition unless its name says otherwise.
 *
 * @returns paths for `readConnector`
 * @throws Error when there is no such path, or no connector in the folder
 */
export function connectorsAt(path: string): string[] {
  return statOf(path).isDirectory() ? findConnectors(path) : [path];
}

/**
 * Reads a connector's folder, or one of its files.
 *
 * @throws Error when there is no such path, or a text in another encoding than UTF-8
 */
export function readConnector(path: string): Connector {
  return statOf(path).isDirectory() ? readFolder(path) : readOne(path);
}

function readFolder(folder: string): Connector {
  const fileNames = fileNamesIn(folder);
  const names = pathsIn(folder, partsAmong(fileNames));
  const expected = pathsIn(folder, CONNECTOR_FILE_NAMES);
  return {
    folder,
    files: filesOf(names),
    names: { ...expected, ...names },
    isWhole: true,
    fileNames,
  };
}

function pathsIn(folder: string, names: Partial<Record<Part, string>>): typeof names {
  return Object.fromEntries(
    Object.entries(names).map(([part, name]) => [part, join(folder, name)]),
  );
}

function readOne(file: string): Connector {
  const part = partOfFile(basename(file)) ?? "definition";
  const names = { [part]: file };
  const folder = dirname(file);
  const fileNames = part === "settings" ? fileNamesIn(folder) : [];
  return { folder, files: filesOf(names), names, isWhole: false, fileNames };
}

/** Everything else is text. */
const BINARY: readonly Part[] = ["icon", "certification"];

function filesOf(names: Readonly<Partial<Record<Part, string>>>): ConnectorFiles {
  const files: Partial<Record<Part, string | Buffer>> = {};
  for (const [part, file] of Object.entries(names) as [Part, string][]) {
    const content = readSmallFile(file);
    files[part] = BINARY.includes(part) ? content : utf8Text(content, file);
  }
  return files as ConnectorFiles;
}
