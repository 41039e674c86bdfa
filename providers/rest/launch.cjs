// Starts a provider from one file that is made of its sources. Bundled, it starts in a fraction of the time that tsx
// takes to read them; the bundle is made when it is missing, which is so whenever a source has changed.
const { createHash } = require("node:crypto");
const {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..", "..");
const bundles = join(root, "dist", "providers");

/** The sources that a bundle can be made of, and what says which versions of libraries go into it. */
function sources() {
  const providers = readdirSync(join(root, "providers"), { recursive: true })
    .map((name) => join("providers", name.toString()))
    .filter((name) => /\.(ts|cjs)$/.test(name));
  return [...providers, "package-lock.json"].toSorted((one, other) => (one < other ? -1 : 1));
}

function digestOf(name) {
  const hash = createHash("sha256").update(name);
  for (const file of sources()) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(file).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex").slice(0, 20);
}

/** Whoever is first puts the folder in its place; another one that was made meanwhile is the same. */
function makeBundle(name, folder) {
  const { buildSync } = require("esbuild");
  mkdirSync(bundles, { recursive: true });
  const temporary = mkdtempSync(join(bundles, "new-"));
  const shared = {
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    keepNames: true,
    logLevel: "silent",
  };
  try {
    buildSync({
      ...shared,
      entryPoints: [`providers/${name}/main.ts`],
      outfile: join(temporary, "main.cjs"),
      // Loaded when a token is first needed.
      alias: { "@azure/identity": "./identity.cjs" },
      external: ["./identity.cjs"],
    });
    buildSync({
      ...shared,
      stdin: { contents: 'export * from "@azure/identity";', resolveDir: root },
      outfile: join(temporary, "identity.cjs"),
    });
    renameSync(temporary, folder);
  } catch (error) {
    if (!existsSync(join(folder, "main.cjs"))) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function main([name, ...args]) {
  const folder = join(bundles, `${name}-${digestOf(name)}`);
  if (!existsSync(join(folder, "main.cjs"))) makeBundle(name, folder);
  // What was compiled once is not compiled again, from Node 22 on.
  require("node:module").enableCompileCache?.(folder);
  process.argv.splice(1, Infinity, join(folder, "main.cjs"), ...args);
  require(join(folder, "main.cjs"));
}

main(process.argv.slice(2));
