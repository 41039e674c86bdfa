import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./projectFolder";

/** A document for people, in Markdown. */
export interface DocumentText {
  /** Path within the project, such as `docs/azure.md`. */
  readonly path: string;
  readonly text: string;
}

/** README, CONTRIBUTING and everything in docs. */
export const documents: readonly DocumentText[] = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(projectFolder, "docs")).map((name) => `docs/${name}`),
]
  .filter((path) => path.endsWith(".md"))
  .map((path) => ({ path, text: readFileSync(join(projectFolder, path), "utf8") }));

/** All documents as one text. */
export const allText = documents.map(({ text }) => text).join("\n");

/** The cells of the table's rows between two marks, without its head, in whichever document has them. */
export function markedTable(mark: string): string[][] {
  const parts = allText.split(new RegExp(`<!-- /?${mark} -->`));
  if (parts.length !== 3) throw new Error(`Expected the marks of ${mark} once in the documents.`);
  const rows = (parts[1] ?? "").trim().split("\n").slice(2);
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchorsOf({ text }: DocumentText): string[] {
  const prose = text.replaceAll(/^```[^]*?^```/gm, "");
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
