import { countWithNoun } from "../text/countWithNoun";
import type { Finding } from "./finding";
import { printable } from "../text/messageText";
import type { Levels, RuleText } from "./rule";

/** How many findings there are. */
export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  /** Files with a finding. */
  readonly files: number;
}

export function summaryOf(findings: readonly Finding[]): Summary {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const files = new Set(findings.map(({ file }) => file)).size;
  return { errors, warnings: findings.length - errors, files };
}

/**
 * The findings for people: by file, one line each, and below it what to do, once for each rule of a
 * file. A last line counts them.
 *
 * @param checked what was checked, for the last line, such as `1 connector, for deployment`
 */
export function reportOf(findings: readonly Finding[], checked: string): string {
  const files = [...new Set(findings.map(({ file }) => file))];
  const blocks = files.map((file) =>
    fileBlock(findings.filter((finding) => finding.file === file)),
  );
  return `${[...blocks, lastLine(findings, checked)].join("\n\n")}\n`;
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

function lastLine(findings: readonly Finding[], checked: string): string {
  const { errors, warnings } = summaryOf(findings);
  if (findings.length === 0) return `No errors, no warnings (${checked}).`;
  return `${countWithNoun(errors, "error")}, ${countWithNoun(warnings, "warning")} (${checked}).`;
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
