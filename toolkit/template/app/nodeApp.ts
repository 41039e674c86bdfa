import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { globSync } from "tinyglobby";
import { appEnvironment } from "../../../functionsRuntime/appEnvironment";
import { isEsModule } from "../../../functionsRuntime/moduleFormat";
import type { AppEntry, AppProcessMessage } from "./appProcessMessage";
import type { AppSettings } from "./appSettings";
import {
  declaredFunction,
  type DeclaredFunction,
  type UnreadableFunction,
} from "./declaredFunction";
import { isObject } from "../../document/json";
import { parseAppFile } from "./parseAppFile";
import { type MalformedMessage, type SilentEnd, runAppProcess } from "./runAppProcess";

/** The files that a Node app of the programming model v4 registers its functions in. */
export interface NodeEntries {
  /** What an error calls them. */
  readonly name: string;
  /** None when the app says where they are and nothing is there. */
  readonly files: readonly AppEntry[];
}

/** Sources of an app without a package.json, to be bundled before they are deployed. */
const sourceMains = ["index.ts", "index.mts", "index.cts"];

/**
 * Finds what Microsoft's worker would load: package.json's `main`, which may be a pattern. In a
 * folder without a `main`, an index.ts is taken for it. Undefined when there is neither.
 *
 * @throws Error when package.json is not JSON.
 */
export function nodeEntries(folder: string): NodeEntries | undefined {
  const packageJson = parseAppFile(join(folder, "package.json"));
  const { main, type } = isObject(packageJson) ? packageJson : {};
  if (typeof main === "string" && main !== "") {
    const found = globSync(main.replaceAll("\\", "/"), { cwd: folder }).toSorted();
    return {
      name: `package.json's main "${main}"`,
      files: found.map((file) => ({ file, isEsModule: isEsModule(file, type) })),
    };
  }
  const source = sourceMains.find((file) => existsSync(join(folder, file)));
  if (source === undefined) return undefined;
  return { name: source, files: [{ file: source, isEsModule: isEsModule(source, type) }] };
}

/** What an app's code is loaded with. */
export interface NodeLoadOptions {
  readonly settings: AppSettings;
  readonly timeoutMs: number;
}

/**
 * Loads the entries in a process of their own and returns what they register. Hooks for the app's
 * start are not run: they belong to an app that serves.
 *
 * @throws Error that names what the app did when it does not load within the time.
 */
export async function loadNodeApp(
  folder: string,
  { name, files }: NodeEntries,
  { settings, timeoutMs }: NodeLoadOptions,
): Promise<readonly (DeclaredFunction | UnreadableFunction)[]> {
  const isTypeScript = files.some(({ file }) => /\.[mc]?tsx?$/.test(file));
  const result = await runAppProcess({
    task: { folder, entries: files },
    environment: (home) => ({
      ...appEnvironment(home),
      AZURE_FUNCTIONS_ENVIRONMENT: "Development",
      ...settings,
    }),
    nodeOptions: isTypeScript ? ["--import", typeScriptHook(folder)] : [],
    timeoutMs,
  });
  if (result.kind === "loaded") {
    return result.functions.map((each) => declaredFunction(each.name, each.bindings));
  }
  throw loadError(result, name, timeoutMs);
}

/** The app's own tsx when it has one, else the one that this command line runs by. */
function typeScriptHook(folder: string): string {
  try {
    return pathToFileURL(createRequire(join(folder, "package.json")).resolve("tsx")).href;
  } catch {
    return pathToFileURL(require.resolve("tsx")).href;
  }
}

function loadError(
  result: SilentEnd | MalformedMessage | Extract<AppProcessMessage, { kind: "failed" }>,
  name: string,
  timeoutMs: number,
): Error {
  if (result.kind === "failed") {
    const isMissing = result.code?.endsWith("MODULE_NOT_FOUND") === true;
    const advice = isMissing
      ? "Install the app's packages and build it first."
      : "Correct it; a setting that it needs is given by --setting NAME=VALUE.";
    return new Error(`The app's ${result.file} failed to load: ${result.error}. ${advice}`);
  }
  if (result.kind === "malformed") {
    return new Error(
      `The app's process sent a message of its own while it loaded ${name}: ${result.reason}. ` +
        "What runs while an app is loaded must not send messages to its parent process.",
    );
  }
  const printed = result.lastLine === undefined ? "" : ` It printed last: ${result.lastLine}`;
  if (result.kind === "timedOut") {
    return new Error(
      `The app did not finish loading ${name} within ${timeoutMs / 1000} s. ` +
        `What runs while an app is loaded must not wait; else raise --timeout.${printed}`,
    );
  }
  return new Error(
    `The app's process ${result.how} while it loaded ${name}. ` +
      `An app must register its functions and go on.${printed}`,
  );
}
