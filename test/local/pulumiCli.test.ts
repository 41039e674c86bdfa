import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open, watch, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { goEnvironment, pulumiPackage, toolsFolder } from "../../local/pulumiCli/buildPulumi";
import { cacheFolder } from "../../local/pulumiCli/cacheFolder";
import { findPulumi } from "../../local/pulumiCli/findPulumi";
import { pulumiVersion } from "../../local/pulumiCli/pulumiVersion";
import { replaceFolder } from "../../local/pulumiCli/replaceFolder";
import { runProcessGroup } from "../../local/pulumiCli/runProcessGroup";
import { withMachineLock } from "../../local/machineLock";

// Programs that are not there, made of shell scripts: this file runs on Linux and macOS.

const realEnv = { ...process.env };
let folder: string;
let versionFolder: string;
let giveUp: AbortController;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-cli-test-"));
  versionFolder = join(folder, "cache", "pulumi", pulumiVersion);
  giveUp = new AbortController();
  const preload = join(folder, "preload.cjs");
  writeFileSync(preload, fakeFetch);
  process.env = {
    ...realEnv,
    PATH: join(folder, "bin"),
    FUNCTION_CONNECTOR_CACHE: join(folder, "cache"),
    NODE_OPTIONS: `--require ${preload}`,
    TEST_FOLDER: folder,
  };
});

afterEach(() => {
  giveUp.abort();
  process.env = realEnv;
  rmSync(folder, { recursive: true, force: true });
});

/**
 * In the installer's process: get.pulumi.com cannot be reached unless the folder holds an
 * install.sh, and never responds if it holds a file named silent. Time limits are 100 times
 * shorter.
 */
const fakeFetch = `
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const folder = process.env.TEST_FOLDER;
const timeout = AbortSignal.timeout;
AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 100);
globalThis.fetch = async (url, { signal }) => {
  if (existsSync(join(folder, "silent"))) {
    await new Promise((_, reject) => {
      const connection = setTimeout(() => reject(new Error("no time limit")), 60_000);
      signal.addEventListener("abort", () => {
        clearTimeout(connection);
        reject(signal.reason);
      });
    });
  }
  if (url !== "https://get.pulumi.com/install.sh" || !existsSync(join(folder, "install.sh"))) {
    throw new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND") });
  }
  return new Response(readFileSync(join(folder, "install.sh")));
};
`;

function writeScript(path: string, lines: readonly string[]): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  const text = ["#!/bin/sh", "PATH=/usr/bin:/bin", ...lines, ""].join("\n");
  writeFileSync(join(folder, path), text, { mode: 0o755 });
}

function writePulumi(path: string, version: string): void {
  writeScript(path, [`echo v${version}`]);
}

/** Shell lines that write a CLI that prints `version` to the folder in a shell expression. */
function shellWritesPulumi(binFolder: string, version: string): string[] {
  return [
    `mkdir -p ${binFolder}`,
    `printf '#!/bin/sh\\necho v${version}\\n' > ${binFolder}/pulumi`,
    `chmod +x ${binFolder}/pulumi`,
  ];
}

/** A go whose sixth argument is where it puts what it built, see buildPulumi. */
function writeGo(before: readonly string[] = []): void {
  writeScript("bin/go", [
    `printf '%s\\n' "$@" >> "${folder}/go.args"`,
    `env > "${folder}/go.env"`,
    ...before,
    ...shellWritesPulumi('"$6"', pulumiVersion),
  ]);
}

/** The official script is called with --no-edit-path --install-root ROOT --version VERSION. */
function writeInstaller(before: readonly string[] = []): void {
  writeScript("install.sh", [
    `printf '%s\\n' "$@" >> "${folder}/install.args"`,
    `env > "${folder}/install.env"`,
    ...before,
    ...shellWritesPulumi('"$3/bin"', pulumiVersion),
  ]);
}

async function find() {
  const messages: string[] = [];
  const found = await findPulumi({
    onProgress: (message) => messages.push(message),
    signal: giveUp.signal,
  });
  return { ...found, command: found.command.command, messages };
}

/** Whether a process runs; one that has ended and has not been reaped does not. */
function runs(pid: string): boolean {
  try {
    const state = execFileSync("/bin/ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" });
    return !state.startsWith("Z");
  } catch {
    return false;
  }
}

async function fileAppears(name: string): Promise<void> {
  for await (const { filename } of watch(folder, { signal: giveUp.signal })) {
    if (filename === name) return;
  }
}

const emptyCache = (): boolean =>
  execFileSync("/usr/bin/find", [folder, "-path", "*/cache/*", "-type", "f"]).length === 0;

