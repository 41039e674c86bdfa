import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What decides whether a configuration key is another project's. */
export interface KeyOwners {
  readonly project: string;
  /** Names of the keys that this project knows, without their namespace. */
  readonly known: readonly string[];
  /** Namespaces of Pulumi itself and of providers. */
  readonly providers: readonly string[];
}

/** The parts of a package.json that are read here. The package of a provider has the provider's name in `pulumi`. */
interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly pulumi?: { readonly resource?: boolean; readonly name?: string };
}

/**
 * The keys that this project knows but that belong to another one, as they do after a project is renamed.
 * Nothing reads such a key: its value would be ignored silently.
 *
 * @param keys with their namespaces, such as `fuel-quote:location`
 */
export function foreignKeys(keys: readonly string[], owners: KeyOwners): string[] {
  const own = [owners.project, ...owners.providers];
  return keys.filter((key) => {
    const [namespace = "", name = ""] = key.split(":");
    return !own.includes(namespace) && owners.known.includes(name);
  });
}

/** The namespaces of Pulumi and of the providers that this project depends on. */
export function providerNamespaces(): string[] {
  const { dependencies = {} } = readPackage(join(__dirname, "..", "package.json"));
  const providers = Object.keys(dependencies).flatMap((name) => {
    const { pulumi } = readPackage(packagePath(name));
    return pulumi?.resource && pulumi.name ? [pulumi.name] : [];
  });
  return ["pulumi", ...providers];
}

/** Packages may forbid that their package.json is required, so it is looked for as Node does. */
function packagePath(name: string): string {
  const paths = (require.resolve.paths(name) ?? []).map((path) => join(path, name, "package.json"));
  return paths.find((path) => existsSync(path)) ?? "";
}

function readPackage(path: string): PackageJson {
  return path === "" ? {} : (JSON.parse(readFileSync(path, "utf8")) as PackageJson);
}
