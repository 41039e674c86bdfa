import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyProject } from "../support/projectCopy";
import { projectFolder } from "../support/projectFolder";

/** What a process printed, and how it ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the project in a git repository of its own, as somebody has it who cloned it. */
export class OwnProject {
  readonly #copy = copyProject();
  readonly folder = this.#copy.folder;

  constructor() {
    const libraries = join(projectFolder, "node_modules");
    symlinkSync(libraries, join(this.folder, "node_modules"), "junction");
    this.git("init", "--quiet");
    this.commit("Start");
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.folder, encoding: "utf8" });
  }

  commit(message: string): void {
    this.git("add", "--all");
    const author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
    this.git(...author, "commit", "--quiet", "--message", message);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  init(...args: string[]): Ran {
    return this.#run("--require", "tsx/cjs", "connector/init/main.ts", ...args);
  }

  connector(...args: string[]): Ran {
    return this.#run("--require", "tsx/cjs", "connector/main.ts", ...args);
  }

  /** Runs tests of the copy. @param patterns what their paths match */
  test(...patterns: string[]): { readonly status: number | null; readonly failed: string } {
    const jest = join(projectFolder, "node_modules", "jest", "bin", "jest.js");
    const { status, stderr } = this.#run(jest, "--maxWorkers=1", ...patterns);
    return { status, failed: status === 0 ? "" : stderr };
  }

  /** Deletes the copy with all that was written into it. */
  remove(): void {
    this.#copy.remove();
  }

  #run(...args: string[]): Ran {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.folder,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }
}
