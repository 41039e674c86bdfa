import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { portIfFree } from "../local/storage/portChoice";
import { commandLines } from "./support/commandLines";
import { startLocalStack } from "./support/localStack";
import { copyProject, type ProjectCopy } from "./support/projectCopy";

// A start takes seconds, and the machine may be busy.
jest.setTimeout(180_000);

let project: ProjectCopy;

beforeAll(() => {
  project = copyProject();
});

afterAll(() => project?.remove());

/** Starts the local stack and waits until its progress shows the text. */
async function startUntil(text: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--require", "tsx/cjs", "local/main.ts", "start"], {
    cwd: project.folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      log += chunk;
      if (log.includes(text)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`npm start ended with ${code}:\n${log}`)));
  });
  child.stderr?.resume();
  return child;
}

/** Resolves when no process runs anything of the project's copy. */
async function untilNothingRuns(): Promise<void> {
  while (commandLines().some((line) => line.includes(project.folder))) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

test("Ctrl-C in the middle of a deployment leaves nothing running, and says so by its exit code", async () => {
  const child = await startUntil("creating host-account");
  child.kill("SIGINT");
  expect(await once(child, "exit")).toEqual([130, null]);
  await untilNothingRuns();
});

test("a killed start leaves nothing running, and the next start takes up what it left", async () => {
  const child = await startUntil("creating app ");
  child.kill("SIGKILL");
  await once(child, "exit");
  await untilNothingRuns();

  const stack = await startLocalStack({ folder: project.folder });
  expect((await fetch(stack.definitionUrl)).status).toBe(200);
  expect(await stack.stop()).toBe(0);
  await untilNothingRuns();
});

test("fixed ports are kept to, and a taken one is named before anything is started", async () => {
  const taken = createServer();
  const port = await listen(taken);
  const args = ["--port", String(port)];
  await expect(startLocalStack({ folder: project.folder, args })).rejects.toThrow(
    `Port ${port} is taken by another program.`,
  );
  taken.close();
  await once(taken, "close");

  const stack = await startLocalStack({ folder: project.folder, args });
  expect(stack.endpoint).toBe(`http://127.0.0.1:${port}/api/TurbineRepair`);
  expect(await portIfFree(port)).toBe(0);
  const definition = (await (await fetch(stack.definitionUrl)).json()) as { host: string };
  expect(definition.host).toBe(`127.0.0.1:${port}`);
  expect(await stack.stop()).toBe(0);
});

test("nothing leaves the machine: no update check, no telemetry", async () => {
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(String(request.url));
    response.writeHead(502).end();
  }).on("connect", (request, socket) => {
    asked.push(String(request.url));
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  const proxyUrl = `http://127.0.0.1:${await listen(proxy)}`;
  const connections = join(project.folder, "connections.log");
  const stack = await startLocalStack({
    folder: project.folder,
    env: {
      // The Pulumi CLI heeds the proxy; Node's processes are watched from within.
      HTTP_PROXY: proxyUrl,
      HTTPS_PROXY: proxyUrl,
      NO_PROXY: "127.0.0.1,localhost",
      PULUMI_SKIP_UPDATE_CHECK: undefined,
      NODE_OPTIONS: `--require ${join(__dirname, "support", "watchConnections.cjs")}`,
      WATCHED_CONNECTIONS: connections,
    },
  });
  await stack.stop();
  proxy.close();

  expect(asked).toEqual([]);
  expect(existsSync(connections)).toBe(true);
  const hosts = new Set(readFileSync(connections, "utf8").trim().split("\n"));
  expect([...hosts].filter((host) => !["127.0.0.1", "localhost", "::1"].includes(host))).toEqual(
    [],
  );
});
