import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { POLICY_TEMPLATES } from "../toolkit/policies/policyTemplates";
import { ruleGroups } from "../toolkit/lint/rules/allRules";
import { projectFolder } from "./support/projectFolder";

const readme = readFileSync(join(projectFolder, "README.md"), "utf8");

interface ConfigKey {
  type: string;
  default: string | number;
  description: string;
}

/** The cells of the table's rows between two marks, without its head. */
function table(mark: string): string[][] {
  const [, text = ""] = readme.split(new RegExp(`<!-- /?${mark} -->`));
  return text
    .trim()
    .split("\n")
    .slice(2)
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

test("the configuration table says what Pulumi.yaml says", () => {
  const { config } = parseYaml(readFileSync(join(projectFolder, "Pulumi.yaml"), "utf8")) as {
    config: Record<string, ConfigKey>;
  };
  expect(table("configuration")).toEqual(
    Object.entries(config).map(([key, { type, default: value, description }]) => [
      `\`${key}\``,
      type,
      `\`${value}\``,
      description,
    ]),
  );
});

test("the outputs table has the program's outputs", () => {
  const program = readFileSync(join(projectFolder, "infra/program.ts"), "utf8");
  const [, returned = ""] = /const outputs = \{\n([\s\S]*?)\n {2}\};/.exec(program) ?? [];
  const names = [...returned.matchAll(/^ {4}(\w+)/gm)].map(([, name]) => `\`${name}\``);
  expect(names.length).toBeGreaterThan(0);
  expect(table("outputs").map(([name]) => name)).toEqual(names);
});

test("the checker has as many rules as README says", () => {
  const count = ruleGroups.flatMap(({ rules }) => rules).length;
  expect(readme).toContain(`by ${count} rules, without an account`);
});

test("the maker of policies has as many templates as README says", () => {
  expect(readme).toContain(`a typed maker of ${Object.keys(POLICY_TEMPLATES).length} templates`);
});

test("every npm script that README names is there", () => {
  const { scripts } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm (?:run )?([a-z]+)/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => name !== "ci" && !(name in scripts))).toEqual([]);
});

test("every file that README links to is there", () => {
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, path = ""]) => path);
  expect(links.length).toBeGreaterThan(0);
  for (const path of links)
    expect(readFileSync(join(projectFolder, path)).length).toBeGreaterThan(0);
  const named = [...readme.matchAll(/\[(test\/[^\]]+)\]\(([^)]+)\)/g)];
  expect(named.map(([, text]) => text)).toEqual(named.map(([, , path]) => path));
});
