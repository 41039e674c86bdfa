import type { FunctionCallback, ProgrammingModel } from "./programmingModel";
import type { Binding, LogLevel, RegisteredFunction } from "./protocol";

const hookNames = ["appStart", "appTerminate", "preInvocation", "postInvocation"] as const;
type HookName = (typeof hookNames)[number];
type HookCallback = (context: object) => unknown;

class Disposable {
  readonly dispose: () => void;
  constructor(dispose: () => void) {
    this.dispose = dispose;
  }
}

/** What a package has registered: its functions, its hooks and the library's programming model. */
export class FunctionAppRegistry {
  readonly #functions = new Map<string, { metadata: RegisteredFunction; run: FunctionCallback }>();
  readonly #hooks: { name: HookName; run: HookCallback }[] = [];
  /** Shared by all hooks of the app, as the library documents it. */
  readonly appHookData: Record<string, unknown> = {};
  #programmingModel: ProgrammingModel | undefined;
  #started = false;

  /** Undefined until the package calls the library for the first time. */
  get programmingModel(): ProgrammingModel | undefined {
    return this.#programmingModel;
  }

  setProgrammingModel(model: ProgrammingModel): void {
    this.#programmingModel = model;
  }

  /** The registered functions in the order of their registration, with what the host reads. */
  functions(): readonly RegisteredFunction[] {
    return [...this.#functions.values()].map(({ metadata }) => ({
      name: metadata.name,
      bindings: Object.fromEntries(
        Object.entries(metadata.bindings).map(([name, binding]) => [name, hostBinding(binding)]),
      ),
    }));
  }

  /** @throws when the name is not registered. */
  find(name: string): { metadata: RegisteredFunction; run: FunctionCallback } {
    const found = this.#functions.get(name);
    if (found === undefined) throw new Error(`Function "${name}" is not loaded.`);
    return found;
  }

  /** From now on nothing can be registered, as on Azure once an app has started. */
  finishStart(): void {
    this.#started = true;
  }

  /** @throws when the app has started, or the name is taken. */
  register(metadata: RegisteredFunction, run: FunctionCallback): Disposable {
    if (this.#started) {
      throw new Error(
        `Function "${metadata.name}" was registered after the app had started. Register functions while the package's main is loaded.`,
      );
    }
    if (this.#functions.has(metadata.name)) {
      throw new Error(`Function "${metadata.name}" is registered twice. Give each its own name.`);
    }
    this.#functions.set(metadata.name, { metadata, run });
    return new Disposable(() => this.#functions.delete(metadata.name));
  }

  /** @throws for a hook that would never be run here. */
  addHook(name: string, run: HookCallback): Disposable {
    const known = hookNames.find((hookName) => hookName === name);
    if (known === undefined) {
      throw new Error(
        `Hook "${name}" is not run by the local Functions host. It runs ${hookNames.join(", ")}.`,
      );
    }
    const hook = { name: known, run };
    this.#hooks.push(hook);
    return new Disposable(() => this.#hooks.splice(this.#hooks.indexOf(hook), 1));
  }

  /** Runs the hooks of a name one after the other; the first error ends the row. */
  async runHooks(name: HookName, context: object): Promise<void> {
    for (const hook of this.#hooks.filter((candidate) => candidate.name === name)) {
      await hook.run(context);
    }
  }
}

/** The library's bindings may hold what cannot be sent to another process. */
function hostBinding(binding: Binding): Binding {
  const { type, direction, methods, authLevel, route } = binding;
  const { queueName, connection, dataType, sdkBinding } = binding;
  return {
    type,
    direction,
    methods,
    authLevel,
    route,
    queueName,
    connection,
    dataType,
    sdkBinding,
  };
}

/**
 * The module that @azure/functions asks its runtime for by the name "@azure/functions-core".
 * The versions are those of the host and worker whose behaviour was measured.
 */
export function coreModule(
  registry: FunctionAppRegistry,
  log: (level: LogLevel, message: string) => void,
): object {
  return {
    version: "3.9.0",
    hostVersion: "4.1037.0",
    Disposable,
    registerFunction: registry.register.bind(registry),
    registerHook: registry.addHook.bind(registry),
    setProgrammingModel: registry.setProgrammingModel.bind(registry),
    getProgrammingModel: () => registry.programmingModel,
    log: (level: LogLevel, _category: string, message: string) => {
      log(level, message);
    },
  };
}
