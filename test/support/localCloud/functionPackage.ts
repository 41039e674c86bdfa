import { buildSync } from "esbuild";
import { strToU8, zipSync } from "fflate";
import { projectFolder } from "../projectFolder";

/** A package whose function `hello` returns a text and the id of its process. */
export function packageReturning(response: string): Uint8Array {
  return packageOf(`app.http("hello", { methods: ["GET"], authLevel: "function",
    handler: async () => ({ jsonBody: { response: ${JSON.stringify(response)}, pid: process.pid } }) });`);
}

/** A package of an app's source; the same source makes the same bytes. */
export function packageOf(source: string): Uint8Array {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `import { app } from "@azure/functions";\nvoid app;\n${source}`,
      resolveDir: projectFolder,
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["@azure/functions-core"],
    write: false,
  });
  const files = {
    "host.json": strToU8('{"version":"2.0"}'),
    "package.json": strToU8('{"main":"main.js"}'),
    "main.js": outputFiles[0]?.contents ?? new Uint8Array(),
  };
  return zipSync(files, { mtime: new Date(1980, 0, 1) });
}

/** Packages that no app can be served from: what they do, their bytes, and what the refusal says. */
export const refusedPackages: [string, Uint8Array, RegExp][] = [
  ["registers nothing", packageOf(""), /no function/i],
  ["throws while it is loaded", packageOf('throw new Error("no luck");'), /no luck/],
  ["is not a zip", strToU8("not a zip"), /not a zip/],
];
