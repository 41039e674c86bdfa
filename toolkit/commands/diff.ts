import { Command } from "commander";
import type { SourcedDefinition } from "../diff/compareDefinitions";
import { jsonText } from "../text/jsonText";
import { pathArguments } from "./pathArgument";

/** What a project knows of the stacks that its connector is deployed to. */
export interface DeployedDefinitions {
  /**
   * File or http(s) address of the definition that a stack has published.
   *
   * @throws Error when the stack cannot be read, or has published none
   */
  readonly publishedBy: (stack: string) => Promise<string>;
  /**
   * The definition that the project's code makes for a stack.
   *
   * @throws Error when the stack cannot be read
   */
  readonly madeByCode: (stack: string) => Promise<SourcedDefinition>;
}

interface DiffOptions {
  readonly stack?: string;
  readonly allowBreaking?: boolean;
  readonly json?: boolean;
}

/** The command that compares two definitions of a connector. */
export function diffCommand(deployed: DeployedDefinitions): Command {
  return new Command("diff")
    .description(
      "compare two definitions of a connector, and report what breaks flows, apps and agents " +
        "that use the old one",
    )
    .usage("[options] OLD NEW | --stack NAME [NEW]")
    .argument("[definitions...]", "files (JSON or YAML) or http(s) addresses", pathArguments)
    .option("--stack <name>", "compare what this stack has published with NEW, or with the code")
    .option("--allow-breaking", "end with exit code 0 even if there are breaking changes")
    .option("--json", "print the changes as one JSON document")
    .addHelpText(
      "after",
      "\nExits with 1 on a breaking change. An error exits with 1 too, with nothing on stdout and a\n" +
        'line "error: ..." on stderr.',
    )
    .action(async (sources: string[], { stack, allowBreaking, json }: DiffOptions) => {
      const { readDefinition, compareDefinitions, countsOf, reportOf } = comparison();
      const read = async (source: string): Promise<SourcedDefinition> => {
        return { source, document: await readDefinition(source) };
      };
      const [old, next] =
        stack === undefined
          ? await bothNamed(sources, read)
          : await publishedAndNext(stack, sources, deployed, read);
      const changes = compareDefinitions(old, next);
      const counts = countsOf(changes);
      const report = { old: old.source, new: next.source, ...counts, changes };
      process.stdout.write(json ? jsonText(report) : `${reportOf(changes)}\n`);
      if (counts.breaking > 0 && !allowBreaking) process.exitCode = 1;
    });
}

type Read = (source: string) => Promise<SourcedDefinition>;
type Pair = [old: SourcedDefinition, next: SourcedDefinition];

async function bothNamed([old, next, ...others]: readonly string[], read: Read): Promise<Pair> {
  if (old !== undefined && next !== undefined && others.length === 0) {
    return [await read(old), await read(next)];
  }
  const count = [old, next, ...others].filter((source) => source !== undefined).length;
  throw new Error(`diff got ${count} definitions. Expected two, OLD and NEW, or --stack NAME.`);
}

async function publishedAndNext(
  stack: string,
  [next, ...others]: readonly string[],
  { publishedBy, madeByCode }: DeployedDefinitions,
  read: Read,
): Promise<Pair> {
  if (others.length > 0) {
    throw new Error(`diff got ${others.length + 1} definitions and --stack. Expected one, NEW.`);
  }
  const old = await read(await publishedBy(stack));
  return [old, next === undefined ? await madeByCode(stack) : await read(next)];
}

/** Loaded when it is needed: other commands start without it. */
function comparison() {
  const {
    readDefinition,
  }: typeof import("../document/readDefinition") = require("../document/readDefinition");
  const {
    compareDefinitions,
  }: typeof import("../diff/compareDefinitions") = require("../diff/compareDefinitions");
  const { countsOf, reportOf }: typeof import("../diff/report") = require("../diff/report");
  return { readDefinition, compareDefinitions, countsOf, reportOf };
}
