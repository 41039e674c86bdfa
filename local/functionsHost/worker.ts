/**
 * The process that runs one package, as Microsoft's Node worker does: it loads the main of an
 * unpacked package, reports what was registered and then runs calls. It has no listener and no
 * keys.
 *
 * It is bundled and run by plain Node, without a TypeScript hook, so that a package which would not
 * load on Azure does not load here either.
 */
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";

import { type LogLevel, provideCoreModule } from "../../functionsRuntime/coreModule";
import { FunctionAppRegistry } from "./functionAppRegistry";
import { invokeFunction } from "./invokeFunction";
import type { HostMessage, Invocation, Outcome, WorkerMessage } from "./protocol";

interface App {
  readonly appFolder: string;
  /** Relative to the folder. */
  readonly main: string;
  readonly isEsModule: boolean;
}

function send(message: WorkerMessage): void {
  // A host that has exited ends this process through `disconnect`; nothing is left to send to.
  if (process.connected) process.send?.(message);
}

function logOf(functionName: string | undefined): (level: LogLevel, message: string) => void {
  return (level, message) => {
    send({ kind: "log", functionName, level, message });
  };
}

function provideRuntime(registry: FunctionAppRegistry): void {
  provideCoreModule({
    registerFunction: registry.register.bind(registry),
    registerHook: registry.addHook.bind(registry),
    setProgrammingModel: registry.setProgrammingModel.bind(registry),
    getProgrammingModel: () => registry.programmingModel,
    log: (level, _category, message) => {
      logOf(undefined)(level, message);
    },
  });
}

async function load(registry: FunctionAppRegistry, { appFolder, main, isEsModule }: App) {
  const file = join(appFolder, main);
  if (isEsModule) await import(pathToFileURL(file).href);
  else createRequire(file)(file);
  await registry.runHooks("appStart", {
    hookData: {},
    appHookData: registry.appHookData,
    functionAppDirectory: appFolder,
  });
  const capabilities = (await registry.programmingModel?.getCapabilities({})) ?? {};
  if (capabilities["HttpUri"] !== undefined) {
    throw new Error(
      "The package calls app.setup({ enableHttpStream: true }). The local Functions host does not stream; remove the option.",
    );
  }
  registry.finishStart();
}

async function invoke(registry: FunctionAppRegistry, invocation: Invocation): Promise<void> {
  const { invocationId, functionName } = invocation;
  const outcome: Outcome = await invokeFunction(registry, invocation, logOf(functionName)).then(
    (response) => ({ kind: "completed", response }),
    (error: unknown) => ({ kind: "failed", error: inspect(error) }),
  );
  send({ kind: "ended", invocationId, outcome });
}

async function stop(registry: FunctionAppRegistry): Promise<never> {
  await registry
    .runHooks("appTerminate", { hookData: {}, appHookData: registry.appHookData })
    .catch((error: unknown) => {
      logOf(undefined)("error", inspect(error));
    });
  process.exit();
}

function removeFolderOnExit(appFolder: string): void {
  process.on("exit", () => {
    const folder = dirname(appFolder);
    // Windows does not remove a folder that is a process's working directory.
    process.chdir(dirname(folder));
    rmSync(folder, { recursive: true, force: true });
  });
}

async function runWorker(app: App): Promise<void> {
  const registry = new FunctionAppRegistry();
  removeFolderOnExit(app.appFolder);
  // The host has exited: exit at once, whatever the package still holds open.
  process.on("disconnect", () => process.exit());
  // A terminal sends Ctrl-C to every process of its group; when to end is the host's decision.
  process.on("SIGINT", () => undefined);
  provideRuntime(registry);
  try {
    await load(registry, app);
  } catch (error) {
    send({ kind: "loadFailed", error: inspect(error) });
    return;
  }
  process.on("message", (message: HostMessage) => {
    if (message.kind === "invoke") void invoke(registry, message.invocation);
    else void stop(registry);
  });
  send({ kind: "loaded", functions: registry.functions() });
}

const [appFolder, main, format] = process.argv.slice(2);
if (appFolder === undefined || main === undefined) {
  throw new Error("worker: expected a package's folder, its main and the main's format.");
}
void runWorker({ appFolder, main, isEsModule: format === "module" });
