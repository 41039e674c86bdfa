import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectFolder } from "./projectFolder";

/** Within the project, where its own node_modules are found; git ignores it. */
const copiesFolder = join(projectFolder, ".copies");

/** A copy of the project, with a state of its own. */
export interface ProjectCopy {
  readonly folder: string;
  /** Deletes the copy with all that was written into it. */
  remove(): void;
}

/**
 * Copies the project as it stands: what git tracks or would track, changed or not. It
 * finds its libraries in the project's `node_modules`, so it is made in a moment.
 *
 * @throws Error when the project is not a git repository
 */
export function copyProject(): ProjectCopy {
  const files = projectFiles();
  mkdirSync(copiesFolder, { recursive: true });
  const folder = mkdtempSync(join(copiesFolder, "copy-"));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(projectFolder, file), join(folder, file));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Paths within the project; git still lists a tracked file that was deleted. */
function projectFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], {
    cwd: projectFolder,
    encoding: "utf8",
  });
  return listed.split("\0").filter((file) => file !== "" && existsSync(join(projectFolder, file)));
}