describe("pulumi on PATH", () => {
  test.each([pulumiVersion, "3.999.0"])(
    "%s is used, and nothing is put on the disk",
    async (version) => {
      writePulumi("bin/pulumi", version);
      writePulumi(`cache/pulumi/${pulumiVersion}/built/bin/pulumi`, pulumiVersion);
      expect(await find()).toEqual({ command: "pulumi", source: "path", version, messages: [] });
    },
  );

  test("one that is too old is left alone, with a note", async () => {
    writePulumi("bin/pulumi", "3.199.0");
    writePulumi(`cache/pulumi/${pulumiVersion}/built/bin/pulumi`, pulumiVersion);
    const { source, messages } = await find();
    expect(source).toBe("built");
    expect(messages).toEqual([expect.stringMatching(/pulumi on PATH: .*3\.200\.0.*3\.199\.0/)]);
  });

  test("one that fails is left alone, with its own words", async () => {
    writeScript("bin/pulumi", ["echo out of order >&2", "exit 3"]);
    writePulumi(`cache/pulumi/${pulumiVersion}/built/bin/pulumi`, pulumiVersion);
    const { source, messages } = await find();
    expect(source).toBe("built");
    expect(messages).toEqual([expect.stringMatching(/^pulumi on PATH: .*\nout of order$/)]);
  });
});

describe("the cache folder", () => {
  test("what the installer put there comes before what was built, and nothing is run", async () => {
    writePulumi(`cache/pulumi/${pulumiVersion}/installed/bin/pulumi`, pulumiVersion);
    writePulumi(`cache/pulumi/${pulumiVersion}/built/bin/pulumi`, pulumiVersion);
    writeInstaller();
    writeGo();
    expect(await find()).toEqual({
      command: join(versionFolder, "installed/bin/pulumi"),
      source: "installed",
      version: pulumiVersion,
      messages: [],
    });
    expect(existsSync(join(folder, "install.args"))).toBe(false);
    expect(existsSync(join(folder, "go.args"))).toBe(false);
  });

  test("a broken one is made anew", async () => {
    writeScript(`cache/pulumi/${pulumiVersion}/built/bin/pulumi`, ["exit 1"]);
    writeGo();
    expect(await find()).toMatchObject({ source: "built", version: pulumiVersion });
  });

  test("is this user's on this machine, or the one that FUNCTION_CONNECTOR_CACHE names", () => {
    const home = homedir();
    expect(cacheFolder({}, "linux")).toBe(join(home, ".cache/function-connector"));
    expect(cacheFolder({ XDG_CACHE_HOME: "/x" }, "linux")).toBe("/x/function-connector");
    expect(cacheFolder({ XDG_CACHE_HOME: "x" }, "linux")).toBe(
      join(home, ".cache/function-connector"),
    );
    expect(cacheFolder({ XDG_CACHE_HOME: "/x" }, "darwin")).toBe(
      join(home, "Library/Caches/function-connector"),
    );
    expect(cacheFolder({ LOCALAPPDATA: "/l" }, "win32")).toBe("/l/function-connector");
    expect(cacheFolder({ FUNCTION_CONNECTOR_CACHE: "/t", XDG_CACHE_HOME: "/x" }, "linux")).toBe(
      "/t",
    );
  });

  test("gets all of a folder or nothing, and keeps what another process put there first", async () => {
    const target = join(folder, "cache", "target");
    const failed = replaceFolder(target, async (part) => {
      await writeFile(join(part, "half"), "");
      throw new Error("no more");
    });
    await expect(failed).rejects.toThrow("no more");
    expect(emptyCache()).toBe(true);

    await replaceFolder(target, async (part) => {
      await writeFile(join(part, "mine"), "");
      writeScript("cache/target/theirs", []);
    });
    expect(existsSync(join(target, "theirs"))).toBe(true);
    expect(execFileSync("/bin/ls", [join(folder, "cache")], { encoding: "utf8" })).toBe("target\n");
  });
});

