/**
 * The process that loads an app of the Node programming model v4, as Microsoft's worker does, and
 * says which functions it registered. It is made one plain JavaScript file and run without a
 * TypeScript hook, so that a JavaScript app which would not load on Azure does not load here.
 *
 * The code it runs is somebody else's: it may print, throw, hang, keep timers open or end the
 * process. The starter of this process listens for one message, bounds the time and then ends it.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import { provideCoreModule } from "../../../functionsRuntime/coreModule";
import type { AppProcessMessage, AppProcessTask } from "./appProcessMessage";

type Functions = Extract<AppProcessMessage, { kind: "loaded" }>["functions"];

/** What the library registers. It checks no types: an app in JavaScript may give any. */
interface CoreMetadata {
  readonly name: unknown;
  readonly bindings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function ignored(): void {
  // What is registered beside functions has no part in what the app serves.
}

/** Hooks are not run, and nothing that was registered is taken back before this process ends. */
function provideRuntime(register: (metadata: CoreMetadata) => void): void {
  let programmingModel: unknown;
  provideCoreModule({
    registerFunction: (metadata: CoreMetadata) => {
      register(metadata);
      return ignored;
    },
    registerHook: () => ignored,
    setProgrammingModel: (model: unknown) => (programmingModel = model),
    getProgrammingModel: () => programmingModel,
    log: ignored,
  });
}

/** Only what is read of a binding: the rest may not survive the way to another process. */
function readable({ name, bindings }: CoreMetadata): Functions[number] {
  return {
    name: typeof name === "string" ? name : "",
    bindings: Object.values(bindings).map(({ type, methods, authLevel, route }) => ({
      type,
      methods,
      authLevel,
      route,
    })),
  };
}

async function loadApp({ folder, entries }: AppProcessTask): Promise<AppProcessMessage> {
  const functions: Functions = [];
  provideRuntime((metadata) => functions.push(readable(metadata)));
  for (const { file, isEsModule } of entries) {
    const path = join(folder, file);
    try {
      if (isEsModule) await import(pathToFileURL(path).href);
      else createRequire(path)(path);
    } catch (error) {
      return failure(file, error, folder);
    }
  }
  return { kind: "loaded", functions };
}

function failure(file: string, error: unknown, folder: string): AppProcessMessage {
  if (!(error instanceof Error)) return { kind: "failed", file, error: inspect(error) };
  const [message = ""] = String(error).split("\n");
  const place = placeIn(folder, error.stack ?? "");
  const code = "code" in error ? String(error.code) : undefined;
  return { kind: "failed", file, error: place ? `${message} (${place})` : message, code };
}

/** The first line of the app's own code on a stack, such as `src/index.js:3`. */
function placeIn(folder: string, stack: string): string | undefined {
  const lines = stack.split("\n").map((line) => line.replaceAll("\\", "/"));
  const prefix = `${folder.replaceAll("\\", "/")}/`;
  const line = lines.find((text) => text.includes(prefix) && !text.includes("/node_modules/"));
  return line?.slice(line.indexOf(prefix) + prefix.length).match(/^[^()]*?:\d+/)?.[0];
}

/**
 * Ends this process when its starter is gone: at once where its code lets it notice, and else, in an
 * endless loop, from a thread of its own at the deadline.
 */
function endWhenLeftAlone(deadlineMs: number): void {
  process.on("disconnect", () => process.exit());
  new Worker(`setTimeout(() => process.kill(process.pid, "SIGKILL"), ${deadlineMs});`, {
    eval: true,
    execArgv: [],
    stdout: true,
    stderr: true,
  }).unref();
}

const [, , taskText = ""] = process.argv;
const task: AppProcessTask = JSON.parse(taskText);
const send = process.send?.bind(process);
// On Azure an app has no such way to speak to a parent.
delete process.send;
process.argv.splice(2);
endWhenLeftAlone(task.deadlineMs);
void loadApp(task).then((message) => send?.(message));
