import { HOOK_NAMES, type HookName } from "../../functionsRuntime/coreModule";
import type { FunctionCallback, ProgrammingModel } from "./programmingModel";
import type { Binding, RegisteredFunction } from "./protocol";

type HookCallback = (context: object) => unknown;

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

  /**
   * @returns what takes the registration back.
   * @throws when the app has started, or the name is taken.
   */
  register(metadata: RegisteredFunction, run: FunctionCallback): () => void {
    if (this.#started) {
      throw new Error(
        `Function "${metadata.name}" was registered after the app had started. Register functions while the package's main is loaded.`,
      );
    }
    if (this.#functions.has(metadata.name)) {
      throw new Error(`Function "${metadata.name}" is registered twice. Give each its own name.`);
    }
    this.#functions.set(metadata.name, { metadata, run });
    return () => this.#functions.delete(metadata.name);
  }

  /**
   * @returns what takes the registration back.
   * @throws for a hook that would never be run here.
   */
  addHook(name: string, run: HookCallback): () => void {
    const known = HOOK_NAMES.find((hookName) => hookName === name);
    if (known === undefined) {
      throw new Error(
        `Hook "${name}" is not run by the local Functions host. It runs ${HOOK_NAMES.join(", ")}.`,
      );
    }
    const hook = { name: known, run };
    this.#hooks.push(hook);
    return () => this.#hooks.splice(this.#hooks.indexOf(hook), 1);
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
