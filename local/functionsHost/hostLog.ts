import type { LogLevel } from "../../functionsRuntime/coreModule";

/** Writes one line, without its line end. */
export type LineSink = (line: string) => void;

/** Azure's default: `information` and above are kept. */
const keptLevels: readonly LogLevel[] = ["information", "warning", "error", "critical"];

/** The log of one function app: each line names the app and, where known, the function. */
export class HostLog {
  readonly #sink: LineSink;
  readonly #appName: () => string;
  readonly #secrets: () => readonly string[];

  /** @param secrets the keys in force; none of them is ever written. */
  constructor(sink: LineSink, appName: () => string, secrets: () => readonly string[]) {
    this.#sink = sink;
    this.#appName = appName;
    this.#secrets = secrets;
  }

  write(level: LogLevel, message: string, functionName?: string): void {
    if (!keptLevels.includes(level)) return;
    const source = [`[${this.#appName()}]`, functionName].filter(Boolean).join(" ");
    const mark = level === "information" ? "" : `${level}: `;
    for (const line of this.#withoutSecrets(message).split(/\r?\n/)) {
      this.#sink(`${source}: ${mark}${line}`);
    }
  }

  /** Code may log its request's headers, or its URL, which carries the key in `code`. */
  #withoutSecrets(message: string): string {
    return this.#secrets()
      .filter((secret) => secret !== "")
      .reduce((text, secret) => text.replaceAll(secret, "[key]"), message)
      .replaceAll(/([?&]code=)[^&#\s"']+/gi, "$1[key]");
  }
}
