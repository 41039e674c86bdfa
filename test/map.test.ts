import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { globSync } from "tinyglobby";
import { allowedBy, connectorFolder, crossImports, mapRooms, roomOf } from "./support/map";
import { projectFolder } from "./support/projectFolder";

const rooms = mapRooms();
const found = crossImports(rooms);

test("the map has every folder that has code, and this connector's own", () => {
  const ignore = ["test/**", "node_modules/**"];
  const files = globSync("*/**/*.ts", { cwd: projectFolder, ignore });
  const folders = files.map((file) => file.split("/")[0]);
  expect(new Set(rooms.map(({ folder }) => folder))).toEqual(
    new Set([...folders, connectorFolder]),
  );
});

test("every import from one room to another is on the map", () => {
  const unlisted = found.filter((edge) => allowedBy(edge, rooms) === undefined);
  expect(unlisted.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test("everything on the map is imported", () => {
  const used = new Set(found.map((edge) => allowedBy(edge, rooms)));
  const unused = rooms.flatMap(({ folder, imports }) =>
    imports.flatMap((entry) =>
      used.has(entry) ? [] : `${folder} does not import ${entry.target}`,
    ),
  );
  expect(unused).toEqual([]);
});

test("the lint rules name the folders of machinery, and all of them, wherever they name one", () => {
  const files = globSync("function/*/**/*.ts", {
    cwd: projectFolder,
    ignore: `${connectorFolder}/**`,
  });
  const folders = new Set(files.map((file) => file.split("/")[1] ?? ""));
  const rules = readFileSync(join(projectFolder, ".oxlintrc.json"), "utf8");
  const lists = [...rules.matchAll(/\{([\w,]+)\}/g)].map(([, names = ""]) => names.split(","));
  // JSON has no names for its parts: function/'s own rule has the list three times, those of two other rooms once each.
  expect(lists).toEqual(Array.from({ length: 5 }, () => [...folders].toSorted()));
});

/** A file of a room that could be imported; what all of `function/` may know is in its folders. */
const probeOf = (folder: string): string =>
  folder === "function" ? "function/contract/probe" : `${folder}/probe`;

/** Each importing file with what it imports, one a line. */
function probes(): Map<string, string[]> {
  const all = rooms.map(({ folder }) => folder);
  const single = rooms.flatMap(({ imports }) => imports.flatMap(({ onlyFrom }) => onlyFrom ?? []));
  const files = [...all.map((folder) => `${probeOf(folder)}.ts`), ...single];
  return new Map(
    files.map((file) => [
      file,
      [
        ...all.map(probeOf),
        ...rooms.flatMap(({ imports }) => imports.map(({ target }) => target)),
      ].filter((target) => !all.includes(target) && roomOf(target, rooms) !== roomOf(file, rooms)),
    ]),
  );
}

/** The imports that the lint rules of .oxlintrc.json refuse, as `file imports target`. */
function refusedImports(files: ReadonlyMap<string, readonly string[]>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "map-"));
  try {
    copyFileSync(join(projectFolder, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
    for (const [file, targets] of files) {
      const lines = targets.map((target) => importLine(file, target));
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), lines.join("\n"));
    }
    const oxlint = join(projectFolder, "node_modules", "oxlint", "bin", "oxlint");
    const { stdout } = spawnSync(process.execPath, [oxlint, "--format", "json"], {
      cwd: folder,
      encoding: "utf8",
    });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
    return diagnostics
      .filter(({ code }) => code === "eslint(no-restricted-imports)")
      .map(({ filename, labels }) => {
        const file = posix.normalize(filename.replaceAll("\\", "/"));
        return `${file} imports ${files.get(file)?.[(labels[0]?.span.line ?? 0) - 1]}`;
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Diagnostic {
  code: string;
  filename: string;
  labels: { span: { line: number } }[];
}

function importLine(file: string, target: string): string {
  const path = posix.relative(posix.dirname(file), target);
  return `import "${path.startsWith(".") ? path : `./${path}`}";`;
}

test("lint refuses every import that is not on the map, and no other", () => {
  const files = probes();
  const unlisted = [...files].flatMap(([file, targets]) =>
    targets.flatMap((target) =>
      allowedBy({ file, target }, rooms) === undefined ? `${file} imports ${target}` : [],
    ),
  );
  expect(unlisted.length).toBeGreaterThan(rooms.length);
  expect(refusedImports(files).toSorted()).toEqual(unlisted.toSorted());
});
