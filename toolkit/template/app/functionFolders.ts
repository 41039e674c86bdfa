import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import {
  declaredFunction,
  type DeclaredFunction,
  type UnreadableFunction,
} from "./declaredFunction";
import { parseAppFile } from "./parseAppFile";

/** Source: json.schemastore.org/function; the host reads no more of it than this. */
const functionJson = v.object({
  bindings: v.unknown(),
  disabled: v.nullish(v.union([v.boolean(), v.string()])),
});

/**
 * The functions of an app that keeps each in a folder with a function.json: Python v1, PowerShell,
 * Java, Node v3, and what .NET's in-process build writes. In the order of their names.
 */
export function functionsOfFolders(
  folder: string,
): readonly (DeclaredFunction | UnreadableFunction)[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => isFolder(entry))
    .map(({ name }) => name)
    .toSorted()
    .flatMap((name) => functionOf(name, join(folder, name, "function.json")));
}

/** A linked folder counts too. */
function isFolder(entry: Dirent): boolean {
  return (entry.isDirectory() || entry.isSymbolicLink()) && entry.name !== "node_modules";
}

function functionOf(name: string, file: string): [] | [DeclaredFunction | UnreadableFunction] {
  try {
    const content = parseAppFile(file);
    if (content === undefined) return [];
    const { bindings, disabled } = v.parse(functionJson, content);
    return [{ ...declaredFunction(name, bindings), disabled: disabled ?? undefined }];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ name, message: `has a function.json that cannot be read: ${reason}` }];
  }
}
