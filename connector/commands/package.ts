import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import type { Auth } from "../auth/auth";
import { PACKAGE_FILES, packageFiles } from "../package/packageFiles";
import { jsonText } from "../jsonText";
import type { Files } from "../package/reproducibleZip";
import { VARIANTS, type Variant } from "../variant";
import { addAuthOptions, authOf, type AuthOptions } from "./authOptions";
import { createdConnector } from "./createdConnector";
import { replaceFolder } from "./replaceFolder";
import { stackAuth, stackOutput } from "./stackOutputs";

const ICON = join(__dirname, "..", "icon.png");
/** How long people wait without a word. */
const SILENCE_MS = 2000;

type PackageOptions = AuthOptions & {
  readonly stack?: string;
  readonly host?: string;
  readonly variant: Variant;
  readonly out: string;
  readonly json?: boolean;
};

export const packageCommand = addAuthOptions(
  new Command("package")
    .description(
      "write the files that a connector is created from, and those that certification asks for",
    )
    .option("--stack <name>", "take host and authentication from this stack, by the Pulumi CLI")
    .addOption(
      new Option("--host <host>", "host name that serves the operations, name[:port]").conflicts(
        "stack",
      ),
    )
    .addOption(
      new Option("--variant <variant>", "deploy: to create the connector; certify: to hand it in")
        .choices(VARIANTS)
        .default("deploy"),
    )
    .requiredOption("--out <folder>", "folder to write: a new one, or an earlier package")
    .option("--json", "print what was written as JSON"),
  ["stack"],
).action(async (options: PackageOptions) => {
  const { variant, gateway, multiTenant = false, out, json } = options;
  const { auth, host } = await sourceOf(options);
  const files = packageFiles({
    auth,
    variant,
    multiTenant,
    icon: readFileSync(ICON),
    created: createdConnector(out),
    ...(host !== undefined && { host }),
    ...(gateway && { gateway }),
  });
  replaceFolder(out, files, {
    ourNames: Object.values(PACKAGE_FILES),
    markName: PACKAGE_FILES.definition,
  });
  const report = { folder: out, variant, auth: auth.modes, host, files: described(files) };
  process.stdout.write(json ? jsonText(report) : `${summaryOf(out, report.files)}\n`);
});

interface Source {
  readonly auth: Auth;
  readonly host?: string;
}

async function sourceOf(options: PackageOptions): Promise<Source> {
  const { stack, host, multiTenant } = options;
  if (stack !== undefined) return stackSource(stack);
  if (host !== undefined) return { auth: authOf(options), host };
  if (multiTenant) return { auth: authOf(options) };
  throw new Error(
    "The package needs the host that serves the operations. " +
      "Give --stack NAME, --host HOST, or --multi-tenant.",
  );
}

/** The CLI takes a second, and more where the stack is kept far away. */
async function stackSource(stack: string): Promise<Source> {
  const notice = setTimeout(() => {
    process.stderr.write(`Asking the Pulumi CLI about the stack ${stack} ...\n`);
  }, SILENCE_MS);
  try {
    const [auth, host] = await Promise.all([stackAuth(stack), stackOutput(stack, "hostName")]);
    return { auth, host };
  } finally {
    clearTimeout(notice);
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
