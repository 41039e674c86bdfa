import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { strToU8, zipSync, type Zippable } from "fflate";

/** A function app's deployable code: one zip whose name is the hash of its bytes. */
export interface Package {
  /** SHA-256 of the zip, in hex. The same sources give the same hash on any machine. */
  sha256: string;
  /** Where the zip is on this machine. */
  path: string;
}

/** Where the sources are and where the package goes. */
export interface PackageOptions {
  /** The folder that holds the app's index.ts and host.json. */
  functionDirectory: string;
  /** The folder for the zip; made if it is not there. */
  outputDirectory: string;
}

/** Bundles the function app with its libraries and writes the package, unless it is already there. */
export function buildPackage({ functionDirectory, outputDirectory }: PackageOptions): Package {
  const zip = zipPackage({
    "host.json": readFileSync(join(functionDirectory, "host.json")),
    "package.json": strToU8(JSON.stringify({ main: "dist/main.js" })),
    // Source maps are off in the Functions worker; they must be on before the code is loaded.
    "dist/main.js": strToU8('process.setSourceMapsEnabled(true);\nrequire("./app.js");\n'),
    ...bundle(functionDirectory),
  });
  const sha256 = createHash("sha256").update(zip).digest("hex");
  const path = join(outputDirectory, `${sha256}.zip`);
  if (!existsSync(path)) {
    mkdirSync(outputDirectory, { recursive: true });
    // Stacks may build the same package at the same time: a rename never shows half a file.
    const temporary = `${path}.${randomUUID()}`;
    try {
      writeFileSync(temporary, zip);
      renameSync(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
  }
  return { sha256, path };
}

function bundle(functionDirectory: string): Record<string, Uint8Array> {
  const { outputFiles } = buildSync({
    entryPoints: [join(functionDirectory, "index.ts")],
    absWorkingDir: functionDirectory,
    outfile: join(functionDirectory, "dist", "app.js"),
    write: false,
    bundle: true,
    platform: "node",
    // The oldest runtime that a maker may run the package on; Azure runs Node 22.
    target: "node20",
    format: "cjs",
    // Else a tsconfig.json somewhere above the sources would count too.
    tsconfigRaw: { compilerOptions: { strict: true } },
    // The Functions worker answers this name itself.
    external: ["@azure/functions-core"],
    // Unminified code carries the paths of its sources, which differ between machines.
    minify: true,
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "silent",
  });
  return Object.fromEntries(
    outputFiles.map(({ path, contents, text }) =>
      path.endsWith(".map")
        ? ["dist/app.js.map", withPortableSources(text)]
        : ["dist/app.js", contents],
    ),
  );
}

/** Where node_modules lies relative to the sources differs between machines; only what is under it counts. */
function withPortableSources(sourceMap: string): Uint8Array {
  const map = JSON.parse(sourceMap) as { sources: string[] };
  const sources = map.sources.map((source) => source.replace(/^.*\/(?=node_modules\/)/, ""));
  return strToU8(JSON.stringify({ ...map, sources }));
}

function zipPackage(files: Record<string, Uint8Array>): Uint8Array {
  // The earliest time that a zip can hold, in local time as zip has it.
  const mtime = new Date(1980, 0, 1);
  const sorted: Zippable = {};
  for (const name of Object.keys(files).toSorted()) sorted[name] = files[name] as Uint8Array;
  return zipSync(sorted, { level: 9, mtime });
}
