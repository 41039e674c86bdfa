import { readFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { packageFiles } from "../../connector/package/packageFiles";
import { turbineRepair } from "../../function/turbineRepair/turbineRepair";
import { lintPackage } from "../support/lintPackage";
import { authOf } from "../support/sampleAuth";
import { projectFolder } from "../support/projectFolder";

const icon = readFileSync(join(projectFolder, "connector", "icon.png"));

function made(variant: "deploy" | "certify") {
  return packageFiles({
    connector: turbineRepair,
    auth: authOf("apiKey"),
    host: "turbines.azurewebsites.net",
    variant,
    icon,
  });
}

/** The files of a zip in a zip. */
function opened(zip: string | Uint8Array | undefined, name: string): Record<string, Uint8Array> {
  return unzipSync(unzipSync(zip as Uint8Array)[name] as Uint8Array);
}

describe("the example's package", () => {
  test.each(["deploy", "certify"] as const)("has nothing that lint finds, for %s", (variant) => {
    expect(lintPackage(made(variant), variant)).toEqual([]);
  });

  test("begins with the calculation of costs", () => {
    expect(made("deploy")["README.md"]).toContain(
      "2. Add the action **Calculates costs**. It takes Hours and Capacity, and returns Message, " +
        "RevenueOpportunity and CostToFix.\n",
    );
  });

  test("explains two connections to one deployment", () => {
    expect(made("deploy")["intro.md"]).toContain(
      "### May two connections use the same deployment?\n\nYes. They see the same inspections,",
    );
  });

  test("keeps the ids and the flow that it was first submitted with", () => {
    const zip = opened(made("certify")["ConnectorPackage.zip"], "package.zip");
    const flow = unzipSync(zip["PkgAssets/FlowSolution.zip"] as Uint8Array);
    const customizations = strFromU8(flow["customizations.xml"] as Uint8Array);
    expect(customizations).toContain(
      "<connectorid>33f44aae-bd5c-8a76-80b4-7503be9a2844</connectorid>",
    );
    const file = "Workflows/Decideonarepair-99E90C7A-C014-84C6-8EC4-D8C4B69841DC.json";
    expect(Object.keys(flow)).toContain(file);
    const { triggers, actions } = JSON.parse(strFromU8(flow[file] as Uint8Array)).properties
      .definition;
    const asked = triggers.manual.inputs.schema.properties;
    expect(Object.keys(asked)).toEqual(["text", "number", "number_1"]);
    expect(actions.Calculates_costs.inputs.parameters).toEqual({
      "body/hours": "@triggerBody()?['number']",
      "body/capacity": "@triggerBody()?['number_1']",
    });
    const { expression, actions: then } = actions.Is_it_worth_its_cost;
    expect(expression).toEqual({
      and: [{ equals: ["@body('Calculates_costs')?['message']", "Yes"] }],
    });
    expect(then.Record_an_inspection.inputs.parameters).toEqual({
      "body/turbineId": "@triggerBody()?['text']",
      "body/hours": "@triggerBody()?['number']",
      "body/capacity": "@triggerBody()?['number_1']",
    });
  });
});
