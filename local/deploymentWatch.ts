import type { EngineEvent } from "@pulumi/pulumi/automation";

const verbs: Record<string, string> = {
  create: "creating",
  "create-replacement": "replacing",
  update: "updating",
  delete: "deleting",
  "delete-replaced": "deleting the old",
  refresh: "looking at",
};

/** Follows a deployment by the engine's events. */
export class DeploymentWatch {
  readonly #onProgress: (message: string) => void;
  readonly #errors: string[] = [];
  #done = 0;

  /** @param onProgress Takes a short text for each step that the engine begins. */
  constructor(onProgress: (message: string) => void) {
    this.#onProgress = onProgress;
  }

  readonly onEvent = ({
    resourcePreEvent,
    resOutputsEvent,
    diagnosticEvent,
  }: EngineEvent): void => {
    if (resOutputsEvent !== undefined) this.#done += 1;
    if (diagnosticEvent?.severity === "error") this.#errors.push(diagnosticEvent.message.trim());
    const step = resourcePreEvent?.metadata;
    const verb = verbs[step?.op ?? ""];
    if (step === undefined || verb === undefined) return;
    this.#onProgress(`${verb} ${step.urn.split("::").at(-1)} (${this.#done} done)`);
  };

  /** The engine's own words for a failure; the Automation API's error is the whole log. */
  explain(error: unknown): unknown {
    if (this.#errors.length === 0) return error;
    return new Error([...new Set(this.#errors)].join("\n"), { cause: error });
  }
}
