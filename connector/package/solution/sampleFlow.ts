import type { SolutionIdentity } from "./identity";

/** What the flow is called, and what it is for. */
export const SAMPLE_FLOW_NAME = "Decide on a repair";
export const SAMPLE_FLOW_DESCRIPTION =
  "Asks for a turbine, the hours of its repair and its capacity, and records an inspection if the " +
  "repair is worth its cost.";

/** A cloud flow that uses the connector, as solutions keep it. */
export function sampleFlow(identity: SolutionIdentity): object {
  return {
    properties: {
      connectionReferences: {
        [identity.apiName]: {
          runtimeSource: "embedded",
          connection: { connectionReferenceLogicalName: identity.connectionReference },
          api: { name: identity.apiName },
        },
      },
      definition: {
        $schema:
          "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
        contentVersion: "1.0.0.0",
        parameters: {
          $connections: { defaultValue: {}, type: "Object" },
          $authentication: { defaultValue: {}, type: "SecureObject" },
        },
        triggers: { manual },
        actions: {
          Calculates_costs: call(identity, "CalculateCosts", {
            "body/hours": "@triggerBody()?['number']",
            "body/capacity": "@triggerBody()?['number_1']",
          }),
          Is_it_worth_its_cost: {
            type: "If",
            expression: {
              and: [{ equals: ["@body('Calculates_costs')?['message']", "Yes"] }],
            },
            actions: {
              Record_an_inspection: call(identity, "RecordInspection", {
                "body/turbineId": "@triggerBody()?['text']",
                "body/hours": "@triggerBody()?['number']",
                "body/capacity": "@triggerBody()?['number_1']",
              }),
            },
            else: { actions: {} },
            runAfter: { Calculates_costs: ["Succeeded"] },
          },
        },
        outputs: {},
      },
      templateName: "",
    },
    schemaVersion: "1.0.0.0",
  };
}

/** A button that asks for what the flow needs. */
const manual = {
  type: "Request",
  kind: "Button",
  inputs: {
    schema: {
      type: "object",
      properties: {
        text: buttonInput("Turbine", "string", "TEXT", "The id of the turbine."),
        number: buttonInput("Hours", "number", "NUMBER", "The hours that the repair takes."),
        number_1: buttonInput("Capacity", "number", "NUMBER", "The capacity in kilowatts."),
      },
      required: ["text", "number", "number_1"],
    },
  },
};

function buttonInput(title: string, type: string, hint: string, description: string): object {
  return {
    title,
    type,
    description,
    "x-ms-dynamically-added": true,
    "x-ms-content-hint": hint,
  };
}

function call(
  identity: SolutionIdentity,
  operationId: string,
  parameters: Readonly<Record<string, string>>,
): object {
  return {
    type: "OpenApiConnection",
    inputs: {
      host: {
        connectionName: identity.apiName,
        operationId,
        apiId: `/providers/Microsoft.PowerApps/apis/${identity.apiName}`,
      },
      parameters,
      authentication: "@parameters('$authentication')",
    },
    runAfter: {},
  };
}
