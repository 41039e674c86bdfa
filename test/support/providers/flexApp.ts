import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { deployBase, flexAppInputs, type Base } from "../localCloud/baseResources";
import { create, type Resource } from "../localCloud/engine";
import { packageOf } from "../localCloud/functionPackage";
import type { Started } from "../localCloud/startedCloud";
import type { ProviderStack } from "./providerStack";

/** An app on Flex Consumption without code. */
export interface FlexApp extends Base {
  app: Resource;
}

/** Makes an app on Flex Consumption, as azure-native does. */
export async function makeFlexApp(started: Started): Promise<FlexApp> {
  const base = await deployBase(started);
  return { ...base, app: await create(base.provider, "WebApp", flexAppInputs(base)) };
}

/** A package whose functions have the given names and answer with a text. */
export function packageOfFunctions(names: readonly string[], response: string): Uint8Array {
  return packageOf(
    names
      .map(
        (name) =>
          `app.http(${JSON.stringify(name)}, { methods: ["GET"], authLevel: "function",
             handler: async () => ({ body: ${JSON.stringify(response)} }) });`,
      )
      .join("\n"),
  );
}

/** Puts a file into a stack's folder, under a name made of its content. */
export function fileOf({ folder }: ProviderStack, content: Uint8Array): pulumi.asset.FileAsset {
  const name = createHash("sha256").update(content).digest("hex");
  writeFileSync(join(folder, name), content);
  return new pulumi.asset.FileAsset(name);
}

/** Calls a function of an app. */
export async function callFunction(
  { app }: FlexApp,
  name: string,
  key: string,
): Promise<{ status: number; text: string }> {
  const response = await fetch(`http://${String(app.outs["defaultHostName"])}/api/${name}`, {
    headers: { "x-functions-key": key },
  });
  return { status: response.status, text: await response.text() };
}
