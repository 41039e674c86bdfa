import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";

import { unzipSync } from "fflate";

import { isEsModule } from "../../functionsRuntime/moduleFormat";
import { type HostJson, readHostJson } from "./hostJson";

/** A deployable package, checked: what is in it and what its two settings files say. */
export interface PackageContent {
  /** Bytes by path; paths are relative, with forward slashes, and never lead out of the package. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** package.json's `main`, normalised; a file of the package. */
  readonly main: string;
  /** How Microsoft's worker loads the main: by its ending, then by package.json's `type`. */
  readonly format: "module" | "commonjs";
  readonly hostJson: HostJson;
}

/**
 * Reads a zipped package.
 * @throws an error that names what is wrong when Azure would start the app and serve nothing of it,
 * or when a path in the zip leads out of the package.
 */
export function readPackage(packageZip: Uint8Array): PackageContent {
  const files = unzip(packageZip);
  const hostJson = readHostJson(jsonFile(files, "host.json"));
  const packageJson = jsonFile(files, "package.json");
  const main = readMain(packageJson, files);
  const format = isEsModule(main, packageJson["type"]) ? "module" : "commonjs";
  return { files, main, format, hostJson };
}

/** Writes a package's files under a folder, which it makes. */
export async function writePackage({ files }: PackageContent, folder: string): Promise<void> {
  for (const [path, bytes] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

function unzip(packageZip: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const entries = Object.entries(unzipped(packageZip));
  const outside = entries.find(([path]) => !isInside(path));
  if (outside !== undefined) {
    throw new Error(
      `The package has an entry "${outside[0]}". Paths must be relative, with forward slashes and without "..".`,
    );
  }
  // Entries that end with a slash are folders; files make their own.
  return new Map(entries.filter(([path]) => !path.endsWith("/")));
}

function unzipped(packageZip: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(packageZip);
  } catch (error) {
    throw new Error(
      `The package is not a zip file that can be read (${packageZip.length} bytes). Deploy the bytes of a zip.`,
      { cause: error },
    );
  }
}

/** Backslashes, drive letters and streams mean something to Windows, so no entry may have them. */
function isInside(path: string): boolean {
  return (
    !/[\\:\0]/.test(path) && !path.startsWith("/") && !path.split("/").some((part) => part === "..")
  );
}

function jsonFile(files: ReadonlyMap<string, Uint8Array>, path: string): Record<string, unknown> {
  const bytes = files.get(path);
  if (bytes === undefined) {
    throw new Error(
      `The package has no ${path} at its root. It has ${[...files.keys()].slice(0, 5).join(", ") || "no file"}.`,
    );
  }
  const value = parsed(new TextDecoder().decode(bytes), path);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`The package's ${path} is not a JSON object.`);
  }
  return Object.fromEntries(Object.entries(value));
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`The package's ${path} is not JSON: ${String(error)}`, { cause: error });
  }
}

function readMain(
  packageJson: Record<string, unknown>,
  files: ReadonlyMap<string, Uint8Array>,
): string {
  const { main } = packageJson;
  if (typeof main !== "string" || main === "") {
    throw new Error(
      `The package's package.json has no "main", so nothing would be loaded. Name the file that registers the functions.`,
    );
  }
  const path = posix.normalize(main);
  if (!files.has(path)) {
    throw new Error(
      `The package's package.json has the main "${main}", but the package has no such file. Name one file; patterns are not read here.`,
    );
  }
  return path;
}
