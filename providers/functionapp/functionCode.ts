import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import type { AzureSession } from "../rest/azureSession";
import {
  asset,
  defineResourceType,
  InitializationError,
  type Operation,
} from "../rest/resourceType";
import { waitForHost } from "./hostReady";
import { appId } from "./inputs";
import { publish } from "./publish";
import { isSiteGone, Site } from "./site";

const inputs = v.strictObject({
  appId,
  package: asset("The app's package: a complete zip, since nothing is built on Azure."),
  functions: v.pipe(
    v.array(v.string()),
    v.minLength(1, "expected at least one function"),
    v.description("Names of all functions that the package has."),
  ),
  mountedFrom: v.optional(
    v.pipe(
      v.string(),
      v.description(
        "Address from which the app mounts the package by its own settings, on Consumption. Left out, the package is " +
          "published to the app, on Flex Consumption.",
      ),
    ),
  ),
});
type Inputs = v.InferOutput<typeof inputs>;

const outputs = v.strictObject({
  packageSha256: v.pipe(
    v.string(),
    v.description("SHA-256 of the package that the app has, in hex."),
  ),
  deploymentId: v.pipe(
    v.string(),
    v.description("The platform's id of the deployment; empty if the package is mounted."),
  ),
});

const stateSchema = v.object({
  appId: v.string(),
  functions: v.array(v.string()),
  mountedFrom: v.optional(v.string()),
  packageSha256: v.optional(v.string()),
});

/** Brings a package into a function app. */
export const functionCode = defineResourceType<AzureSession, typeof inputs>({
  description:
    "The code of a function app. It is there once the app's host runs and has exactly the expected functions, and the " +
    "platform knows their triggers. With the app, it is deleted: use the resource option deletedWith.",
  inputs,
  outputs,
  replaceOnChanges: ["appId"],

  changed: (wanted, known) => {
    const state = v.parse(stateSchema, known);
    return [
      ...(wanted.appId === state.appId ? [] : ["appId"]),
      ...(wanted.package.hash === state.packageSha256 ? [] : ["package"]),
      ...(isDeepStrictEqual(wanted.functions.toSorted(), state.functions.toSorted())
        ? []
        : ["functions"]),
      ...(wanted.mountedFrom === state.mountedFrom ? [] : ["mountedFrom"]),
    ];
  },

  create: async (wanted, session, operation) => {
    const id = `${wanted.appId}/code`;
    return { id, outputs: await deploy(id, wanted, session, operation) };
  },

  update: (wanted, { id }, session, operation) => deploy(id, wanted, session, operation),

  read: async ({ outputs: known }, session, { signal }) => {
    const state = v.parse(stateSchema, known);
    const site = new Site(session, state.appId, signal);
    const { answer, names } = await site.functions();
    if (answer.status === 200) return { functions: inOrderOf(state.functions, names) };
    if (isSiteGone(answer) && isSiteGone(await site.get())) return undefined;
    // A host that does not answer says nothing of its code.
    return {};
  },
});

/** @throws InitializationError when the app has the package and does not run it */
async function deploy(
  id: string,
  wanted: Inputs,
  session: AzureSession,
  operation: Operation,
): Promise<{ packageSha256: string; deploymentId: string }> {
  const deploymentId =
    wanted.mountedFrom === undefined
      ? await publish(session, wanted.appId, await wanted.package.read(), operation)
      : "";
  try {
    await waitForHost(session, wanted.appId, wanted.functions, operation);
  } catch (error) {
    // Without the hash: the next deployment begins again, since a host can need its package anew.
    throw new InitializationError({ id, outputs: { packageSha256: "", deploymentId } }, error);
  }
  return { packageSha256: wanted.package.hash, deploymentId };
}

/** The same functions in whatever order are no change. */
function inOrderOf(known: readonly string[], found: readonly string[]): string[] {
  const kept = known.filter((name) => found.includes(name));
  return [...kept, ...found.filter((name) => !known.includes(name)).toSorted()];
}
