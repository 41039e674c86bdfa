import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as languageService from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { parse as parseYaml } from "yaml";

/** A language host that listens. */
export interface LanguageHost {
  /** For the Pulumi CLI's --client. */
  address: string;
  stop(): void;
}

type Answer<T> = (error: null, response: T) => void;
type HandshakeCall = { request: language.LanguageHandshakeRequest };
type RunCall = { request: language.RunRequest };

/**
 * Runs the project's program as Pulumi's plugin for Node does: a process of its own, started as Pulumi.yaml says, on
 * the run script of @pulumi/pulumi. The plugin itself comes with official releases of the CLI only.
 */
export async function startLanguageHost(projectFolder: string): Promise<LanguageHost> {
  const server = new grpc.Server();
  let engineAddress = "";
  server.addService(languageService.LanguageRuntimeService, {
    handshake: ({ request }: HandshakeCall, answer: Answer<unknown>) => {
      engineAddress = request.getEngineAddress();
      answer(null, new language.LanguageHandshakeResponse());
    },
    getPluginInfo: (_: unknown, answer: Answer<unknown>) => {
      const info = new plugin.PluginInfo();
      info.setVersion("1.0.0");
      answer(null, info);
    },
    getRequiredPackages: (_: unknown, answer: Answer<unknown>) =>
      answer(null, new language.GetRequiredPackagesResponse()),
    run: ({ request }: RunCall, answer: Answer<language.RunResponse>) => {
      runProgram(projectFolder, engineAddress, request).then(
        (exitCode) => answer(null, runResponse(exitCode)),
        (error: unknown) => answer(null, runResponse(String(error))),
      );
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

async function runProgram(
  projectFolder: string,
  engineAddress: string,
  request: language.RunRequest,
): Promise<number | null> {
  const info = request.getInfo();
  if (info === undefined) throw new Error("The engine says nothing of the program.");
  const project = parseYaml(readFileSync(join(projectFolder, "Pulumi.yaml"), "utf8")) as {
    runtime: { options: { typescript: boolean; nodeargs: string } };
  };
  const { typescript, nodeargs } = project.runtime.options;
  const child = spawn(
    process.execPath,
    [
      ...nodeargs.split(" "),
      require.resolve("@pulumi/pulumi/cmd/run"),
      `--monitor=${request.getMonitorAddress()}`,
      `--engine=${engineAddress}`,
      `--project=${request.getProject()}`,
      `--stack=${request.getStack()}`,
      `--pwd=${request.getPwd()}`,
      `--root-directory=${info.getRootDirectory()}`,
      ...(request.getDryrun() ? ["--dry-run"] : []),
      info.getEntryPoint(),
    ],
    {
      cwd: info.getProgramDirectory(),
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...process.env,
        PULUMI_NODEJS_TYPESCRIPT: String(typescript),
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
      },
    },
  );
  return new Promise((resolve) => child.once("exit", resolve));
}

function runResponse(failure: number | string | null): language.RunResponse {
  const response = new language.RunResponse();
  // The run script's way to say that it has told the engine what was wrong.
  if (failure === 32) response.setBail(true);
  else if (failure !== 0) response.setError(`The program ended with ${failure}.`);
  return response;
}
