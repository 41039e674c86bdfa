/**
 * Whether a file is loaded as an ES module: by its ending, then by package.json's `type`. TypeScript's
 * endings count like those of the JavaScript that they become.
 * Source: isESModule of Azure/azure-functions-nodejs-worker
 *
 * @param packageType package.json's `type`; whatever it states
 */
export function isEsModule(file: string, packageType: unknown): boolean {
  if (/\.m[jt]s$/.test(file)) return true;
  if (/\.c[jt]s$/.test(file)) return false;
  return packageType === "module";
}
