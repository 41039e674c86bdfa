import { Command, InvalidArgumentError, Option } from "commander";
import { CONNECTOR_VARIANTS, type ConnectorVariant } from "../document/connectorVariant";
import { reportOf, rulesTable, summaryOf } from "../lint/report";
import type { RuleText } from "../lint/rule";
import { countWithNoun } from "../text/countWithNoun";
import { jsonText } from "../text/jsonText";
import { pathArgument, pathArguments } from "./pathArgument";
import { whenSlow } from "./whenSlow";

interface LintCommandOptions {
  readonly json?: true;
  readonly variant?: ConnectorVariant;
  readonly config?: string;
  readonly ignore?: readonly string[];
  readonly maxWarnings?: number;
  readonly rules?: true;
}

export const lintCommand = new Command("lint")
  .description("check connectors by Microsoft's rules, offline and without an account")
  .argument(
    "[path...]",
    "folder of a connector, folder of connectors, or a connector's file: a definition is JSON or YAML",
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
  .option(
    "--config <file>",
    "levels of rules and places to ignore (default: .connectorlint.yaml in the connector's folder)",
    pathArgument,
  )
  .option("--ignore <rule>", "switch a rule off; can be given several times", collected)
  .option("--max-warnings <number>", "fail when there are more warnings than this", wholeNumber)
  .option("--rules", "list the rules with their levels and sources, and check nothing")
  .addHelpText(
    "after",
    `
Exits with 1 when there is an error, or more warnings than allowed.

For deploy, errors are what paconn, the portal's import and the platform refuse, and advice for
certification is given as warnings. For certify, errors are what certification refuses too, and
publisher, stackOwner, contact, metadata, README.md and intro.md are required. stackOwner is an
error for deploy, since a connector with it cannot be created.

Only the named files are opened: references to other files and to addresses are reported, and not
followed. docs/lint.md describes the configuration file.`,
  )
  .action(async (paths: readonly string[], options: LintCommandOptions) => {
    if (options.rules === true) printRules(options);
    else if (paths.length > 0) await lint(paths, options);
    else throw new Error("No path is given. Give a connector's folder, or its definition.");
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

/** A rule without its check, which is not data. */
function factsOf({ id, code, levels, description, fix }: RuleText): object {
  return { rule: id, code, levels, description, fix };
}

async function lint(paths: readonly string[], options: LintCommandOptions): Promise<void> {
  const { json, variant, config, ignore = [], maxWarnings = Infinity } = options;
  // Required here, so that other commands do not load the rules.
  const { lintPaths }: typeof import("../lint/lintPaths") = require("../lint/lintPaths");
  const { checked, findings } = await whenSlow("Checking the connectors …", () =>
    lintPaths(paths, {
      ...(variant && { variant }),
      ...(config !== undefined && { configFile: config }),
      rulesOff: ignore,
    }),
  );
  const summary = summaryOf(
    findings,
    checked.flatMap(({ ignored }) => ignored),
  );
  process.stdout.write(
    json === true
      ? jsonText({
          checked: checked.map((connector) => ({
            source: connector.path,
            variant: connector.variant,
          })),
          findings,
          summary,
        })
      : reportOf(findings, summary, subjectOf(checked.map((connector) => connector.variant))),
  );
  if (summary.errors > 0 || summary.warnings > maxWarnings) process.exitCode = 1;
}

function subjectOf(variants: readonly ConnectorVariant[]): string {
  const purposes = { deploy: "deployment", certify: "certification" };
  const named = [...new Set(variants)].map((variant) => purposes[variant]);
  return `${countWithNoun(variants.length, "connector")}, for ${named.join(" and ")}`;
}

function collected(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Expected a whole number from 0.");
  return Number(text);
}
