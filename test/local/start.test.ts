import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { portIfFree } from "../../local/storage/portChoice";
import { StartProcess, untilNothingRuns } from "../support/localCloud/startProcess";
import { startLocalStack } from "../support/localStack";
import { copyProject, type ProjectCopy } from "../support/projectCopy";
import { projectFolder } from "../support/projectFolder";

// A start takes seconds, and the machine may be busy.
jest.setTimeout(180_000);

/** The last line of a start whose emulator was killed. */
const exitedUnexpectedly =
  /\nThe emulator exited unexpectedly; its last log lines are above\. Start again to continue with what is deployed\.\n$/;

let project: ProjectCopy;

beforeAll(() => {
  project = copyProject();
});

afterAll(() => project?.remove());

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

test("Ctrl-C in the middle of a deployment leaves nothing running, and says so by its exit code", async () => {
  const start = new StartProcess(project.folder);
  await start.until("creating host-account");
  start.kill("SIGINT");
  expect(await start.ended()).toBe(130);
  await untilNothingRuns(project.folder);
});

test("a killed start leaves nothing running, and the next start continues with what it left", async () => {
  const start = new StartProcess(project.folder);
  await start.until("creating app ");
  start.kill("SIGKILL");
  expect(await start.ended()).toBe("SIGKILL");
  await untilNothingRuns(project.folder);

  const stack = await startLocalStack({ folder: project.folder });
  expect((await fetch(stack.definitionUrl)).status).toBe(200);
  expect(await stack.stop()).toBe(0);
  await untilNothingRuns(project.folder);
});

test("an emulator that is killed while it serves ends the start, with an error and nothing left running", async () => {
  const start = new StartProcess(project.folder);
  await start.until("Ctrl-C stops it");
  start.killEmulator();
  expect(await start.ended()).toBe(1);
  expect(start.log).toMatch(exitedUnexpectedly);
  await untilNothingRuns(project.folder);
});

test("an emulator that is killed in the middle of a deployment fails it, with an error and nothing left running", async () => {
  const fresh = copyProject();
  try {
    const start = new StartProcess(fresh.folder);
    await start.until("creating app ");
    start.killEmulator();
    expect(await start.ended()).toBe(1);
    expect(start.log).toMatch(exitedUnexpectedly);
    await untilNothingRuns(fresh.folder);

    const stack = await startLocalStack({ folder: fresh.folder });
    expect((await fetch(stack.definitionUrl)).status).toBe(200);
    expect(await stack.stop()).toBe(0);
    await untilNothingRuns(fresh.folder);
  } finally {
    fresh.remove();
  }
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
  expect(new URL(stack.endpoint).host).toBe(`127.0.0.1:${port}`);
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
      NO_PROXY: undefined,
      PULUMI_SKIP_UPDATE_CHECK: undefined,
      NODE_OPTIONS: `--require ${join(projectFolder, "test", "support", "watchConnections.cjs")}`,
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
