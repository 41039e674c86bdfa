import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { PulumiCommand } from "@pulumi/pulumi/automation";

/** What the Automation API calls of a command; its own declarations leave it out. */
type Run = (
  args: string[],
  cwd: string,
  env: Record<string, string>,
  onOutput?: (text: string) => void,
  onError?: (text: string) => void,
  signal?: AbortSignal,
) => Promise<{ stdout: string; stderr: string; code: number }>;

/** A Pulumi CLI whose process can be killed, as the system does when memory is short. */
export class KillableCommand {
  readonly command: PulumiCommand;
  #running: ChildProcess | undefined;

  constructor(command: PulumiCommand) {
    const run: Run = (...call) => this.#run(command.command, ...call);
    this.command = Object.create(command, { run: { value: run } });
  }

  kill(): void {
    this.#running?.kill("SIGKILL");
  }

  async #run(
    path: string,
    ...[args, cwd, env, onOutput, onError, signal]: Parameters<Run>
  ): ReturnType<Run> {
    const child = spawn(path, [...args, "--non-interactive"], {
      cwd,
      env: { ...process.env, ...env, PULUMI_AUTOMATION_API: "true" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#running = child;
    const interrupt = (): unknown => child.kill("SIGINT");
    signal?.addEventListener("abort", interrupt, { once: true });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.stdout += text;
      onOutput?.(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said.stderr += text;
      onError?.(text);
    });
    const [code] = (await once(child, "close")) as [number | null];
    signal?.removeEventListener("abort", interrupt);
    if (code === 0) return { ...said, code };
    throw new Error(`pulumi ended with ${code}.\n${said.stdout}\n${said.stderr}`);
  }
}
