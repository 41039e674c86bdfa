import { createHash, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, relative, sep } from "node:path";
import { buildSync, type BuildOptions } from "esbuild";
import { reproducibleZip, type Files } from "../toolkit/files/reproducibleZip";

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
  const zip = reproducibleZip({
    "host.json": readFileSync(join(functionDirectory, "host.json")),
    "package.json": JSON.stringify({ main: "dist/main.js" }),
    // Source maps are off in the Functions worker; they must be on before the code is loaded.
    "dist/main.js": 'process.setSourceMapsEnabled(true);\nrequire("./app.js");\n',
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

/**
 * The app in one file, and each of its libraries that is loaded on demand in a file of its own: code
 * that is not called is not read either.
 */
function bundle(functionDirectory: string): Files {
  const libraries = readdirSync(join(functionDirectory, "libraries")).map(
    (file) => `libraries/${file}`,
  );
  return {
    ...build({
      entryPoints: { "dist/app": "index.ts" },
      absWorkingDir: functionDirectory,
      // The Functions worker provides the first module; the others are files of the package.
      external: ["@azure/functions-core", "../libraries/*"],
      // An error in the app's own code shows its line.
      sourcemap: "linked",
      sourcesContent: false,
    }),
    ...build({
      entryPoints: Object.fromEntries(libraries.map(entryPoint)),
      absWorkingDir: functionDirectory,
      // Some libraries read their own location, which only ES modules have.
      define: { "import.meta.url": "moduleUrl" },
      banner: { js: 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;' },
    }),
  };
}

/** An output's name without its extension, and its source. */
function entryPoint(file: string): [string, string] {
  return [file.replace(/\.ts$/, ""), file];
}

function build(options: BuildOptions & { absWorkingDir: string }): Files {
  const folder = options.absWorkingDir;
  const { outputFiles = [] } = buildSync({
    outdir: folder,
    write: false,
    bundle: true,
    platform: "node",
    // The oldest runtime that a maker may run the package on; Azure runs Node 22.
    target: "node20",
    format: "cjs",
    // A file of the package is found by require and not by import, which needs the file's extension.
    supported: { "dynamic-import": false },
    // Otherwise a tsconfig.json in a folder above the sources would apply too.
    tsconfigRaw: { compilerOptions: { strict: true } },
    // Code that is not minified contains the paths of its sources, which differ between machines.
    minify: true,
    logLevel: "silent",
    ...options,
  });
  return Object.fromEntries(
    outputFiles.map(({ path, contents, text }) => [
      relative(folder, path).replaceAll(sep, "/"),
      path.endsWith(".map") ? withPortableSources(text) : contents,
    ]),
  );
}

/** Where node_modules lies relative to the sources differs between machines; only what is under it counts. */
function withPortableSources(sourceMap: string): string {
  const map = JSON.parse(sourceMap) as { sources: string[] };
  const sources = map.sources.map((source) => source.replace(/^.*\/(?=node_modules\/)/, ""));
  return JSON.stringify({ ...map, sources });
}
