import { Command } from "commander";
import { jsonText } from "../../toolkit/text/jsonText";
import type { ConnectorLoader } from "./connectorLoader";
import { pathArguments } from "../../toolkit/commands/pathArgument";

interface DiffOptions {
  readonly stack?: string;
  readonly allowBreaking?: boolean;
  readonly json?: boolean;
}

/** Compares two definitions, one of which may be that of a connector. */
export function diffCommand(loadConnector: ConnectorLoader): Command {
  return new Command("diff")
    .description(
      "compare two definitions of the connector, and say what breaks flows, apps and agents " +
        "that use the old one",
    )
    .usage("[options] OLD NEW | --stack NAME [NEW]")
    .argument("[definitions...]", "files (JSON or YAML) or http(s) addresses", pathArguments)
    .option("--stack <name>", "compare what this stack has published with NEW, or with the code")
    .option("--allow-breaking", "end with exit code 0 also when a change breaks something")
    .option("--json", "print the changes as one JSON document")
    .addHelpText(
      "after",
      "\nExit code 1 on a breaking change. An error is exit code 1 too, with nothing on stdout\n" +
        'and a line "error: ..." on stderr.',
    )
    .action(async (sources: string[], { stack, allowBreaking, json }: DiffOptions) => {
      const { definitionPair, compareDefinitions, countsOf, reportOf } = comparison();
      const [old, next] = await definitionPair(sources, stack, loadConnector);
      const changes = compareDefinitions(old, next);
      const counts = countsOf(changes);
      const report = { old: old.source, new: next.source, ...counts, changes };
      process.stdout.write(json ? jsonText(report) : `${reportOf(changes)}\n`);
      if (counts.breaking > 0 && !allowBreaking) process.exitCode = 1;
    });
}

/** Loaded when it is needed: other commands start without it. */
function comparison() {
  const { definitionPair }: typeof import("./definitionPair") = require("./definitionPair");
  const {
    compareDefinitions,
  }: typeof import("../../toolkit/diff/compareDefinitions") = require("../../toolkit/diff/compareDefinitions");
  const {
    countsOf,
    reportOf,
  }: typeof import("../../toolkit/diff/report") = require("../../toolkit/diff/report");
  return { definitionPair, compareDefinitions, countsOf, reportOf };
}
