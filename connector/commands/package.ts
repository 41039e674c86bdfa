import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { own } from "../../toolkit/document/json";
import { PACKAGE_FILES, packageFiles } from "../package/packageFiles";
import { jsonText } from "../../toolkit/text/jsonText";
import type { Files } from "../../toolkit/files/reproducibleZip";
import { CONNECTOR_VARIANTS, type ConnectorVariant } from "../../toolkit/document/connectorVariant";
import {
  addReachOptions,
  defaultModesOf,
  schemeOption,
  type ReachOptions,
  type SchemeOptions,
} from "./reachOptions";
import { addSourceOptions, sourceOf, type SourceOptions } from "./connectorSource";
import { createdConnector } from "./createdConnector";
import { pathArgument } from "../../toolkit/commands/pathArgument";
import {
  replaceableFolder,
  replaceFolder,
  type OurFolders,
} from "../../toolkit/files/replaceFolder";
import type { ConnectorLoader } from "./connectorLoader";

const NO_HOST =
  "The package needs the host that serves the operations. " +
  "Give --stack NAME, --host HOST, or --multi-tenant.";
const ICON = join(__dirname, "..", "icon.png");

/** Earlier packages of a connector; paconn downloads any other in files of the same names. */
function earlierPackagesOf(title: string): OurFolders {
  return {
    names: Object.values(PACKAGE_FILES),
    mark: { name: PACKAGE_FILES.definition, isOurs: (content) => titleOf(content) === title },
    what: `an earlier package of "${title}"`,
  };
}

type PackageOptions = SourceOptions &
  SchemeOptions &
  ReachOptions & {
    readonly variant: ConnectorVariant;
    readonly out: string;
    readonly json?: boolean;
  };

/** Writes a package of a connector. */
export function packageCommand(loadConnector: ConnectorLoader): Command {
  return addReachOptions(
    addSourceOptions(
      new Command("package").description(
        "write the files that a connector is created from, and those that certification asks for",
      ),
    ).addOption(schemeOption()),
  )
    .addOption(
      new Option("--variant <variant>", "deploy: to create the connector; certify: to submit it")
        .choices(CONNECTOR_VARIANTS)
        .default("deploy"),
    )
    .requiredOption(
      "--out <folder>",
      "folder to write: a new one, or an earlier package of this connector",
      pathArgument,
    )
    .option("--json", "print what was written as JSON")
    .action(async (options: PackageOptions) => {
      const { variant, scheme, gateway, multiTenant = false, out, json } = options;
      const connector = loadConnector();
      const folder = replaceableFolder(out, earlierPackagesOf(connector.about.info.title));
      const { auth, host } = await sourceOf(options, defaultModesOf(options));
      if (host === undefined && !multiTenant) throw new Error(NO_HOST);
      const files = packageFiles({
        connector,
        auth,
        variant,
        multiTenant,
        icon: readFileSync(ICON),
        created: createdConnector(folder),
        ...(host !== undefined && { host }),
        ...(scheme && { scheme }),
        ...(gateway && { gateway }),
      });
      replaceFolder(folder, files);
      const report = { folder: out, variant, auth: auth.modes, host, files: described(files) };
      process.stdout.write(json ? jsonText(report) : `${summaryOf(out, report.files)}\n`);
    });
}

/** A definition's title. @returns undefined where there is none */
function titleOf(content: Buffer): unknown {
  try {
    return own(own(JSON.parse(content.toString("utf8")), "info"), "title");
  } catch {
    return undefined;
  }
}

interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

function described(files: Files): WrittenFile[] {
  return Object.entries(files).map(([name, content]) => ({
    name,
    bytes: Buffer.byteLength(content),
    sha256: createHash("sha256").update(content).digest("hex"),
  }));
}

function summaryOf(folder: string, files: readonly WrittenFile[]): string {
  return [
    `${folder}:`,
    ...files.map(({ name, bytes }) => `  ${name.padEnd(28)} ${(bytes / 1024).toFixed(1)} KB`),
    `Next steps: ${join(folder, PACKAGE_FILES.readme)}`,
  ].join("\n");
}
