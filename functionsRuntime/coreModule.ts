import { Module } from "node:module";

/** The name by which @azure/functions asks its runtime for the module below. */
const CORE_MODULE = "@azure/functions-core";

/** The hooks that the runtime runs. Source: getHooks of Azure/azure-functions-nodejs-worker. */
export const HOOK_NAMES = ["appStart", "appTerminate", "preInvocation", "postInvocation"] as const;
export type HookName = (typeof HOOK_NAMES)[number];

/** Undoes a registration. */
type Undo = () => void;

/** What stands behind the module: what is done when the library calls it. */
export interface CoreRuntime<Metadata, Callback, Model> {
  readonly registerFunction: (metadata: Metadata, callback: Callback) => Undo;
  readonly registerHook: (name: string, callback: (context: object) => unknown) => Undo;
  readonly setProgrammingModel: (model: Model) => void;
  /** undefined until the library has set it. */
  readonly getProgrammingModel: () => Model | undefined;
  readonly log: (level: LogLevel, category: string, message: string) => void;
}

/** Levels of the Functions logger. */
export type LogLevel =
  "trace" | "debug" | "information" | "warning" | "error" | "critical" | "none";

class Disposable {
  readonly dispose: Undo;
  constructor(dispose: Undo) {
    this.dispose = dispose;
  }
}

/**
 * Answers the library's `require("@azure/functions-core")` in this process from now on. The versions
 * are those of the host and the worker whose behaviour was measured.
 * Source: setupCoreModule of Azure/azure-functions-nodejs-worker
 */
export function provideCoreModule<Metadata, Callback, Model>(
  runtime: CoreRuntime<Metadata, Callback, Model>,
): void {
  const { registerFunction, registerHook, setProgrammingModel, getProgrammingModel, log } = runtime;
  const core: object = {
    version: "3.9.0",
    hostVersion: "4.1037.0",
    Disposable,
    registerFunction: (metadata: Metadata, callback: Callback) =>
      new Disposable(registerFunction(metadata, callback)),
    registerHook: (name: string, callback: (context: object) => unknown) =>
      new Disposable(registerHook(name, callback)),
    setProgrammingModel,
    getProgrammingModel,
    log,
  };
  const prototype: { require: (this: Module, id: string) => unknown } = Module.prototype;
  const requireModule = prototype.require;
  prototype.require = function (id) {
    return id === CORE_MODULE ? core : requireModule.call(this, id);
  };
}
