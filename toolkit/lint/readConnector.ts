import { basename, dirname, join } from "node:path";
import { CONNECTOR_FILE_NAMES } from "../document/connectorFileNames";
import type { ConnectorFiles } from "./connectorFiles";
import { partOfFile, partsAmong } from "./fileForms";
import { fileNamesIn, findConnectors } from "./findConnectors";
import type { Finding } from "./finding";
import type { Part } from "./model/folder";
import { readSmallFile, readSmallText, statOf } from "./readSmallFile";
import { UnreadableFileError } from "./unreadableFile";

/** A connector's files as they were read. */
export interface Connector {
  /** Its folder; of a single file, the folder that it is in. */
  readonly folder: string;
  readonly files: ConnectorFiles;
  /** The files' paths, for findings; of a folder also those of files that are missing. */
  readonly names: Readonly<Partial<Record<Part, string>>>;
  /** True for a folder that was read whole: what is not in it is missing. */
  readonly isWhole: boolean;
  /** Names of all files in the folder. */
  readonly fileNames: readonly string[];
  /** Its files that cannot be read, as the findings that they are. */
  readonly unreadable: readonly Finding[];
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
 * @throws Error when there is no such path
 */
export function readConnector(path: string): Connector {
  return statOf(path).isDirectory() ? readFolder(path) : readOne(path);
}

function readFolder(folder: string): Connector {
  const fileNames = fileNamesIn(folder);
  const names = pathsIn(folder, partsAmong(fileNames));
  const expected = pathsIn(folder, CONNECTOR_FILE_NAMES);
  const { files, unreadable } = readFiles(names);
  return {
    folder,
    files,
    names: { ...expected, ...names },
    isWhole: unreadable.length === 0,
    fileNames,
    unreadable,
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
  return { folder, ...readFiles(names), names, isWhole: false, fileNames };
}

/** Everything else is text. */
const BINARY: readonly Part[] = ["icon", "certification"];

function readFiles(
  names: Readonly<Partial<Record<Part, string>>>,
): Pick<Connector, "files" | "unreadable"> {
  const files: Partial<Record<Part, string | Buffer>> = {};
  const unreadable: Finding[] = [];
  for (const [part, file] of Object.entries(names) as [Part, string][]) {
    try {
      files[part] = BINARY.includes(part) ? readSmallFile(file) : readSmallText(file);
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      unreadable.push(error.finding);
    }
  }
  return { files: files as ConnectorFiles, unreadable };
}
