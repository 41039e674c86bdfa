import { variantOf } from "../../../toolkit/lint/connectorFiles";
import type { Finding } from "../../../toolkit/lint/finding";
import type { ConnectorVariant } from "../../../toolkit/document/connectorVariant";
import { ruleGroups, rulesById } from "../../../toolkit/lint/rules/allRules";
import { configurationRules } from "../../../toolkit/lint/rules/configuration";
import { UNREADABLE_FILE } from "../../../toolkit/lint/rules/source";
import { certificationSamples } from "../../fixtures/lint/certificationSamples";
import { cleanConnector, FILE_NAMES } from "../../fixtures/lint/cleanConnector";
import { expectedLevels } from "../../fixtures/lint/expectedLevels";
import { extensionSamples } from "../../fixtures/lint/extensionSamples";
import { findingsIn } from "../../fixtures/lint/findings";
import { folderSamples } from "../../fixtures/lint/folderSamples";
import { infoSamples } from "../../fixtures/lint/infoSamples";
import { operationSamples } from "../../fixtures/lint/operationSamples";
import { parameterSamples } from "../../fixtures/lint/parameterSamples";
import { propertiesSamples } from "../../fixtures/lint/propertiesSamples";
import { unset, type Edit, type Sample } from "../../fixtures/lint/sample";
import { schemaSamples } from "../../fixtures/lint/schemaSamples";
import { structureSamples } from "../../fixtures/lint/structureSamples";

const samples: readonly Sample[] = [
  ...structureSamples,
  ...infoSamples,
  ...operationSamples,
  ...parameterSamples,
  ...schemaSamples,
  ...extensionSamples,
  ...propertiesSamples,
  ...folderSamples,
  ...certificationSamples,
];

function findingsAfter(edits: readonly Edit[], variant: ConnectorVariant): readonly Finding[] {
  const draft = cleanConnector();
  for (const edit of edits) edit(draft);
  return findingsIn(draft, { variant, isWhole: true, fileNames: FILE_NAMES });
}

test("every rule has a sample, and every sample a rule", () => {
  // config.test.ts and folders.test.ts have those that are not about a file's content.
  const others = [...configurationRules, UNREADABLE_FILE].map(({ id }) => id);
  const sampled = new Set([...samples.map(({ rule }) => rule), ...others]);
  expect([...sampled].toSorted()).toEqual([...rulesById.keys()].toSorted());
});

test("ids of rules are unique and kebab-case, and each rule describes itself", () => {
  const all = ruleGroups.flatMap((group) => group.rules);
  expect(all).toHaveLength(rulesById.size);
  for (const { id, description, fix } of all) {
    expect(id).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
    expect(description).toMatch(/\S.*[.]$/);
    expect(fix).toMatch(/\S.*[.]$/);
  }
});

test("rules are errors where they are meant to be, and nowhere else", () => {
  const expected = expectedLevels.flatMap(({ levels, rules: ids }) =>
    ids
      .trim()
      .split(/\s+/)
      .map((id) => [id, levels] as const),
  );
  const actual = [...rulesById].map(([id, { levels }]) => [id, levels] as const);
  expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(expected));
});

test.each<[ConnectorVariant, readonly Edit[]]>([
  ["certify", []],
  ["deploy", [unset("stackOwner")]],
])("a connector in order has no finding (%s)", (variant, edits) => {
  expect(findingsAfter(edits, variant)).toEqual([]);
});

test("the variant follows from whether the properties name a stackOwner", () => {
  const draft = cleanConnector();
  expect(variantOf(draft)).toBe("certify");
  expect(variantOf({ ...draft, properties: JSON.stringify(draft.properties) })).toBe("certify");
  unset("stackOwner")(draft);
  expect(variantOf(draft)).toBe("deploy");
  expect(variantOf({ ...draft, properties: "{" })).toBe("deploy");
  expect(variantOf(draft, { variant: "certify" })).toBe("certify");
});

describe.each(samples)("$rule", ({ rule, passes, fails, at, variant = "certify" }) => {
  const level = rulesById.get(rule)?.levels[variant];

  test("is kept", () => {
    const findings = findingsAfter(passes, variant);
    expect(findings.filter((finding) => finding.rule === rule)).toEqual([]);
  });

  test(`is broken at ${at}`, () => {
    const findings = findingsAfter(fails, variant);
    const broken = findings.filter((finding) => finding.rule === rule);
    expect(broken.map(({ path }) => path)).toContain(at);
    const [finding] = broken;
    expect(finding?.code).toBe(rulesById.get(rule)?.code);
    expect(finding?.fix).toBe(rulesById.get(rule)?.fix);
    expect(new Set(broken.map(({ severity }) => severity))).toEqual(new Set([level]));
    expect(finding?.message).toMatch(/^\S.*[.?!]$/s);
    expect(finding?.line).toBeGreaterThanOrEqual(1);
    expect(finding?.column).toBeGreaterThanOrEqual(1);
  });
});
