import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse as parseYaml } from "yaml";
import type { Auth } from "../auth/auth";
import { readAuth } from "../auth/authKeys";

const PROJECT = join(__dirname, "..", "..");
const CLI_TIMEOUT_MS = 120_000;

/**
 * One output of a stack, by the Pulumi CLI on PATH.
 *
 * @throws Error when the CLI, the stack or the output does not exist
 */
export async function stackOutput(stack: string, name: string): Promise<string> {
  const outputs = parse(await pulumi("stack", "output", "--json", "--stack", stack));
  const value = outputs[name];
  if (typeof value === "string" && value !== "") return value;
  const known = Object.keys(outputs).join(", ") || "none";
  throw new Error(
    `The stack "${stack}" has no output "${name}"; it has: ${known}. ` +
      "Deploy it first, with pulumi up.",
  );
}

/**
 * How the callers of a stack's connector authenticate, by its configuration.
 *
 * @throws Error when the CLI or the stack does not exist, or the configuration is wrong
 */
export async function stackAuth(stack: string): Promise<Auth> {
  const config = parse(await pulumi("config", "--json", "--stack", stack));
  // A stack's file may hold keys of other projects and of providers too, as in azure-native:location.
  const project = projectName();
  const { auth, problems } = readAuth((key) => {
    const entry = config[`${project}:${key}`] as { readonly value?: string } | undefined;
    return entry?.value ?? "";
  });
  if (auth) return auth;
  const reported = problems.map(
    ({ key, value, expected }) => `${key} is "${value}", expected ${expected}`,
  );
  throw new Error(`The configuration of the stack "${stack}" is wrong: ${reported.join("; ")}.`);
}

/** The namespace of this project's configuration keys. */
function projectName(): string {
  const text = readFileSync(join(PROJECT, "Pulumi.yaml"), "utf8");
  return (parseYaml(text) as { readonly name: string }).name;
}

/** What the CLI prints. It prompts for nothing, and does not look for a newer version of itself. */
async function pulumi(...args: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("pulumi", [...args, "--non-interactive"], {
      cwd: PROJECT,
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
      timeout: CLI_TIMEOUT_MS,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (cause) {
    const {
      code,
      killed,
      stderr = "",
    } = cause as NodeJS.ErrnoException & {
      killed?: boolean;
      stderr?: string;
    };
    if (code === "ENOENT") {
      throw new Error(
        "Pulumi CLI not found on PATH; it is needed to read the stack. Install it " +
          "(https://www.pulumi.com/docs/iac/download-install/), or name a host or a definition instead of the stack.",
        { cause },
      );
    }
    const reason = killed ? `no response in ${CLI_TIMEOUT_MS / 1000} s.` : reasonOf(stderr);
    throw new Error(
      `pulumi ${args.join(" ")} failed: ${reason} Log in to where the stack is kept ` +
        "(pulumi login), or name a host or a definition instead of the stack.",
      { cause },
    );
  }
}

function reasonOf(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const said = lines.filter((line) => line !== "").join(" ");
  return said === ""
    ? "it printed no reason."
    : `${said.replace(/^error: /, "").replace(/\.$/, "")}.`;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new Error(`The output of the Pulumi CLI is not valid JSON: ${text.slice(0, 200)}`, {
      cause,
    });
  }
}
