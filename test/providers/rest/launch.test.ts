import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chmodSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { copyProject, type ProjectCopy } from "../../support/projectCopy";
import { projectFolder } from "../../support/projectFolder";

// Each copy makes its bundle first.
jest.setTimeout(120_000);

let project: ProjectCopy;
const running: ChildProcess[] = [];

beforeAll(() => {
  project = copyProject();
  // A copy has no modes; git has them.
  chmodSync(join(project.folder, "providers/functionapp/pulumi-resource-functionapp"), 0o755);
});

afterAll(async () => {
  for (const child of running) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, "exit");
    }
  }
  project.remove();
});

/** Starts the provider as the engine does. */
async function launch(): Promise<{ child: ChildProcess; port: number }> {
  const name =
    process.platform === "win32"
      ? "pulumi-resource-functionapp.cmd"
      : "pulumi-resource-functionapp";
  const child = spawn(join(project.folder, "providers/functionapp", name), ["127.0.0.1:1"], {
    cwd: project.folder,
    env: { PATH: process.env["PATH"] },
    stdio: ["pipe", "pipe", "inherit"],
    shell: process.platform === "win32",
  });
  running.push(child);
  const line = await new Promise<string>((resolve) => {
    if (child.stdout !== null) createInterface(child.stdout).once("line", resolve);
  });
  return { child, port: Number(line) };
}

function bundles(): string[] {
  return readdirSync(join(project.folder, "dist", "providers")).toSorted();
}

type Done<Response> = (error: grpc.ServiceError | null, response: Response) => void;

/** Calls a method of the provider. @throws what it answers in place of a response */
function call<Response>(
  port: number,
  ask: (client: ResourceProviderClient, done: Done<Response>) => unknown,
): Promise<Response> {
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return new Promise<Response>((resolve, reject) => {
    ask(client, (error, response) => {
      client.close();
      if (error) reject(error);
      else resolve(response);
    });
  });
}

test("git keeps the executable's mode", () => {
  if (process.platform === "win32") return;
  const path = join(projectFolder, "providers/functionapp/pulumi-resource-functionapp");
  expect(statSync(path).mode & 0o111).toBe(0o111);
});

test("two that start at once make one bundle, and both serve", async () => {
  const started = await Promise.all([launch(), launch()]);
  for (const { port } of started) {
    const info = await call<PluginInfo>(port, (client, done) =>
      client.getPluginInfo(new Empty(), done),
    );
    expect(info.getVersion()).toBe("1.0.0");
  }
  expect(bundles()).toEqual([expect.stringMatching(/^functionapp-[0-9a-f]{20}$/)]);
});

test("a provider ends with the engine that started it", async () => {
  const { child } = await launch();
  // The system closes a dead engine's pipes.
  child.stdin?.end();
  const [code] = (await once(child, "exit")) as [number | null];
  expect(code).toBe(0);
});

test("a changed source makes another bundle", async () => {
  const before = bundles();
  appendFileSync(join(project.folder, "providers/functionapp/main.ts"), "\n// changed\n");
  await launch();
  expect(bundles()).toHaveLength(before.length + 1);
  await launch();
  expect(bundles()).toHaveLength(before.length + 1);
});

test("the bundle has the library for signing in, which is loaded when it is needed", async () => {
  const { port } = await launch();
  const configure = new messages.ConfigureRequest();
  configure.setArgs(Struct.fromJavaScript({ useMsi: "true", subscriptionId: "s" }));
  const configured = await call<messages.ConfigureResponse>(port, (client, done) =>
    client.configure(configure, done),
  );
  expect(configured.getAcceptsecrets()).toBe(true);
  const invoke = new messages.InvokeRequest();
  invoke.setTok("functionapp:index:getClientConfig");
  invoke.setArgs(Struct.fromJavaScript({}));
  // This machine has no managed identity, which the library finds out.
  await expect(call(port, (client, done) => client.invoke(invoke, done))).rejects.toMatchObject({
    details: expect.stringMatching(
      /^Signing in to Azure by a managed identity failed: .*; correct the machine's identity/,
    ),
  });
});

test("what the provider does not know is told in one line", async () => {
  const { port } = await launch();
  const request = new messages.CheckRequest();
  request.setUrn("urn:pulumi:s::p::functionapp:index:Nothing::a");
  const failure: unknown = await call(port, (client, done) => client.check(request, done)).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({
    code: grpc.status.FAILED_PRECONDITION,
    details: expect.stringMatching(
      /^There is no resource type functionapp:index:Nothing, expected one of [^\n]*$/,
    ),
  });
});