describe("Pulumi's installer", () => {
  test("comes before a build, and its CLI is found again without it", async () => {
    writeInstaller();
    writeGo();
    const first = await find();
    expect(first).toMatchObject({ source: "installed", version: pulumiVersion });
    expect(first.command).toBe(join(versionFolder, "installed/bin/pulumi"));
    expect(first.messages).toEqual([
      expect.stringContaining(`Downloading the Pulumi CLI ${pulumiVersion}`),
    ]);
    expect(readFileSync(join(folder, "install.args"), "utf8")).toMatch(/--version\n3\.200\.0\n$/);
    expect(existsSync(join(folder, "go.args"))).toBe(false);

    rmSync(join(folder, "install.sh"));
    expect(await find()).toMatchObject({ source: "installed", messages: [] });
  });

  test("a site that does not respond is given up", async () => {
    writeFileSync(join(folder, "silent"), "");
    writeGo();
    const { source, messages } = await find();
    expect(source).toBe("built");
    expect(messages).toContainEqual(expect.stringMatching(/cannot be reached \(.*timeout\)/));
  });

  test("one that takes longer than its limit is given up", async () => {
    jest.spyOn(AbortSignal, "timeout").mockReturnValueOnce(AbortSignal.abort());
    writeGo();
    const { source, messages } = await find();
    expect(source).toBe("built");
    expect(messages).toContain("Pulumi's installer: it did not finish within 10 minutes");
  });

  test("one that fails half way leaves nothing, and its message is reported", async () => {
    writeInstaller(['mkdir "$3/bin"', 'echo half > "$3/bin/pulumi"', "echo no room >&2", "exit 1"]);
    await expect(find()).rejects.toThrow(/Pulumi's installer: .*\n *no room\n/);
    expect(emptyCache()).toBe(true);
  });
});

describe("the build from source", () => {
  test("follows an installer that cannot be reached, and is found again without Go", async () => {
    writeGo();
    const { command, source, messages } = await find();
    expect(source).toBe("built");
    expect(command).toBe(join(versionFolder, "built/bin/pulumi"));
    expect(messages.join("\n")).toContain("install.sh cannot be reached (getaddrinfo ENOTFOUND)");
    expect(readFileSync(join(folder, "go.args"), "utf8")).toContain(
      "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.200.0\n",
    );

    rmSync(join(folder, "bin/go"));
    expect(await find()).toMatchObject({ source: "built", messages: [] });
  });

  test("counts modules and packages as go reports them", async () => {
    writeGo([
      "echo go: downloading example.com/a v1.0.0 >&2",
      "echo example.com/a >&2",
      "echo example.com/a/b >&2",
    ]);
    const { messages } = await find();
    expect(messages.slice(-4)).toEqual([
      expect.stringMatching(/^Building the Pulumi CLI 3\.200\.0 .* 3 minutes\)$/),
      expect.stringMatching(/: 1 modules downloaded, 0 packages done$/),
      expect.stringMatching(/: 1 modules downloaded, 1 packages done$/),
      expect.stringMatching(/: 1 modules downloaded, 2 packages done$/),
    ]);
  });

  test("go and the installer get no secrets, no update check and no other Go", async () => {
    process.env["PULUMI_ACCESS_TOKEN"] = "pul-hidden";
    process.env["PULUMI_CONFIG_PASSPHRASE"] = "hidden";
    process.env["AZURE_CLIENT_SECRET"] = "hidden";
    process.env["AZURE_STORAGE_CONNECTION_STRING"] = "AccountKey=hidden";
    process.env["AWS_SECRET_ACCESS_KEY"] = "hidden";
    process.env["GOFLAGS"] = "-mod=mod";
    writeInstaller(["exit 1"]);
    writeGo();
    await find();
    const goEnv = readFileSync(join(folder, "go.env"), "utf8");
    const installEnv = readFileSync(join(folder, "install.env"), "utf8");
    for (const env of [goEnv, installEnv]) {
      expect(env).not.toContain("hidden");
      expect(env).toContain("PULUMI_SKIP_UPDATE_CHECK=true\n");
    }
    expect(goEnv).toContain("GOFLAGS=-mod=readonly\n");
    expect(goEnv).toContain("GOTOOLCHAIN=local\n");
  });

  test("two at once build once", async () => {
    const gatePath = join(folder, "gate");
    execFileSync("/usr/bin/mkfifo", [gatePath]);
    writeGo([`read go_on < "${gatePath}"`]);
    // Opened to read too, or opening it would wait for the reader.
    const gate = await open(gatePath, "r+");
    // Whichever comes second lets the first go on.
    const onProgress = (message: string): void => {
      if (message.startsWith("Another process")) void gate.write("\n");
    };
    const options = { onProgress, signal: giveUp.signal };
    try {
      const found = await Promise.all([findPulumi(options), findPulumi(options)]);
      expect(found.map(({ source }) => source)).toEqual(["built", "built"]);
    } finally {
      await gate.close();
    }
    expect(readFileSync(join(folder, "go.args"), "utf8").match(/^build$/gm)).toHaveLength(1);
  });
});

