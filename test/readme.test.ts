import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parse as parseYaml } from "yaml";
import { POLICY_TEMPLATES } from "../toolkit/policies/policyTemplates";
import { ruleGroups } from "../toolkit/lint/rules/allRules";
import { allText, anchorsOf, documents, markedTable } from "./support/documents";
import { cloudOutputs, subscriptionId } from "./support/expectedResources";
import { runOnMockEngine } from "./support/mockEngine";
import { projectFolder } from "./support/projectFolder";

import program = require("../infra/index");

interface ConfigKey {
  type: string;
  default: string | number;
  description: string;
}

const { name: project, config } = parseYaml(
  readFileSync(join(projectFolder, "Pulumi.yaml"), "utf8"),
) as { name: string; config: Record<string, ConfigKey> };

test("the configuration table says what Pulumi.yaml says", () => {
  expect(markedTable("configuration")).toEqual(
    Object.entries(config).map(([key, { type, default: value, description }]) => [
      `\`${key}\``,
      type,
      `\`${value}\``,
      description,
    ]),
  );
});

test("the outputs table has the outputs of a run of the program, and says which are secret", async () => {
  const defaults = Object.entries(config).map(([key, declared]) => [key, declared.default]);
  const settings = { ...Object.fromEntries(defaults), auth: "apiKey,basic" };
  const { outputs } = await runOnMockEngine({
    program,
    project,
    stack: "dev",
    config: Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [`${project}:${key}`, String(value)]),
    ),
    call: () => ({ subscriptionId }),
    outputsOf: cloudOutputs,
  });
  const expected = Object.entries(outputs).map(([name, value]) => [
    `\`${name}\``,
    typeof value === "object" && value !== null && "secret" in value,
  ]);
  const stated = markedTable("outputs").map(([name, text = ""]) => [
    name,
    text.includes("; secret"),
  ]);
  expect(new Map(stated as [string, boolean][])).toEqual(new Map(expected as [string, boolean][]));
});

test("the linter has as many rules as the documents say", () => {
  const count = ruleGroups.flatMap(({ rules }) => rules).length;
  expect([...allText.matchAll(/(\d+) rules/g)].map(([, stated]) => Number(stated))).toEqual(
    expect.arrayContaining([count]),
  );
  expect(allText.match(/\d+ rules/g)?.every((text) => text === `${count} rules`)).toBe(true);
});

test("the maker of policies has as many templates as the documents say", () => {
  expect(allText).toContain(`a typed maker of ${Object.keys(POLICY_TEMPLATES).length} templates`);
});

test("every npm script that the documents name exists", () => {
  const { scripts } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const named = [...allText.matchAll(/npm (?:run )?([a-z][a-z:]*)/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => name !== "ci" && !(name in scripts))).toEqual([]);
});

test("every command and option in the documents is one that the connector's command line takes", () => {
  const lines = [...allText.matchAll(/npm run connector -- ([a-z]+)([^`\n]*)/g)];
  const flags = new Map<string, Set<string>>();
  for (const [, command = "", rest = ""] of lines) {
    const named = flags.get(command) ?? new Set();
    for (const flag of rest.match(/(?<= )--[a-z\d-]+/g) ?? []) named.add(flag);
    flags.set(command, named);
  }
  expect(flags.size).toBeGreaterThan(5);
  for (const [command, named] of flags) {
    const args = ["--require", "tsx/cjs", "connector/main.ts", command, "--help"];
    const { status, stdout } = spawnSync(process.execPath, args, {
      cwd: projectFolder,
      encoding: "utf8",
    });
    expect({ command, status }).toEqual({ command, status: 0 });
    expect(stdout.match(/(?<= )--[a-z\d-]+/g)).toEqual(expect.arrayContaining([...named]));
  }
});

describe.each(documents.map((document) => [document.path, document] as const))(
  "%s",
  (path, { text }) => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target = ""]) => target);

    test("links to files and headings that exist", () => {
      const broken = links.filter((link) => {
        const [file = "", anchor] = link.split("#");
        const target = file === "" ? path : posix.join(posix.dirname(path), file);
        if (!existsSync(join(projectFolder, target))) return true;
        const linked = documents.find((document) => document.path === target);
        return (
          anchor !== undefined && (linked === undefined || !anchorsOf(linked).includes(anchor))
        );
      });
      expect(broken).toEqual([]);
    });

    test("names test files that exist", () => {
      const named = text.match(/\btest\/[\w/.]+\.test\.ts\b/g) ?? [];
      expect(named.filter((file) => !existsSync(join(projectFolder, file)))).toEqual([]);
    });
  },
);

test("README links to every document", () => {
  const [readme, ...others] = documents;
  expect(others.filter(({ path }) => !readme?.text.includes(`(${path})`))).toEqual([]);
});
