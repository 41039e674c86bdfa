import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { projectFolder } from "./projectFolder";

/** How a command ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command is run, beside its PATH. */
export interface Surroundings {
  /** The working directory. @default the project's root */
  readonly cwd?: string;
  /** Beside this process's environment. @default nothing */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the connector's command line, with a PATH of its own. */
export function runConnector(
  args: readonly string[],
  path = process.env["PATH"],
  { cwd = projectFolder, env = {} }: Surroundings = {},
): Promise<Ended> {
  const options = { cwd, env: { ...process.env, PATH: path, ...env } };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      connectorArguments(args),
      options,
      (error, stdout, stderr) => {
        resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
    // As in a pipeline: prompts get no response.
    child.stdin?.end();
  });
}

/** Node's arguments for the connector's command line, in whatever folder. */
export function connectorArguments(args: readonly string[]): string[] {
  return [
    "--require",
    require.resolve("tsx/cjs"),
    join(projectFolder, "connector", "main.ts"),
    ...args,
  ];
}

/** What a fake Pulumi CLI prints. */
export interface PulumiAnswers {
  /** Outputs of every stack. */
  readonly output?: object;
  /** Configuration of every stack, as `pulumi config --json` prints it. */
  readonly config?: object;
  /** What it prints on stderr when it fails. @default it does not fail */
  readonly failure?: string;
}

/**
 * Puts a fake Pulumi CLI into a new folder of `folder`. It refuses to show a secret, and keeps the
 * arguments of each call as a line of `folder`/calls.
 *
 * @returns a PATH that begins with it
 */
export function fakePulumi(folder: string, responses: PulumiAnswers): string {
  const bin = mkdtempSync(join(folder, "bin-"));
  const script = `#!${process.execPath}
const args = process.argv.slice(2);
if (args.includes("--show-secrets")) throw new Error("a secret was asked for");
const responses = ${JSON.stringify(responses)};
require("node:fs").appendFileSync(${JSON.stringify(join(folder, "calls"))}, args.join(" ") + "\\n");
if (responses.failure) { console.error(responses.failure); process.exit(255); }
console.log(JSON.stringify(args[0] === "config" ? responses.config : responses.output));
`;
  const file = join(bin, "pulumi");
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  return [bin, process.env["PATH"]].join(delimiter);
}
