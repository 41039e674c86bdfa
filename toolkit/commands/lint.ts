import { Command, InvalidArgumentError, Option } from "commander";
import { countWithNoun } from "../text/countWithNoun";
import { jsonText } from "../text/jsonText";
import { variantOf } from "../lint/connectorFiles";
import type { Finding } from "../lint/finding";
import { lintDocuments } from "../lint/lintDocuments";
import { readConnector } from "../lint/readConnector";
import { reportOf, rulesTable, summaryOf } from "../lint/report";
import type { RuleText } from "../lint/rule";
import { CONNECTOR_VARIANTS, type ConnectorVariant } from "../document/connectorVariant";
import { pathArguments } from "./pathArgument";

interface LintCommandOptions {
  readonly json?: true;
  readonly variant?: ConnectorVariant;
  readonly maxWarnings?: number;
  readonly rules?: true;
}

export const lintCommand = new Command("lint")
  .description("check connectors by Microsoft's rules, offline and without an account")
  .argument(
    "[path...]",
    "folder of a connector, or one of its files: a definition, JSON or YAML",
    pathArguments,
  )
  .option("--json", "print {checked, findings, summary} as one JSON document")
  .addOption(
    new Option(
      "--variant <variant>",
      "what to check for: deploy to environments of your own, or certify by Microsoft " +
        "(default: certify where apiProperties.json names a stackOwner, else deploy)",
    ).choices(CONNECTOR_VARIANTS),
  )
  .option("--max-warnings <number>", "fail when there are more warnings than this", wholeNumber)
  .option("--rules", "list the rules with their severity and source, and check nothing")
  .addHelpText(
    "after",
    `
Exits with 1 when there is an error, or more warnings than allowed.

For deploy, errors are what paconn, the portal's import and the platform refuse, and advice for
certification is given as warnings. For certify, errors are what certification refuses too, and
publisher, stackOwner, contact, metadata, README.md and intro.md are asked for. stackOwner is an
error for deploy, since creating a connector with it fails.

Nothing outside of the named files is opened: references to other files and to addresses are
reported, and not followed.`,
  )
  .action(async (paths: readonly string[], options: LintCommandOptions) => {
    if (options.rules === true) printRules(options);
    else if (paths.length > 0) await lintPaths(paths, options);
    else throw new Error("No path is named. Name a connector's folder, or its definition.");
  });

function printRules({ json }: LintCommandOptions): void {
  // Required here, so that other commands do not load the rules.
  const { ruleGroups }: typeof import("../lint/rules/allRules") = require("../lint/rules/allRules");
  process.stdout.write(
    json === true
      ? jsonText({ rules: ruleGroups.flatMap(({ rules }) => rules.map(factsOf)) })
      : rulesTable(ruleGroups),
  );
}

/** A rule as a document holds it: its check is no data. */
function factsOf({ id, code, levels, description, fix }: RuleText): object {
  return { id, code, levels, description, fix };
}

async function lintPaths(paths: readonly string[], options: LintCommandOptions): Promise<void> {
  const connectors = paths.map(readConnector);
  const variants = connectors.map(({ files }) => variantOf(files, options));
  const findings: Finding[] = [];
  for (const [index, { files, ...rest }] of connectors.entries()) {
    findings.push(...(await lintDocuments(files, { ...rest, variant: variants[index]! })));
  }
  const summary = summaryOf(findings);
  if (options.json === true) {
    const checked = paths.map((path, index) => ({ path, variant: variants[index] }));
    const report = { checked, findings, summary };
    process.stdout.write(jsonText(report));
  } else {
    process.stdout.write(reportOf(findings, checkedOf(variants)));
  }
  const tooMany = summary.warnings > (options.maxWarnings ?? Infinity);
  if (summary.errors > 0 || tooMany) process.exitCode = 1;
}

function checkedOf(variants: readonly ConnectorVariant[]): string {
  const purposes = { deploy: "deployment", certify: "certification" };
  const named = [...new Set(variants)].map((variant) => purposes[variant]);
  return `${countWithNoun(variants.length, "connector")}, for ${named.join(" and ")}`;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Expected a whole number from 0.");
  return Number(text);
}
