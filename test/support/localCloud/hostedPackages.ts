import { buildSync } from "esbuild";
import { strToU8, zipSync } from "fflate";
import { projectFolder } from "../projectFolder";

/** Contents by path. */
type Files = Readonly<Record<string, string | undefined>>;

/** Bundles an app's source. */
export function bundle(source: string): { code: string; map: string } {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `import { app, output } from "@azure/functions";\n${source}`,
      resolveDir: projectFolder,
      sourcefile: "handler.ts",
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["@azure/functions-core"],
    sourcemap: true,
    outfile: "app.js",
    write: false,
  });
  const [map, code] = outputFiles;
  if (map === undefined || code === undefined) throw new Error("esbuild made no bundle.");
  return { code: code.text, map: map.text };
}

/** The files of a package as it is deployed: bundled, with its map beside it. */
export function filesOf(source: string): Files {
  const { code, map } = bundle(source);
  return {
    "host.json": '{"version":"2.0"}',
    "package.json": '{"main":"dist/main.js"}',
    "dist/main.js": 'process.setSourceMapsEnabled(true);\nrequire("./app.js");',
    "dist/app.js": code,
    "dist/app.js.map": map,
  };
}

export function packageOf(source: string): Uint8Array {
  return zipOf(filesOf(source));
}

/** A file of undefined content is left out. */
export function zipOf(files: Files): Uint8Array {
  const kept = Object.entries(files).flatMap(([path, content]) =>
    content === undefined ? [] : [[path, strToU8(content)] as const],
  );
  return zipSync(Object.fromEntries(kept));
}

/** Registers one anonymous GET function `hello`. */
export function helloSource(handlerBody: string): string {
  return `app.http("hello", { methods: ["GET"], authLevel: "anonymous",
    handler: async (request, context) => { ${handlerBody} } });`;
}

/** A package whose `hello` returns a text. */
export function helloPackage(response: string): Uint8Array {
  return packageOf(helloSource(`return { body: ${JSON.stringify(response)} };`));
}
