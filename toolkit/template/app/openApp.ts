import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";

/** An app's folder for as long as it is read. */
export interface OpenApp {
  /** Absolute, without links. */
  readonly folder: string;
  /** Removes what was unpacked for the reading, if anything was. */
  readonly close: () => void;
}

/**
 * Opens an app's folder, or a zip as it is deployed, which is unpacked into a temporary folder.
 *
 * @throws Error when the path is neither, or an entry of the zip leads out of it.
 */
export function openApp(path: string): OpenApp {
  const kind = kindOf(path);
  if (kind === "folder") return { folder: realpathSync(path), close: () => undefined };
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "function-app-zip-")));
  const close = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    unpack(path, folder);
    return { folder, close };
  } catch (error) {
    close();
    throw error;
  }
}

function kindOf(path: string): "folder" | "file" {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return "folder";
  if (found?.isFile() === true) return "file";
  throw new Error(`${path} is not there. Name a function app's folder, or its zip.`);
}

function unpack(zip: string, folder: string): void {
  for (const [path, bytes] of Object.entries(unzipped(zip))) {
    if (path.endsWith("/")) continue;
    // Backslashes and drive letters mean something to Windows.
    if (/[\\:\0]/.test(path) || path.startsWith("/") || path.split("/").includes("..")) {
      throw new Error(`${zip} has the entry "${path}", which leads out of it. Make the zip again.`);
    }
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

function unzipped(zip: string): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(readFileSync(zip));
  } catch (cause) {
    throw new Error(
      `${zip} is neither a folder nor a zip. Name a function app's folder, or its zip.`,
      {
        cause,
      },
    );
  }
}
