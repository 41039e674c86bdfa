import type { EngineEvent } from "@pulumi/pulumi/automation";
import { stackFileName } from "./stateFolder";

const verbs: Record<string, string> = {
  create: "creating",
  "create-replacement": "replacing",
  update: "updating",
  delete: "deleting",
  "delete-replaced": "deleting the old",
  refresh: "refreshing",
};

/** What does here what an error tells to do with the Pulumi CLI, which people need not have. */
const LOCAL_COMMANDS = [
  { command: "pulumi config set", instead: "set a value with: npm start -- -c KEY=VALUE" },
  {
    command: "pulumi config rm",
    instead: `leave the key out, and delete it where ${stackFileName} has it`,
  },
];

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

  /**
   * The engine's own message for a failure, with what to do about settings on this machine; the
   * Automation API's error is the whole log.
   */
  explain(error: unknown): unknown {
    const found = this.#errors.length > 0 ? this.#errors : errorLines(error);
    if (found.length === 0) return error;
    const message = [...new Set(found)].join("\n");
    const advice = LOCAL_COMMANDS.filter(({ command }) => message.includes(command)).map(
      ({ command, instead }) => `On this machine, instead of ${command}, ${instead}`,
    );
    return new Error([message, ...advice].join("\n"), { cause: error });
  }
}

/** What the CLI reported before the engine began, such as a configuration value of a wrong type. */
function errorLines(error: unknown): string[] {
  return [...String(error).matchAll(/^error: (.+)$/gm)].map(([, text = ""]) => text);
}
