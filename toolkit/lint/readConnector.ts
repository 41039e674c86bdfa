import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CONNECTOR_FILE_NAMES } from "../document/connectorFileNames";
import { utf8Text } from "../source/utf8Text";
import type { ConnectorFiles } from "./connectorFiles";
import type { Part } from "./model/folder";

/** A connector's files as they were read. */
export interface Connector {
  readonly files: ConnectorFiles;
  /** The files' paths, for findings; of a folder also those of files that are missing. */
  readonly names: Readonly<Partial<Record<Part, string>>>;
  /** True for a folder: what is not in it is missing. */
  readonly isWhole: boolean;
  /** Names of all files in the folder. */
  readonly fileNames: readonly string[];
}

/** Names of files, in lower case, by the part of a connector that they are; the first found counts. */
const FORMS: Readonly<Record<Part, readonly RegExp[]>> = {
  definition: [/^apidefinition\.swagger\.json$/, /^apidefinition\.(?:swagger\.)?(?:json|ya?ml)$/],
  properties: [/^apiproperties\.json$/],
  settings: [/^settings\.json$/],
  icon: [/^icon\.png$/],
  readme: [/^readme\.md$/],
  intro: [/^intro\.md$/],
  script: [/^scripts?\.csx$/],
};

/** Any one of these makes a folder a connector's. */
const TELLING: readonly Part[] = ["definition", "properties"];

/** More than any file of a connector has; a larger one is not read. */
const MAX_BYTES = 20_000_000;

/**
 * Reads a connector's folder, or one of its files, which is taken for a definition unless its name
 * says otherwise.
 *
 * @throws Error when there is no such path, no connector's file in the folder, or a text in another
 *   encoding than UTF-8
 */
export function readConnector(path: string): Connector {
  return statOf(path).isDirectory() ? readFolder(path) : readOne(path);
}

function statOf(path: string) {
  try {
    return statSync(path);
  } catch (cause) {
    throw new Error(
      `There is no ${path}. Name a connector's folder, or its definition, JSON or YAML.`,
      { cause },
    );
  }
}

function readFolder(folder: string): Connector {
  const fileNames = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  const names = Object.fromEntries(
    Object.entries(FORMS).flatMap(([part, forms]) => {
      const name = forms
        .map((form) => fileNames.find((file) => form.test(file.toLowerCase())))
        .find((found) => found !== undefined);
      return name === undefined ? [] : [[part, join(folder, name)]];
    }),
  ) as Partial<Record<Part, string>>;
  if (!TELLING.some((part) => names[part] !== undefined)) {
    throw new Error(
      `${folder} has no connector in it: neither apiDefinition.swagger.json nor apiProperties.json. ` +
        "Name the folder that has them, or a definition itself.",
    );
  }
  const expected = Object.entries(CONNECTOR_FILE_NAMES).map(([part, name]) => [
    part,
    join(folder, name),
  ]);
  const paths = { ...(Object.fromEntries(expected) as Record<Part, string>), ...names };
  return { files: filesOf(names), names: paths, isWhole: true, fileNames };
}

function readOne(file: string): Connector {
  const name = basename(file).toLowerCase();
  const part = (Object.keys(FORMS) as Part[]).find((key) =>
    FORMS[key].some((form) => form.test(name)),
  );
  const names = { [part ?? "definition"]: file };
  const fileNames = part === "settings" ? readdirSync(dirname(file)) : [];
  return { files: filesOf(names), names, isWhole: false, fileNames };
}

function filesOf(names: Readonly<Partial<Record<Part, string>>>): ConnectorFiles {
  const files: Partial<Record<Part, string | Buffer>> = {};
  for (const [part, file] of Object.entries(names)) {
    const content = bytesOf(file);
    files[part as Part] = part === "icon" ? content : utf8Text(content, file);
  }
  return files as ConnectorFiles;
}

function bytesOf(file: string): Buffer {
  const stats = statOf(file);
  if (!stats.isFile())
    throw new Error(`${file} is no file. Expected a connector's file or folder.`);
  const { size } = stats;
  if (size > MAX_BYTES) {
    throw new Error(
      `${file} has ${size} bytes. Expected a connector's file, of at most ${MAX_BYTES}.`,
    );
  }
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`Cannot read ${file} (${code}). See that it is a file that you may read.`, {
      cause,
    });
  }
}
