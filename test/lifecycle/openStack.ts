import { join } from "node:path";
import { LocalWorkspace, Stack, type PulumiFn } from "@pulumi/pulumi/automation";
import type { Target } from "./target";

/** Opens the target's stack of a project's program, and creates it the first time. */
export async function openStack(folder: string, target: Target): Promise<Stack> {
  const { program } = require(join(folder, "infra", "program.ts")) as { program: PulumiFn };
  const workspace = await LocalWorkspace.create({
    workDir: folder,
    program,
    pulumiCommand: target.command,
    envVars: { ...target.environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const stack = await Stack.createOrSelect(target.stackName, workspace);
  for (const [key, value] of Object.entries(target.config)) await stack.setConfig(key, { value });
  return stack;
}
