import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { thisConnector } from "../../function/thisConnector";
import { iconOf } from "./icon";
import { namesOf, type Names } from "./names";
import { pagesOfExample, renamedFiles, type OldNames } from "./renames";
import { requireCleanTree } from "./requireCleanTree";
import { requireSoundStarter } from "./requireSoundStarter";
import { starterFiles, starterWords } from "./starterFiles";

/** What a project is made into. */
export interface InitOptions {
  /** The folder that holds package.json. */
  readonly projectFolder: string;
  /** The connector's title, for people. */
  readonly title: string;
  /** Name of the Pulumi project. Without it, the title in lower case, with hyphens. */
  readonly project?: string;
  /** Brand colour, `#rrggbb`. Without it, one that follows from the title. */
  readonly color?: string;
  /** Whether changes that are not committed may be lost. @default false */
  readonly force?: boolean;
}

/** What was done to a project. Paths are from its folder. */
export interface InitReport {
  readonly names: Names;
  readonly removed: readonly string[];
  readonly written: readonly string[];
  readonly renamed: readonly string[];
}

const DEFINITION = "connector/apiDefinition.swagger.json";
/** Dark enough for white initials. */
const COLORS = ["#0b5cad", "#5b3fa8", "#8a2f5c", "#9a3b1c", "#1f6b3a", "#3d4f63"] as const;

/**
 * Replaces the worked example by a starter of the reader's own, and renames the project.
 *
 * Everything is worked out and checked before the first file is changed.
 *
 * @throws Error when it has been done already, a name cannot be used, or something could be lost
 */
export function initialize(options: InitOptions): InitReport {
  const { projectFolder, title, project, color = colorOf(title), force = false } = options;
  const old = oldNames(projectFolder);
  const names = namesOf(title, starterWords(projectFolder), project);
  requireFreeFolders(projectFolder, names, old);
  requireNoLocalStack(projectFolder);
  if (!force) requireCleanTree(projectFolder);
  requireSoundStarter(title);

  const starter = starterFiles(projectFolder, names, color);
  const icon = iconOf(names.initials, color, title);
  const icons = { "connector/icon.png": icon.png, "connector/icon.svg": icon.svg };
  const removed = [
    `function/${old.folder}`,
    `test/${old.folder}`,
    ...pagesOfExample(projectFolder),
  ].filter((path) => existsSync(join(projectFolder, path)));
  const renamed = Object.fromEntries(
    Object.entries(renamedFiles(projectFolder, old, names)).filter(
      ([path]) => !removed.includes(path),
    ),
  );

  for (const path of removed) rmSync(join(projectFolder, path), { recursive: true });
  for (const [path, content] of Object.entries({ ...starter, ...renamed, ...icons })) {
    mkdirSync(dirname(join(projectFolder, path)), { recursive: true });
    writeFileSync(join(projectFolder, path), content);
  }
  makeDefinition(projectFolder);
  return {
    names,
    removed,
    written: [...Object.keys({ ...starter, ...icons }), DEFINITION],
    renamed: Object.keys(renamed),
  };
}

/** @throws Error when the project has a connector of its own already */
function oldNames(projectFolder: string): OldNames {
  const { title } = thisConnector.about.info;
  if (thisConnector.isExample !== true) {
    throw new Error(
      `This project is "${title}" already. init replaces the worked example of a fresh clone, once.`,
    );
  }
  const read = (path: string): string => readFileSync(join(projectFolder, path), "utf8");
  const [, folder = ""] = / from "\.\/(\w+)\//.exec(read("function/thisConnector.ts")) ?? [];
  const [, project = ""] = /^name: *["']?([^"'\s]+)/m.exec(read("Pulumi.yaml")) ?? [];
  return { title, project, folder };
}

/** Machinery keeps its folders. */
function requireFreeFolders(projectFolder: string, names: Names, old: OldNames): void {
  const taken = [`function/${names.identifier}`, `test/${names.identifier}`].find(
    (path) => names.identifier !== old.folder && existsSync(join(projectFolder, path)),
  );
  if (taken === undefined) return;
  throw new Error(`The folder ${taken} is there already. Choose another title.`);
}

/** Its data would stay behind, under a name that nothing reads any more. */
function requireNoLocalStack(projectFolder: string): void {
  if (!existsSync(join(projectFolder, ".local"))) return;
  throw new Error(
    "The example is deployed on this machine. Remove that deployment first: npm run destroy",
  );
}

function makeDefinition(projectFolder: string): void {
  const args = ["--require", "tsx/cjs", "connector/main.ts", "definition", "--out", DEFINITION];
  execFileSync(process.execPath, args, {
    cwd: projectFolder,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

function colorOf(title: string): string {
  const sum = Buffer.from(title).reduce((total, byte) => total + byte, 0);
  return COLORS[sum % COLORS.length] ?? COLORS[0];
}