describe("giving up", () => {
  test("lists all that was tried, why it failed and what to install", async () => {
    writePulumi("bin/pulumi", "3.1.0");
    writeScript("bin/go", ["echo go: module lookup disabled >&2", "exit 1"]);
    const error: unknown = await find().catch((reason: unknown) => reason);
    expect(String(error)).toMatch(
      new RegExp(
        [
          "Pulumi CLI 3\\.200\\.0 or newer not found .*",
          "- pulumi on PATH: .* v3\\.1\\.0\\. .*",
          "- Pulumi's installer: .*install\\.sh cannot be reached .*",
          "- Build from source: go: module lookup disabled",
          ".*https://www\\.pulumi\\.com/docs/iac/download-install/.*https://go\\.dev/dl/.*",
        ].join("\n"),
      ),
    );
    expect(emptyCache()).toBe(true);
  });

  test("says when neither pulumi nor go is there", async () => {
    await expect(find()).rejects.toThrow(
      /pulumi on PATH: not found\n[^]*Build from source: go is not on PATH\n/,
    );
  });

  test.each([
    ["installer", writeInstaller, ['mkdir "$3/bin"', 'echo half > "$3/bin/pulumi"', "exit 0"]],
    ["build", writeGo, ['mkdir "$6"', 'echo half > "$6/pulumi"', "exit 0"]],
  ])("a CLI of the %s that does not run is not kept", async (_name, write, lines) => {
    write(lines);
    await expect(find()).rejects.toThrow(/EACCES/);
    expect(emptyCache()).toBe(true);
  });

  test.each([
    ["installer", writeInstaller],
    ["build", writeGo],
  ])("on the signal, of the %s, leaves no process and no file", async (_name, write) => {
    const started = join(folder, "started");
    write([
      "sleep 600 &",
      `echo $$ $! > "${started}.part"`,
      `mv "${started}.part" "${started}"`,
      "wait",
    ]);
    const appeared = fileAppears("started");
    const found = find();
    await Promise.race([appeared, found]);
    const pids = readFileSync(started, "utf8").trim().split(" ");
    expect(pids.map(runs)).toEqual([true, true]);
    giveUp.abort(new Error("changed my mind"));
    await expect(found).rejects.toThrow("changed my mind");
    expect(pids.map(runs)).toEqual([false, false]);
    expect(emptyCache()).toBe(true);
  });
});

test("a process group ends with the last process in it", async () => {
  const lines: string[] = [];
  const onStderrLine = (line: string): void => void lines.push(line);
  const script = "(sleep 0.2; echo late >&2) & echo early >&2";
  await runProcessGroup("/bin/sh", ["-c", script], { env: realEnv, onStderrLine });
  expect(lines).toEqual(["early", "late"]);
});

describe("the lock", () => {
  const holderScript = `
    const { withMachineLock } = require(${JSON.stringify(require.resolve("../../local/machineLock.ts"))});
    withMachineLock(process.argv[1], { onWait() {} }, () => {
      console.log("held");
      return new Promise((resolve) => process.stdin.on("end", resolve).resume());
    });
  `;
  const holdInOtherProcess = async () => {
    const holder = spawn(
      process.execPath,
      ["--require", require.resolve("tsx/cjs"), "--eval", holderScript, folder],
      { env: realEnv, stdio: ["pipe", "pipe", "inherit"] },
    );
    giveUp.signal.addEventListener("abort", () => holder.stdin.end());
    await once(holder.stdout, "data");
    return holder;
  };

  test("of a process that crashed goes to the one that waits", async () => {
    const holder = await holdInOtherProcess();
    const crash = (): void => void holder.kill("SIGKILL");
    const result = await withMachineLock(
      folder,
      { onWait: crash, signal: giveUp.signal },
      async () => "mine",
    );
    expect(result).toBe("mine");
  });

  test("is waited for until the signal", async () => {
    const holder = await holdInOtherProcess();
    const action = jest.fn();
    const onWait = (): void => giveUp.abort(new Error("changed my mind"));
    const locked = withMachineLock(folder, { onWait, signal: giveUp.signal }, action);
    await expect(locked).rejects.toThrow("changed my mind");
    expect(action).not.toHaveBeenCalled();
    await once(holder, "close");
  });

  test("is free again after an action that failed", async () => {
    const onWait = jest.fn();
    const failed = withMachineLock(folder, { onWait }, () => Promise.reject(new Error("no")));
    await expect(failed).rejects.toThrow("no");
    expect(await withMachineLock(folder, { onWait }, async () => "next")).toBe("next");
    expect(onWait).not.toHaveBeenCalled();
  });
});

describe("the Go module", () => {
  test("requires the version that is asked for", () => {
    const text = readFileSync(join(toolsFolder, "go.mod"), "utf8");
    const versions = [...text.matchAll(/github\.com\/pulumi\/pulumi\/(?:pkg|sdk)\/v3 v(\S+)/g)];
    expect(versions.map(([, version]) => version)).toEqual([pulumiVersion, pulumiVersion]);
  });

  test("names every package of the CLI, with its sum", () => {
    const packages = execFileSync("go", ["list", "-deps", "tool"], {
      cwd: toolsFolder,
      encoding: "utf8",
      env: { ...realEnv, ...goEnvironment },
    });
    expect(packages.trim().split("\n").at(-1)).toBe(pulumiPackage);
  }, 300_000);
});
