import { spawnSync } from "node:child_process";
import { projectFolder } from "./support/projectFolder";

// Each is a script of package.json too, so that it can be run by itself.
test.each(["format:check", "lint", "types", "unused"])(
  "npm run %s finds nothing",
  (script) => {
    const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", script], {
      cwd: projectFolder,
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    expect({ status, output: status === 0 ? "" : stdout + stderr }).toEqual({
      status: 0,
      output: "",
    });
  },
  300_000,
);
