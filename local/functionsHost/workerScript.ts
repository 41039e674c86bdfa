import { buildSync } from "esbuild";

/**
 * The worker's entry as one plain JavaScript file. It is built, not run from TypeScript, because
 * the process that loads a package must be plain Node as on Azure: a TypeScript hook would load
 * packages that Azure cannot, and would switch source maps on for all of them.
 */
export function buildWorkerScript(): string {
  const { outputFiles } = buildSync({
    entryPoints: [require.resolve("./worker.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
