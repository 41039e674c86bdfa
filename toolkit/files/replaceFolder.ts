import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { Files } from "./reproducibleZip";

/** Which folders may be replaced. */
export interface OurFolders {
  /** The names that a folder of ours can have in it. */
  readonly names: readonly string[];
  /** The file that a folder of ours always has in it, and whether its bytes are ours. */
  readonly mark: { readonly name: string; readonly isOurs: (content: Buffer) => boolean };
  /** What an error calls a folder of ours. */
  readonly what: string;
}

/**
 * The folder that a path stands for: itself and not a link to it, absolute.
 *
 * @throws Error when it may not be replaced: it holds anything that is not ours, or is the working
 *   directory or around it
 */
export function replaceableFolder(path: string, ours: OurFolders): string {
  // The one place that turns the path into a folder: what is looked at is what is replaced.
  const folder = existsSync(path) ? realpathSync(path) : resolve(path);
  if (isAroundUs(folder)) {
    throw new Error(
      `The folder ${path} is the working directory, or holds it. Nothing was written. ` +
        "Name a folder below it, or elsewhere.",
    );
  }
  if (existsSync(folder)) requireOurs(folder, path, ours);
  return folder;
}

/**
 * Writes files as a folder whose readers see all of the old ones or all of the new ones. Folders above it
 * that do not exist are made.
 *
 * @param folder as `replaceableFolder` gives it
 * @throws Error when the folder cannot be written; then it is as it was
 */
export function replaceFolder(folder: string, files: Files): void {
  const next = `${folder}.${process.pid}.tmp`;
  const former = `${folder}.${process.pid}.old`;
  try {
    mkdirSync(next, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(next, name), content);
    if (existsSync(folder)) renameSync(folder, former);
    renameSync(next, folder);
  } catch (cause) {
    if (existsSync(former) && !existsSync(folder)) renameSync(former, folder);
    throw new Error(
      `Cannot write ${folder} (${(cause as NodeJS.ErrnoException).code ?? String(cause)}). ` +
        "Name a folder that can be written to.",
      { cause },
    );
  } finally {
    rmSync(next, { recursive: true, force: true });
    if (existsSync(folder)) rmSync(former, { recursive: true, force: true });
  }
}

/** True for the working directory, one of its parents, and the root of any drive. */
function isAroundUs(folder: string): boolean {
  const wayHere = relative(folder, realpathSync(process.cwd()));
  const isOutside = isAbsolute(wayHere) || wayHere.split(/[\\/]/)[0] === "..";
  return !isOutside || dirname(folder) === folder;
}

function requireOurs(folder: string, path: string, { names, mark, what }: OurFolders): void {
  if (!statSync(folder).isDirectory()) {
    throw new Error(`${path} is a file. Name a new folder, or ${what} to replace.`);
  }
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.length === 0) return;
  const others = entries
    .filter((entry) => entry.isDirectory() || !names.includes(entry.name))
    .map(({ name }) => name);
  const markFile = join(folder, mark.name);
  if (others.length === 0 && existsSync(markFile) && mark.isOurs(readFileSync(markFile))) return;
  const why =
    others.length > 0
      ? `holds other files than a package's: ${others.slice(0, 5).join(", ")}`
      : `is not ${what}`;
  throw new Error(
    `The folder ${path} ${why}. Nothing was written. Name a new folder, or ${what} to replace.`,
  );
}
