import type { EngineEvent } from "@pulumi/pulumi/automation";

/** How long the engine worked on one resource. */
export interface ResourceFigure {
  readonly name: string;
  readonly type: string;
  /** What the engine did, such as "create". */
  readonly operation: string;
  readonly seconds: number;
}

/** What one step of a lifecycle did, and how long it took. */
export interface StepFigure {
  readonly title: string;
  readonly seconds: number;
  /** How many resources were created, updated, the same and so on. */
  readonly changes: Readonly<Record<string, number>>;
  /** Those on which the engine worked, the longest first. */
  readonly resources: readonly ResourceFigure[];
  /** The last message of each wait, with how long it took. */
  readonly waits: readonly string[];
}

/** Measures a step by the engine's events. */
export class StepWatch {
  readonly #startedMs = performance.now();
  readonly #begunMs = new Map<string, number>();
  readonly #resources: ResourceFigure[] = [];
  readonly #waits = new Map<string, string>();
  readonly #onWait: (message: string) => void;

  /** @param onWait takes each message of a wait as it comes */
  constructor(onWait: (message: string) => void = () => undefined) {
    this.#onWait = onWait;
  }

  readonly onEvent = ({
    resourcePreEvent,
    resOutputsEvent,
    diagnosticEvent,
  }: EngineEvent): void => {
    const begun = resourcePreEvent?.metadata;
    if (begun) this.#begunMs.set(`${begun.op} ${begun.urn}`, performance.now());
    const ended = resOutputsEvent?.metadata;
    if (ended && ended.op !== "same") this.#end(ended);
    if (diagnosticEvent?.ephemeral && diagnosticEvent.urn) {
      const message = diagnosticEvent.message.trim();
      this.#waits.set(diagnosticEvent.urn, `${nameOf(diagnosticEvent.urn)}: ${message}`);
      this.#onWait(message);
    }
  };

  figure(title: string, changes: Readonly<Record<string, number>> = {}): StepFigure {
    return {
      title,
      seconds: secondsSince(this.#startedMs),
      changes,
      resources: this.#resources.toSorted((one, other) => other.seconds - one.seconds),
      waits: [...this.#waits.values()],
    };
  }

  #end({ op, urn, type }: { op: string; urn: string; type: string }): void {
    const begunMs = this.#begunMs.get(`${op} ${urn}`);
    if (begunMs === undefined) return;
    this.#resources.push({
      name: nameOf(urn),
      type,
      operation: op,
      seconds: secondsSince(begunMs),
    });
  }
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function secondsSince(startedMs: number): number {
  return Math.round((performance.now() - startedMs) / 100) / 10;
}
