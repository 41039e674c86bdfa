import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { hasErrorCode } from "../hasErrorCode";

/**
 * Replaces `folder` by what `fill` writes, atomically. `fill` gets an empty folder
 * to write to; when it throws, nothing is left behind. When another process has put its own
 * there meanwhile, that one stays.
 */
export async function replaceFolder(
  folder: string,
  fill: (emptyFolder: string) => Promise<void>,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  const partFolder = await mkdtemp(`${folder}.part-`);
  try {
    await fill(partFolder);
    await rename(partFolder, folder);
  } catch (error) {
    if (!hasErrorCode(error, "ENOTEMPTY", "EEXIST")) throw error;
  } finally {
    await rm(partFolder, { recursive: true, force: true });
  }
}
