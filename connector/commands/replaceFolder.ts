import {
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import type { Files } from "../package/reproducibleZip";

/** Which folders may be replaced. */
export interface ReplaceFolderOptions {
  /** The names that a folder of ours can have in it. */
  readonly ourNames: readonly string[];
  /** The name that a folder of ours always has in it. */
  readonly markName: string;
}

/**
 * Writes files as a folder whose readers see all of the old ones or all of the new ones.
 *
 * @throws Error when the folder holds anything that is not ours, or cannot be written; then it is as it was
 */
export function replaceFolder(folder: string, files: Files, options: ReplaceFolderOptions): void {
  requireOurs(folder, options);
  // The folder itself is replaced and not a link to it.
  const target = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  const next = `${target}.${process.pid}.tmp`;
  const former = `${target}.${process.pid}.old`;
  try {
    mkdirSync(next);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(next, name), content);
    if (existsSync(target)) renameSync(target, former);
    renameSync(next, target);
  } catch (cause) {
    if (existsSync(former) && !existsSync(target)) renameSync(former, target);
    throw new Error(
      `Cannot write ${folder} (${(cause as NodeJS.ErrnoException).code ?? String(cause)}). ` +
        "Name a new folder, in one that exists and can be written to.",
      { cause },
    );
  } finally {
    rmSync(next, { recursive: true, force: true });
    if (existsSync(target)) rmSync(former, { recursive: true, force: true });
  }
}

function requireOurs(folder: string, { ourNames, markName }: ReplaceFolderOptions): void {
  if (!existsSync(folder)) return;
  const names = statSync(folder).isDirectory() ? readdirSync(folder) : undefined;
  if (names === undefined) {
    throw new Error(`${folder} is a file. Name a new folder, or an earlier package to replace.`);
  }
  const others = names.filter((name) => !ourNames.includes(name));
  const isOurs = others.length === 0 && names.includes(markName);
  if (names.length === 0 || isOurs) return;
  throw new Error(
    `The folder ${folder} holds other files than a package's: ` +
      `${(others.length > 0 ? others : names).slice(0, 5).join(", ")}. ` +
      "Nothing was written. Name a new folder, or an earlier package to replace.",
  );
}
