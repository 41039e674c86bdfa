import { fstatSync } from "node:fs";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineLog } from "./engineLog";
import type { ProviderPackage } from "./packageSchema";
import { ProviderCalls, type Connect } from "./providerCalls";

/** The most that the engine sends at once, as Pulumi's own servers take it. */
const MAX_MESSAGE_BYTES = 1024 * 1024 * 400;

/**
 * Serves a package as a Pulumi provider, and prints its port, as the engine expects it.
 *
 * This is Pulumi's gRPC interface itself, by Pulumi's own generated code. The server in `@pulumi/pulumi/provider`
 * ignores a provider's configuration, does not pass on a resource's time limits, shows stack traces of errors, and
 * loads the whole SDK, which makes each preview a little slower.
 *
 * @param args of the process: flags, and the engine's address
 * @param connect makes what the types work with from the provider's configuration
 */
export async function serve<Session>(
  providerPackage: ProviderPackage<Session>,
  args: readonly string[],
  connect: Connect<Session>,
): Promise<void> {
  const calls = new ProviderCalls(providerPackage, connect, new EngineLog(engineAddress(args)));
  const server = new grpc.Server({ "grpc.max_receive_message_length": MAX_MESSAGE_BYTES });
  server.addService(ResourceProviderService, calls.implementation());
  endWithEngine();
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  process.stdout.write(`${port}\n`);
}

/** The first argument that is no flag, as the engine starts its plugins. */
function engineAddress(args: readonly string[]): string {
  return (
    args.filter((arg, index) => !arg.startsWith("-") && args[index - 1] !== "--tracing")[0] ?? ""
  );
}

/** An engine that was killed asks nobody to end; the pipe that it holds to this process closes. */
function endWithEngine(): void {
  const input = fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) return;
  process.stdin
    .on("end", () => process.exit(0))
    .on("error", () => process.exit(0))
    .resume();
}
