import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { globSync } from "tinyglobby";

/** Where a project's build puts the app that is deployed: .NET's and Maven's. */
const outputs = [
  "bin/*/*/host.json",
  "bin/*/*/publish/host.json",
  "target/azure-functions/*/host.json",
];

/**
 * The folder of a project's newest build that holds a function app, for projects whose functions
 * are known only once they are built. Undefined when there is none.
 */
export function builtOutput(project: string): string | undefined {
  const builds = globSync(outputs, { cwd: project, absolute: true })
    .map((file) => dirname(file))
    .filter((folder) => holdsFunctions(folder));
  return builds.toSorted((left, right) => builtAtMs(right) - builtAtMs(left))[0];
}

function builtAtMs(folder: string): number {
  return statSync(join(folder, "host.json")).mtimeMs;
}

function holdsFunctions(folder: string): boolean {
  return (
    existsSync(join(folder, "functions.metadata")) ||
    globSync("*/function.json", { cwd: folder }).length > 0
  );
}
