import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { jsonText } from "../jsonText";
import { PLACEHOLDER_HOST } from "../definition";
import { SCHEMES, type Scheme } from "../swagger";
import { FORMATS, formatOf, type Format } from "../source/format";
import type { TemplateReport } from "../template/report";
import { printOrWrite, writeIfChanged } from "./output";
import { pathArgument } from "./pathArgument";

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

/** After this long the user is told what is waited for. */
const PATIENCE_MS = 2_000;

export const templateCommand = new Command("template")
  .description(
    "print a Swagger 2.0 skeleton of a function app's HTTP triggers, or add them to a definition",
  )
  .argument("<app-dir>", "the app's folder, or its zip", pathArgument)
  .addOption(
    new Option("--format <format>", "form of a new definition (default: by --out, else json)")
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
    "definition, JSON or YAML, to which what it lacks is added and in which all else stays; " +
      "without --out this file itself is rewritten",
    pathArgument,
  )
  .option("--out <file>", "file to write instead of printing", pathArgument)
  .option("--json", "print a report as JSON: what was added, kept, changed, vanished, skipped")
  .option(
    "--setting <name=value>",
    "setting that the app's code needs to load, beside those of local.settings.json; repeatable",
    withSetting,
  )
  .option("--timeout <seconds>", "how long the app's code may take to load", seconds, 30)
  .addHelpText(
    "after",
    "\nThe code of a Node app is loaded, in a process of its own, which gets its settings and\n" +
      "nothing else of your environment. Apps in other languages are read from their function.json\n" +
      "files or their build. An optional route parameter makes two paths. What is left out, no longer\n" +
      "there or to be decided is told on stderr. To leave out a function on purpose, switch it off as\n" +
      "on Azure: --setting AzureWebJobs.NAME.Disabled=true.",
  )
  .action(async (appPath: string, options: TemplateOptions) => {
    const progress = setTimeout(() => {
      tell(`Loading the functions of ${appPath}, for at most ${options.timeout} s.`);
    }, PATIENCE_MS);
    try {
      await run(appPath, options);
    } finally {
      clearTimeout(progress);
    }
  });

async function run(appPath: string, options: TemplateOptions): Promise<void> {
  const { makeTemplate, mergeSummary, reportLines } = templateMaker();
  const { into, out, format, host, scheme, setting, timeout } = options;
  const made = await makeTemplate({
    appPath,
    settings: setting ?? {},
    timeoutMs: timeout * 1_000,
    into: into === undefined ? undefined : { name: into, text: readText(into) },
    format: format ?? formatOf(out ?? ""),
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
  if (options.json === true) printOrWrite(jsonText(report), undefined);
  else if (file === undefined) printOrWrite(made.text, undefined);
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

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new Error(`Cannot read ${file}. Name a definition that is there, or leave out --into.`, {
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
