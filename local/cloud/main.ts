import { main as serveProvider } from "@pulumi/pulumi/provider";
import { messageOf } from "./azureError";
import { cloudOptionsVariable, type CloudMessage } from "./protocol";
import { EmulatorProvider } from "./provider";
import { startCloud, type CloudOptions } from "./startCloud";

/**
 * The emulator's process. It prints the port of its Pulumi provider, which Pulumi's own code does,
 * and exits when its parent requests it or has exited.
 */
async function main(): Promise<void> {
  const options: CloudOptions = JSON.parse(process.env[cloudOptionsVariable] ?? "");
  const starting = startCloud(options);

  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    starting.then(({ stop }) => stop()).then(() => process.exit(0), fail);
  };
  // The parent's terminal sends its Ctrl-C to this process too; the parent decides when to stop.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", end);
  process.on("disconnect", end);

  const { cloud, armPort } = await starting;
  const started: CloudMessage = { kind: "started", armPort };
  if (process.connected) process.send?.(started);
  await serveProvider(new EmulatorProvider(cloud), []);
}

function fail(error: unknown): void {
  const message: CloudMessage = { kind: "failed", error: messageOf(error) };
  if (process.connected) process.send?.(message, () => process.exit(1));
  else process.exit(1);
}

main().catch(fail);
