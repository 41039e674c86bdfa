import type { Part } from "./model/folder";

/** Names of files, in lower case, by the part of a connector that they are; the first found counts. */
const FORMS: Readonly<Record<Part, readonly RegExp[]>> = {
  definition: [/^apidefinition\.swagger\.json$/, /^apidefinition\.(?:swagger\.)?(?:json|ya?ml)$/],
  properties: [/^apiproperties\.json$/],
  settings: [/^settings\.json$/],
  icon: [/^icon\.png$/],
  readme: [/^readme\.md$/],
  intro: [/^intro\.md$/],
  script: [/^scripts?\.csx$/],
  certification: [/^connectorpackage\.zip$/],
};
const PARTS = Object.keys(FORMS) as Part[];

/** Any one of these makes a folder a connector's. */
const TELLING: readonly Part[] = ["definition", "properties"];

/** Which part of a connector a file is by its name; undefined for any other file. */
export function partOfFile(name: string): Part | undefined {
  return PARTS.find((part) => FORMS[part].some((form) => form.test(name.toLowerCase())));
}

/** The names of a connector's files, by part, among those of all files in a folder. */
export function partsAmong(fileNames: readonly string[]): Partial<Record<Part, string>> {
  const found = PARTS.flatMap((part) => {
    const name = FORMS[part]
      .map((form) => fileNames.find((file) => form.test(file.toLowerCase())))
      .find((candidate) => candidate !== undefined);
    return name === undefined ? [] : [[part, name]];
  });
  return Object.fromEntries(found) as Partial<Record<Part, string>>;
}

/** True for the files of a folder that is a connector's. */
export function isConnectorFolder(fileNames: readonly string[]): boolean {
  const parts = partsAmong(fileNames);
  return TELLING.some((part) => parts[part] !== undefined);
}
