import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { globSync } from "tinyglobby";
import { type AppSettings, localSettings } from "./appSettings";
import { builtOutput } from "./builtOutput";
import { checkFunctions } from "./checkFunctions";
import type { DeclaredFunction, UnreadableFunction } from "./declaredFunction";
import type { FunctionApp, Omission, ProgrammingModel } from "./functionApp";
import { functionsOfFolders } from "./functionFolders";
import { functionsOfMetadata } from "./functionsMetadata";
import { hostJsonOf } from "./hostJson";
import { loadNodeApp, nodeEntries } from "./nodeApp";

/** How an app is read. */
export interface ReadAppOptions {
  /** Settings beside those of local.settings.json, over which they win. */
  readonly settings: AppSettings;
  /** How long the app's code may take to load. */
  readonly timeoutMs: number;
  /** Gets what the user should know about how the app was read, one sentence at a time. */
  readonly note: (sentence: string) => void;
}

/** Functions as an app declares them, and how it does. */
interface Declaration {
  readonly model: ProgrammingModel;
  readonly functions: readonly (DeclaredFunction | UnreadableFunction)[];
}

/**
 * Reads which functions an app folder serves over HTTP: those that its code registers (Node v4),
 * those of its function.json files (other languages), those of a .NET isolated build, or those of
 * the newest build below a .NET or Maven project.
 *
 * @throws Error that says what is missing when the folder holds no app, the app does not load, or
 * it serves nothing over HTTP.
 */
export async function readFunctionApp(
  folder: string,
  options: ReadAppOptions,
): Promise<FunctionApp> {
  const settings = { ...localSettings(folder), ...options.settings };
  const hostJson = hostJsonOf(folder, options.note);
  const declaration = await declarationOf(folder, { ...options, settings });
  if (declaration === undefined) return readBuild(folder, { ...options, settings });
  const checked = checkFunctions(declaration.functions, { hostJson, settings });
  const { model } = declaration;
  if (checked.triggers.length > 0) return { model, ...checked };
  throw nothingServed(folder, model, checked.omissions);
}

function nothingServed(
  folder: string,
  model: ProgrammingModel,
  omissions: readonly Omission[],
): Error {
  if (omissions.length > 0) {
    const reasons = omissions.map(({ functionName, message }) => `"${functionName}" ${message}`);
    return new Error(`No function in ${folder} is served over HTTP: ${reasons.join("; ")}.`);
  }
  const advice =
    model === "node-v4"
      ? "Call app.http(...) while the app's main is loaded; hooks for its start are not run."
      : "Build the app again.";
  return new Error(`The app in ${folder} has no function at all. ${advice}`);
}

async function declarationOf(
  folder: string,
  options: ReadAppOptions,
): Promise<Declaration | undefined> {
  const inFolders = functionsOfFolders(folder);
  const registered = await registeredFunctions(folder, inFolders.length > 0, options);
  // As the host does: function.json files count only when the app's code registers nothing.
  if (registered !== undefined && registered.length > 0) {
    return { model: "node-v4", functions: registered };
  }
  if (inFolders.length > 0) return { model: "function.json", functions: inFolders };
  const built = functionsOfMetadata(folder);
  if (built !== undefined) return { model: "dotnet-isolated", functions: built };
  return registered && { model: "node-v4", functions: registered };
}

/** What the app's code registers; undefined when it is not of the Node programming model v4. */
async function registeredFunctions(
  folder: string,
  hasFunctionFolders: boolean,
  options: ReadAppOptions,
): Promise<Declaration["functions"] | undefined> {
  const entries = nodeEntries(folder);
  if (entries === undefined) return undefined;
  try {
    if (entries.files.length === 0) {
      throw new Error(`${entries.name} matches no file in ${folder}. Build the app first.`);
    }
    return await loadNodeApp(folder, entries, options);
  } catch (error) {
    // Microsoft's worker goes on with function.json files then.
    if (!hasFunctionFolders) throw error;
    options.note(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

async function readBuild(folder: string, options: ReadAppOptions): Promise<FunctionApp> {
  const build = builtOutput(folder);
  if (build === undefined)
    throw new Error(`${folder} holds no function app that can be read. ${adviceFor(folder)}`);
  options.note(`The app is read from its newest build, ${relative(folder, build)}.`);
  return readFunctionApp(build, options);
}

function adviceFor(folder: string): string {
  if (existsSync(join(folder, "function_app.py"))) {
    return "Functions of Python's model v2 are known to Python only; give them function.json files.";
  }
  if (globSync(["*.csproj", "*.fsproj", "pom.xml"], { cwd: folder }).length > 0) {
    return "Build the project first.";
  }
  return (
    "Expected a package.json with a main, an index.ts, " +
    "folders with a function.json, or a .NET build's functions.metadata."
  );
}
