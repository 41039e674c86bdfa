import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Names } from "./names";
import type { TextFiles } from "./starterFiles";

/** What a project is called before it is renamed. */
export interface OldNames {
  readonly title: string;
  readonly project: string;
  /** The folder of the connector in function/ and in test/. */
  readonly folder: string;
}

/** The files in which a project's name counts, with the new one. Those that stay as they are are left out. */
export function renamedFiles(projectFolder: string, old: OldNames, names: Names): TextFiles {
  const inAll = readdirSync(projectFolder);
  const stackFiles = inAll.filter((name) => /^Pulumi\..+\.yaml$/.test(name));
  const pages = [
    ...inAll.filter((name) => name.endsWith(".md")),
    ...filesIn(projectFolder, "docs").filter((name) => name.endsWith(".md")),
  ];
  const edits: [string, (text: string) => string][] = [
    ["Pulumi.yaml", (text) => withProject(text, names)],
    ...stackFiles.map((name): (typeof edits)[number] => [
      name,
      (text) =>
        text.replaceAll(new RegExp(`^(\\s*["']?)${old.project}:`, "gm"), `$1${names.project}:`),
    ]),
    ["package.json", (text) => withPackageName(text, names)],
    ["package-lock.json", (text) => withPackageName(text, names)],
    ["function/thisConnector.ts", (text) => withRegistration(text, names)],
    ...pages.map((name): (typeof edits)[number] => [
      name,
      (text) => withoutExample(text, old, names),
    ]),
  ];
  return Object.fromEntries(
    edits.flatMap(([path, edit]) => {
      if (!existsSync(join(projectFolder, path))) return [];
      const text = readFileSync(join(projectFolder, path), "utf8");
      const edited = edit(text);
      return edited === text ? [] : [[path, edited]];
    }),
  );
}

/** Files that are about the example alone: a page, and the pictures in README's parts about it. */
export function pagesOfExample(projectFolder: string): string[] {
  const readme = join(projectFolder, "README.md");
  const text = existsSync(readme) ? readFileSync(readme, "utf8") : "";
  const parts = [...text.matchAll(EXAMPLE_PART)].map(([part]) => part).join("\n");
  const pictures = [...parts.matchAll(/!\[[^\]]*\]\((?!https?:)([^)]+)\)/g)];
  return ["docs/make-it-yours.md", ...pictures.map(([, path = ""]) => path)];
}

/** What pages say of the example stands between these marks. */
const EXAMPLE_PART = /<!-- example -->\n[\s\S]*?<!-- \/example -->\n+/g;

function withoutExample(text: string, old: OldNames, names: Names): string {
  return text
    .replaceAll(EXAMPLE_PART, "")
    .replace(`# ${old.title}\n`, `# ${names.title}\n`)
    .replaceAll(old.folder, names.identifier);
}

/** The section `template` describes the example; `pulumi new` removes it as well. */
function withProject(text: string, { project }: Names): string {
  return text
    .replace(/^name: .*$/m, `name: ${project}`)
    .replace(/^(?:#.*\n)*template:\n(?: .*\n)*/m, "");
}

/** `pulumi new` renames the project and not the package, so the package's own name is looked up. */
function withPackageName(text: string, names: Names): string {
  const { name } = JSON.parse(text) as { name: string };
  return text.replaceAll(`"name": "${name}"`, `"name": "${names.project}"`);
}

/** In function/thisConnector.ts the one line that is code. */
function withRegistration(text: string, { identifier }: Names): string {
  const line = `export { ${identifier} as thisConnector } from "./${identifier}/${identifier}";`;
  return text.replace(/^export .*$/m, line);
}

function filesIn(projectFolder: string, folder: string): string[] {
  if (!existsSync(join(projectFolder, folder))) return [];
  return readdirSync(join(projectFolder, folder)).map((name) => `${folder}/${name}`);
}
