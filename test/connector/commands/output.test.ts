import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectorArguments, runConnector } from "../../support/connectorCommand";
import { projectFolder } from "../../support/projectFolder";

const COMMITTED = readFileSync(
  join(projectFolder, "connector", "apiDefinition.swagger.json"),
  "utf8",
);

const write = (out: string) => runConnector(["definition", "--out", out]);

describe("a file that is written", () => {
  const directory = mkdtempSync(join(tmpdir(), "connector-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  test.each(["there", "not there yet"])("is the one that a link names, %s", async (what) => {
    const [file, link] = [join(directory, `${what}.json`), join(directory, `${what} link`)];
    if (what === "there") writeFileSync(file, "old");
    symlinkSync(file, link);
    expect(await write(link)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, "utf8")).toBe(COMMITTED);
  });

  test("keeps its mode", async () => {
    const file = join(directory, "mode.json");
    writeFileSync(file, "old");
    chmodSync(file, 0o640);
    const { mode } = statSync(file);
    expect(await write(file)).toMatchObject({ status: 0 });
    expect(statSync(file).mode).toBe(mode);
    expect(readFileSync(file, "utf8")).toBe(COMMITTED);
  });

  test("is refused when it is read-only, and left as it was", async () => {
    const file = join(directory, "read-only.json");
    writeFileSync(file, "old");
    chmodSync(file, 0o444);
    const { status, stderr } = await write(file);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^error: Cannot write .*read-only\.json \((EACCES|EPERM|it is read-only)\)\. Name a file/,
    );
    expect(readFileSync(file, "utf8")).toBe("old");
    chmodSync(file, 0o644);
  });

  test("may be a pipe, which stays one", async () => {
    // Windows has no pipes with a path among its files.
    if (process.platform === "win32") return;
    const pipe = join(directory, "pipe");
    expect(spawnSync("mkfifo", [pipe])).toMatchObject({ status: 0 });
    const reader = spawn("cat", [pipe]);
    const read = once(reader.stdout, "data");
    try {
      expect(await write(pipe)).toMatchObject({ status: 0 });
      expect(lstatSync(pipe).isFIFO()).toBe(true);
      expect(COMMITTED.startsWith(String(await read))).toBe(true);
    } finally {
      reader.kill();
    }
  });

  test("leaves nothing beside it", () => {
    expect(readdirSync(directory).filter((name) => name.includes("tmp"))).toEqual([]);
  });
});

/** Runs a command whose reader is gone before it prints, or that prints into a file. */
async function runInto(stdout: "pipe" | number, args: readonly string[]) {
  const command = spawn(process.execPath, connectorArguments(args), {
    cwd: projectFolder,
    stdio: ["ignore", stdout, "pipe"],
  });
  command.stdout?.destroy();
  let stderr = "";
  command.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [status] = await once(command, "close");
  return { status, stderr };
}

describe("what is printed", () => {
  test.each([
    [0, ["lint", "--rules"]],
    [0, ["lint", "--help"]],
    // The exit code is that of what was found, read or not.
    [1, ["lint", join(projectFolder, "package.json")]],
  ])("may be read in part: exit code %i of %j, and no error", async (status, args) => {
    expect(await runInto("pipe", args)).toEqual({ status, stderr: "" });
  });

  test("is reported missing in one line when the disk is full", async () => {
    // Linux has a disk that is always full.
    if (!existsSync("/dev/full")) return;
    const disk = openSync("/dev/full", "w");
    const ended = await runInto(disk, ["definition"]);
    closeSync(disk);
    expect(ended).toEqual({
      status: 1,
      stderr: "error: Cannot write to standard output (ENOSPC). Print to a disk with free space.\n",
    });
  });
});
