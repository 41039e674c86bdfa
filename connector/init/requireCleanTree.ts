import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";

const FORCE = "or run it with --force if nothing here needs to be kept.";

/**
 * Checks that a folder is a git work tree without changes, so that git can bring back what is removed.
 *
 * @throws Error when it is not, with what to do
 */
export function requireCleanTree(folder: string): void {
  const top = git(folder, "rev-parse", "--show-toplevel");
  if (top === undefined || realpathSync(top.trim()) !== realpathSync(folder)) {
    throw new Error(
      `${folder} is not a git repository, so removed files could not be brought back. ` +
        `Make it one (git init && git add -A && git commit -m "Start"), ${FORCE}`,
    );
  }
  const lines = (git(folder, "status", "--porcelain") ?? "").split("\n");
  const files = lines.filter((line) => line !== "").map((line) => line.slice("?? ".length));
  if (files.length === 0) return;
  const shown = files.slice(0, 5).join(", ") + (files.length > 5 ? ", ..." : "");
  throw new Error(`There are uncommitted changes (${shown}). Commit or stash them, ${FORCE}`);
}

/** What git prints; undefined when it fails or is not installed. */
function git(folder: string, ...args: string[]): string | undefined {
  try {
    return execFileSync("git", args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
  } catch {
    return undefined;
  }
}
