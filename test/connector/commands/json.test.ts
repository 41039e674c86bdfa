import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { BASE, edited, GONE, UNIT } from "../../support/changedDefinitions";
import { runConnector } from "../../support/connectorCommand";
import { APPS, EDITED_YAML, temporaryFolder } from "../../support/functionApps";
import { SAMPLE } from "../../support/postmanSample";

const sentences = v.pipe(v.string(), v.regex(/^["A-Z][^]*\.$/));

/** What docs/command-line.md promises of the JSON of all commands. */
const reported = v.array(
  v.looseObject({
    severity: v.picklist(["error", "breaking", "warning", "safe"]),
    rule: v.optional(v.pipe(v.string(), v.regex(/^[a-z]+(?:-[a-z\d]+)*$/))),
    path: v.pipe(v.string(), v.regex(/^\$/)),
    message: sentences,
    fix: v.optional(sentences),
  }),
);

const folder = temporaryFolder();

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const base = write("base.json", JSON.stringify(BASE));
const without = write("without.json", JSON.stringify(edited({ [UNIT]: GONE })));
const sample = write("sample.json", JSON.stringify(SAMPLE));
const secured = write(
  "secured.yaml",
  EDITED_YAML.replace(/^securityDefinitions:/m, "security: []\nsecurityDefinitions:"),
);

test.each([
  ["lint", [base], ["findings"]],
  ["diff", [base, without], ["changes"]],
  ["template", [join(APPS, "items"), "--into", secured], ["changed", "removed", "skipped"]],
  ["postman", [sample, "--version", "1", "--out", join(folder, "collection.json")], ["skipped"]],
])("what %s reports has the names that all commands use", async (command, args, lists) => {
  const { stdout } = await runConnector([command, ...args, "--json"]);
  const report = JSON.parse(stdout) as Record<string, unknown>;
  for (const list of lists) {
    expect(report[list]).not.toEqual([]);
    expect(v.safeParse(reported, report[list]).issues).toBeUndefined();
  }
});
