import { randomUUID } from "node:crypto";
import type { Delays } from "../delays/delays";

/**
 * Statuses of a deployment that the emulator has.
 * https://github.com/Azure/azure-functions-core-tools/blob/main/src/Azure.Functions.Cli/Common/DeployStatus.cs
 */
const deployStatus = { pending: 0, failed: 3, success: 4, partialSuccess: 6 } as const;

type DeployStatus = (typeof deployStatus)[keyof typeof deployStatus];

interface LogEntry {
  readonly log_time: string;
  readonly id: string;
  readonly message: string;
  readonly type: number;
}

/** One deployment of an app's code, which is going on or has ended. */
export class Deployment {
  readonly id = randomUUID();
  /** When it is seen to end, at the earliest, in ms since 1970. */
  readonly endsFromMs: number;
  /** Whether Kudu's pod is replaced at its end, if it succeeds: then nobody knows of it any more. */
  readonly isForgotten: boolean;
  readonly #isPartial: boolean;
  readonly #delays: Delays;
  readonly #deployer: string;
  readonly #received = timestamp();
  readonly #log: LogEntry[] = [];
  #status: DeployStatus = deployStatus.pending;
  #statusText = "";
  #ended: string | undefined;

  /** @param deployer What the client calls itself. */
  constructor(deployer: string, delays: Delays) {
    this.#deployer = deployer;
    this.#delays = delays;
    delays.beginCount("deploymentUnknown", this.id);
    this.endsFromMs = delays.endMs("deployment");
    this.isForgotten = delays.isCase("deploymentForgotten");
    this.#isPartial = delays.isCase("partialSuccess");
    this.write("Starting deployment pipeline.");
  }

  /** Whether it is seen to have ended. */
  get isComplete(): boolean {
    return this.#ended !== undefined && this.#delays.now() >= this.endsFromMs;
  }

  /** Whether it has ended well. */
  get hasSucceeded(): boolean {
    return this.#ended !== undefined && this.#status !== deployStatus.failed;
  }

  /** Adds a line to its log. */
  write(message: string): void {
    this.#log.push({ log_time: timestamp(), id: this.id, message, type: 0 });
  }

  succeed(): void {
    const { success, partialSuccess } = deployStatus;
    // https://github.com/Azure/azure-cli/issues/33184
    if (this.#isPartial) {
      this.#end(partialSuccess, "[KuduSpecializer] Kudu has been restarted after package deployed");
    } else {
      this.#end(success, "");
    }
  }

  fail(statusText: string): void {
    this.#end(deployStatus.failed, statusText);
  }

  /** Its log, as Kudu lists it. */
  get log(): readonly LogEntry[] {
    return this.#log;
  }

  /**
   * As Kudu describes it.
   *
   * @param origin Address of the scm site.
   * https://github.com/projectkudu/kudu/wiki/REST-API#deployment
   */
  describe(origin: string): Record<string, unknown> {
    const url = `${origin}/api/deployments/${this.id}`;
    const { isComplete } = this;
    const ended = isComplete ? (this.#ended ?? null) : null;
    const hasSucceeded = isComplete && this.hasSucceeded;
    return {
      id: this.id,
      status: isComplete ? this.#status : deployStatus.pending,
      status_text: isComplete ? this.#statusText : "",
      author_email: "N/A",
      author: "N/A",
      deployer: this.#deployer,
      message: "Created via a push deployment",
      progress: "",
      received_time: this.#received,
      start_time: this.#received,
      end_time: ended,
      last_success_end_time: hasSucceeded ? ended : null,
      complete: isComplete,
      active: hasSucceeded,
      is_temp: false,
      is_readonly: true,
      url,
      log_url: `${url}/log`,
    };
  }

  #end(status: DeployStatus, statusText: string): void {
    this.#status = status;
    this.#statusText = statusText;
    this.#ended = timestamp();
  }
}

function timestamp(): string {
  return new Date().toISOString();
}
