import type { DocumentedOperation } from "./operationTables";

/** Markdown of paragraphs, lists and tables, an empty line between each; ends with a line break. */
export function markdown(...blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}

export function bulletList(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

export function numberedList(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join("\n");
}

/** An operation with tables of its inputs and outputs. */
export function operationBlocks({
  title,
  description,
  inputs,
  outputs,
}: DocumentedOperation): string[] {
  return [
    `### ${title}`,
    description,
    ...(inputs.length > 0
      ? [
          "**Inputs**",
          table(
            ["Name", "Required", "What it is"],
            inputs.map(({ title: name, isRequired, description: what }) => [
              name,
              isRequired ? "yes" : "no",
              what,
            ]),
          ),
        ]
      : []),
    ...(outputs.length > 0
      ? [
          "**Outputs**",
          table(
            ["Name", "What it is"],
            outputs.map(({ title: name, description: what }) => [name, what]),
          ),
        ]
      : []),
  ];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");
}

/** A bar or a line break would end the cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
}
