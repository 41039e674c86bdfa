import { requireConnectionParameters } from "../../../toolkit/policies/connectionParameterReferences";
import { policyInstance, type Policy } from "../../../toolkit/policies/policyInstance";
import { POLICY_TEMPLATES, type TemplateId } from "../../../toolkit/policies/policyTemplates";
import { SAMPLES } from "./policySamples";

const OPERATIONS = ["QuotePostage", "GetHealth"];
const PREFIX = "x-ms-apimTemplateParameter.";

const TEMPLATE_IDS = Object.keys(SAMPLES) as TemplateId[];

describe("policies", () => {
  test("have a sample of every template", () => {
    expect(TEMPLATE_IDS.toSorted()).toEqual(Object.keys(POLICY_TEMPLATES).toSorted());
  });

  test.each(TEMPLATE_IDS)("by the template %s have its parameters under their long names", (id) => {
    const { good } = SAMPLES[id];
    expect(policyInstance(id, { title: "Sample", parameters: good }, OPERATIONS)).toEqual({
      templateId: id,
      title: "Sample",
      ...(id === "pollingtrigger" && { type: "PollingTrigger" }),
      parameters: Object.fromEntries(
        Object.entries(good).map(([name, value]) => [PREFIX + name, value]),
      ),
    });
  });

  const BAD = TEMPLATE_IDS.flatMap((id) =>
    SAMPLES[id].bad.map(([parameters, message]) => [id, parameters, message] as const),
  );
  test.each(BAD)("by the template %s refuse %j", (id, parameters, message) => {
    const policy = { title: "Sample", parameters } as Policy<typeof id>;
    expect(() => policyInstance(id, policy, OPERATIONS)).toThrow(message);
    expect(() => policyInstance(id, policy, OPERATIONS)).toThrow(`The policy "Sample" (${id}): `);
  });

  test("are for the operations and the section that are named", () => {
    const policy: Policy<"setheader"> = {
      title: "Version",
      parameters: { name: "x-version", value: "2" },
      operations: ["GetHealth"],
      section: "Failure",
    };
    expect(policyInstance("setheader", policy, OPERATIONS)).toEqual({
      templateId: "setheader",
      title: "Version",
      parameters: {
        "x-ms-apimTemplateParameter.name": "x-version",
        "x-ms-apimTemplateParameter.value": "2",
        "x-ms-apimTemplate-policySection": "Failure",
        "x-ms-apimTemplate-operationName": ["GetHealth"],
      },
    });
  });

  const good = { name: "x-version", value: "2" };
  test.each<[string, TemplateId, object, string]>([
    [
      "an operation that is not there",
      "setheader",
      { title: "A", parameters: good, operations: ["GetHealth", "Nothing"] },
      'there is no operation "Nothing", expected QuotePostage, GetHealth',
    ],
    ["an empty title", "setheader", { title: " ", parameters: good }, "the title is empty"],
    [
      "a section of another template",
      "stringreplace",
      { title: "A", parameters: SAMPLES.stringreplace.good, section: "Failure" },
      "the section is Failure, expected Request or Response",
    ],
    [
      "a section where there is none",
      "dynamichosturl",
      { title: "A", parameters: SAMPLES.dynamichosturl.good, section: "Request" },
      "the section is Request, but the template has none",
    ],
    [
      "an unknown template",
      "setcookie" as TemplateId,
      { title: "A", parameters: {} },
      "there is no such template, expected setheader, dynamichosturl",
    ],
  ])("refuse %s", (_what, id, policy, message) => {
    expect(() => policyInstance(id, policy as Policy<typeof id>, OPERATIONS)).toThrow(message);
  });

  test("name everything that is wrong at once, long values cut", () => {
    const parameters = { name: "a b", value: `${"x".repeat(100)}\n` };
    expect(() => policyInstance("setheader", { title: "A", parameters }, OPERATIONS)).toThrow(
      `The policy "A" (setheader): name is "a b", expected a header's name: letters, digits and ` +
        `hyphens; value is "${"x".repeat(59)}..., expected a text without line breaks.`,
    );
  });

  test("take connection parameters that each connection has, or a default", () => {
    const withValue = (value: string) => [
      policyInstance("setheader", { title: "Key", parameters: { name: "k", value } }, OPERATIONS),
    ];
    const ways = [["api_key", "host"], ["host"]];
    expect(() =>
      requireConnectionParameters(
        withValue("@connectionParameters('host') @connectionParameters('api_key','')"),
        ways,
      ),
    ).not.toThrow();
    for (const value of [
      "@connectionParameters('api_key')",
      "a@{connectionParameters('api_key')}",
    ]) {
      expect(() => requireConnectionParameters(withValue(value), ways)).toThrow(
        'The policy "Key" takes the connection parameter "api_key", which not every connection has.',
      );
    }
  });
});
