import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Command lines of all processes of this machine. A small Linux has no `ps`, but tells them as files. */
export function commandLines(): string[] {
  if (!existsSync("/proc/self/cmdline")) {
    return execFileSync("ps", ["-eww", "-o", "args"], { encoding: "utf8" }).split("\n");
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((id) => commandLine(id));
}

function commandLine(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    // It ended while the list was read.
    return "";
  }
}
