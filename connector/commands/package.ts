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
  modesOnTheWay,
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
import { thisConnector } from "../../function/thisConnector";

const { info } = thisConnector.about;

const NO_HOST =
  "The package needs the host that serves the operations. " +
  "Give --stack NAME, --host HOST, or --multi-tenant.";
const ICON = join(__dirname, "..", "icon.png");

/** Earlier packages of this connector; paconn downloads any other in files of the same names. */
const EARLIER_PACKAGES: OurFolders = {
  names: Object.values(PACKAGE_FILES),
  mark: { name: PACKAGE_FILES.definition, isOurs: isOurDefinition },
  what: `an earlier package of "${info.title}"`,
};

type PackageOptions = SourceOptions &
  SchemeOptions &
  ReachOptions & {
    readonly variant: ConnectorVariant;
    readonly out: string;
    readonly json?: boolean;
  };

export const packageCommand = addReachOptions(
  addSourceOptions(
    new Command("package").description(
      "write the files that a connector is created from, and those that certification asks for",
    ),
  ).addOption(schemeOption()),
)
  .addOption(
    new Option("--variant <variant>", "deploy: to create the connector; certify: to hand it in")
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
    const folder = replaceableFolder(out, EARLIER_PACKAGES);
    const { auth, host } = await sourceOf(options, modesOnTheWay(options));
    if (host === undefined && !multiTenant) throw new Error(NO_HOST);
    const files = packageFiles({
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

function isOurDefinition(content: Buffer): boolean {
  try {
    const definition: unknown = JSON.parse(content.toString("utf8"));
    return own(own(definition, "info"), "title") === info.title;
  } catch {
    return false;
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
    `What to do with them: ${join(folder, PACKAGE_FILES.readme)}`,
  ].join("\n");
}
