import * as pulumi from "@pulumi/pulumi";
import type { NameSeed, Names } from "../../infra/names";
import { hostings, namesOf } from "./mockRuns";

describe("the names", () => {
  // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
  const rules: [keyof Names, RegExp][] = [
    ["resourceGroup", /^[-\w.()]{0,89}[-\w()]$/],
    ["identity", /^[a-z0-9][-\w]{2,127}$/i],
    ["workspace", /^[a-z0-9][-a-z0-9]{2,61}[a-z0-9]$/i],
    ["component", /^[-\w.()]{0,259}[-\w()]$/],
    ["plan", /^[-a-z0-9]{1,60}$/i],
    ["functionApp", /^[a-z0-9][-a-z0-9]{0,58}[a-z0-9]$/],
    ["hostStorageAccount", /^[a-z0-9]{3,24}$/],
    ["contentStorageAccount", /^[a-z0-9]{3,24}$/],
  ];
  const unique = ["functionApp", "hostStorageAccount", "contentStorageAccount"] as const;
  const oddStacks = ["a", "dev", "a-b-c-d-e-f-g-h-i-j", "x1234567890123456789", "a0-0-0-0"];

  test.each(oddStacks.flatMap((stack) => hostings.map((hosting) => ({ stack, hosting }))))(
    "are names that Azure allows for %p",
    (seed) => {
      const names = namesOf(seed);
      const refused = rules.filter(([key, rule]) => !rule.test(names[key]));
      expect(refused).toEqual([]);
      expect(new Set(Object.values(names)).size).toBe(rules.length);
    },
  );

  test("are names that Azure allows for a component beside the main one", () => {
    const names = namesOf({
      project: "fuel",
      component: "x1234567890123456789",
      stack: "a-b-c-d-e-f-g",
    });
    expect(rules.filter(([key, rule]) => !rule.test(names[key]))).toEqual([]);
  });

  test("refuse project, stack and component that are too long together", () => {
    const long = "a-b-c-d-e-f-g-h-i-jk";
    const derive = () => namesOf({ project: long, stack: long, component: "x" });
    expect(derive).toThrow(pulumi.RunError);
    expect(derive).toThrow(
      "may have 41 characters together, with their hyphens, and these have 44",
    );
    expect(namesOf({ project: long, stack: long }).plan).toHaveLength(51);
  });

  test("are the same for the same stack", () => {
    expect(namesOf({})).toEqual(namesOf({}));
  });

  test.each<[string, Partial<NameSeed>]>([
    ["subscription", { subscriptionId: "99999999-2222-3333-4444-555555555555" }],
    ["stack, where its first letters are alike", { stack: "dev-contoso-1" }],
    ["project", { project: "fuel-check" }],
    ["component", { component: "second" }],
  ])("that must be unique in the world differ by %s", (_by, seed) => {
    const names = namesOf({ stack: "dev-contoso-2", project: "fuel-quote" });
    const others = namesOf({ stack: "dev-contoso-2", project: "fuel-quote", ...seed });
    expect(unique.filter((key) => names[key] === others[key])).toEqual([]);
  });

  test("give another kind of hosting another app and plan, on the same storage", () => {
    const flex = namesOf({ hosting: "flex" });
    const consumption = namesOf({ hosting: "consumption" });
    const changed = rules.map(([key]) => key).filter((key) => flex[key] !== consumption[key]);
    expect(changed).toEqual(["plan", "functionApp"]);
  });

  test.each([
    ["", "empty"],
    ["Dev", "upper case"],
    ["1dev", "a digit first"],
    ["-dev", "a hyphen first"],
    ["dev-", "a hyphen last"],
    ["a--b", "two hyphens"],
    ["my_dev", "an underscore"],
    ["dev.test", "a period"],
    ["tenant-ä", "a letter outside a to z"],
    ["dev\n", "a line's end"],
    ["a12345678901234567890", "21 characters"],
    ["a-1234567890123456789", "21 characters with a hyphen"],
  ])("refuse the stack name %p: %s", (stack) => {
    const derive = () => namesOf({ stack });
    expect(derive).toThrow(pulumi.RunError);
    expect(derive).toThrow(`"${stack}" cannot be used in Azure names: expected 1 to 20 lower-case`);
    expect(derive).toThrow("pulumi stack init NAME");
  });
});
