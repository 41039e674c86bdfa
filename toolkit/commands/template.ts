import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { jsonText } from "../text/jsonText";
import { FORMATS, formatOf, formatOfName, type Format } from "../source/format";
import { utf8Text } from "../source/utf8Text";
import type { TemplateReport } from "../template/report";
import { writeIfChanged } from "./output";
import { pathArgument } from "./pathArgument";
import { whenSlow } from "./whenSlow";
import { PLACEHOLDER_HOST, SCHEMES, type Scheme } from "../document/host";

interface TemplateOptions {
  readonly format?: Format;
  readonly host?: string;
  readonly scheme?: Scheme;
  readonly into?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly setting?: Readonly<Record<string, string>>;
  readonly timeout: number;
}

export const templateCommand = new Command("template")
  .description(
    "print a Swagger 2.0 template of a function app's HTTP triggers, or add them to a definition",
  )
  .argument("<app-dir>", "the app's folder, or its zip", pathArgument)
  .addOption(
    new Option("--format <format>", "format of a new definition (default: by --out, else json)")
      .choices(FORMATS)
      .conflicts("into"),
  )
  .option("--host <host>", `host name, name[:port] (default: ${PLACEHOLDER_HOST}, or --into's own)`)
  .addOption(
    new Option("--scheme <scheme>", "how to reach a new definition's host (default: https)")
      .choices(SCHEMES)
      .conflicts("into"),
  )
  .option(
    "--into <file>",
    "definition (JSON or YAML) to add missing operations to; everything else in it stays as it is. " +
      "Without --out this file itself is rewritten",
    pathArgument,
  )
  .option("--out <file>", "file to write instead of printing", pathArgument)
  .option("--json", "print a report as JSON: added, kept, changed, removed and skipped operations")
  .option(
    "--setting <name=value>",
    "setting that the app's code needs to load, in addition to local.settings.json; repeatable",
    withSetting,
  )
  .option("--timeout <seconds>", "how long the app's code may take to load", seconds, 30)
  .addHelpText(
    "after",
    "\nThe code of a Node app is loaded, in a process of its own, which gets its settings and\n" +
      "nothing else of your environment. Other apps are read from their function.json files (Java,\n" +
      "PowerShell, Python v1, Node v3, .NET in-process) or from a .NET isolated build, in their folder\n" +
      "or in the newest build below a .NET or Maven project. Python's model v2 has neither and is not\n" +
      "supported. An optional route parameter makes two paths. Skipped, removed and unresolved\n" +
      "operations are listed on stderr. To leave out a function, disable it as on Azure:\n" +
      "--setting AzureWebJobs.NAME.Disabled=true.",
  )
  .action(async (appPath: string, options: TemplateOptions) => {
    const progress = `Loading the functions of ${appPath}, for at most ${options.timeout} s.`;
    await whenSlow(progress, () => run(appPath, options));
  });

async function run(appPath: string, options: TemplateOptions): Promise<void> {
  const { makeTemplate, mergeSummary, reportLines } = templateMaker();
  const { into, out, host, scheme, setting, timeout } = options;
  const source =
    into === undefined ? undefined : { name: into, text: utf8Text(readBytes(into), into) };
  const format = source
    ? formatOf(source.name, source.text)
    : (options.format ?? formatOf(out ?? ""));
  requireFit(out, format);
  const made = await makeTemplate({
    appPath,
    settings: setting ?? {},
    timeoutMs: timeout * 1_000,
    into: source,
    format,
    host,
    scheme,
    note: tell,
  });
  const file = out ?? into;
  const destination =
    file === undefined
      ? { definition: made.definition }
      : { file, written: writeIfChanged(file, made.text) };
  const report: TemplateReport = { ...made.report, ...destination };
  for (const line of reportLines(report)) tell(line);
  if (into !== undefined) tell(mergeSummary(report));
  if (options.json === true) process.stdout.write(jsonText(report));
  else if (file === undefined) process.stdout.write(made.text);
}

/** Its libraries take as long to load as all the rest, and no other command needs them. */
function templateMaker() {
  const {
    makeTemplate,
  }: typeof import("../template/makeTemplate") = require("../template/makeTemplate");
  const {
    mergeSummary,
    reportLines,
  }: typeof import("../template/report") = require("../template/report");
  return { makeTemplate, mergeSummary, reportLines };
}

/** Readers of a file rely on its extension. */
function requireFit(out: string | undefined, format: Format): void {
  const named = formatOfName(out ?? "");
  if (named === undefined || named === format) return;
  throw new Error(
    `--out ${out} has the extension of ${named.toUpperCase()}, but the definition is ` +
      `${format.toUpperCase()}. Name a file that ends in .${format}.`,
  );
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new Error(`Cannot read ${file}. Name an existing definition, or leave out --into.`, {
      cause,
    });
  }
}

function withSetting(text: string, earlier: Readonly<Record<string, string>> = {}) {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError("Expected NAME=VALUE.");
  return { ...earlier, [name]: value };
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 3_600)) throw new InvalidArgumentError("Expected 0 to 3600 seconds.");
  return value;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
