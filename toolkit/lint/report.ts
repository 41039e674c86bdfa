import { countWithNoun } from "../text/countWithNoun";
import type { Finding } from "./finding";
import { printable } from "../text/messageText";
import type { Levels, RuleText } from "./rule";

/** How many findings there are. */
export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  /** Findings that the configuration, or `--ignore`, takes off. */
  readonly ignored: number;
  /** Files with a finding. */
  readonly files: number;
}

/** Counts the findings, and those that are ignored. */
export function summaryOf(findings: readonly Finding[], ignored: readonly Finding[]): Summary {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const files = new Set(findings.map(({ file }) => file)).size;
  return { errors, warnings: findings.length - errors, ignored: ignored.length, files };
}

/**
 * The findings for people: by file, one line each, and below it how to fix it, once for each rule of a
 * file. A last line counts them.
 *
 * @param subject what was checked, for the last line, such as `1 connector, for deployment`
 */
export function reportOf(findings: readonly Finding[], summary: Summary, subject: string): string {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) {
    const known = byFile.get(finding.file);
    if (known === undefined) byFile.set(finding.file, [finding]);
    else known.push(finding);
  }
  const blocks = Array.from(byFile.values(), fileBlock);
  return `${[...blocks, lastLine(summary, subject)].join("\n\n")}\n`;
}

function fileBlock(findings: readonly Finding[]): string {
  const places = findings.map(({ line, column }) => `${line}:${column}`);
  const placeWidth = Math.max(...places.map(({ length }) => length));
  const lines = findings.flatMap(({ severity, message, rule, code, fix }, index) => {
    const place = (places[index] ?? "").padStart(placeWidth);
    const name = code === undefined ? rule : `${rule} (${code})`;
    const line = `  ${place}  ${severity.padEnd("warning".length)}  ${message}  ${name}`;
    const isFirst = findings.findIndex((finding) => finding.rule === rule) === index;
    return isFirst ? [line, `${" ".repeat(placeWidth + 13)}Fix: ${fix}`] : [line];
  });
  return [printable(findings[0]?.file ?? ""), ...lines].join("\n");
}

function lastLine({ errors, warnings, ignored }: Summary, subject: string): string {
  const counts =
    errors + warnings === 0
      ? ["No errors", "no warnings"]
      : [countWithNoun(errors, "error"), countWithNoun(warnings, "warning")];
  const all = ignored === 0 ? counts : [...counts, `${ignored} ignored`];
  return `${all.join(", ")} (${subject}).`;
}

/** The rules as a table for people, by what they are about. */
export function rulesTable(
  groups: readonly { readonly name: string; readonly rules: readonly RuleText[] }[],
): string {
  const width = Math.max(...groups.flatMap(({ rules }) => rules.map(({ id }) => id.length)));
  const blocks = groups.map(({ name, rules }) => {
    const lines = rules.map(({ id, levels, code, description }) => {
      const level = [levels.deploy, levels.certify].map((one) => one.padEnd(7)).join("  ");
      return `  ${id.padEnd(width)}  ${level}  ${code ?? sourceOf(levels)}\n  ${" ".repeat(width)}  ${description}`;
    });
    return [name, `  ${"rule".padEnd(width)}  deploy   certify  source`, ...lines].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

/** Where a rule without a name of Microsoft's comes from: how its tools behave, or experience. */
function sourceOf({ deploy, certify }: Levels): string {
  return deploy === "error" || certify === "error" ? "platform" : "advice";
}
