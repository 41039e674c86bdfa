import type {
  FlowCall,
  FlowCondition,
  FlowResult,
  FlowStep,
  FlowValue,
  SampleFlow,
} from "../../../../function/contract/sampleFlow";
import { operationNamed } from "../../../definition/operations";
import type { ConnectorDefinition } from "../../../definition/swagger";
import type { SolutionIdentity } from "../identity";
import { buttonKeys, buttonTrigger } from "./button";
import { operationInputs } from "./operationInputs";
import { stepName } from "./stepName";

/** What a cloud flow is made of. */
export interface WorkflowOptions {
  /** It fits the definition, as `requireSampleFlow` checks. */
  readonly flow: SampleFlow;
  readonly definition: ConnectorDefinition;
  readonly identity: SolutionIdentity;
}

/** A cloud flow that uses the connector, as solutions keep it. */
export function workflow(options: WorkflowOptions): object {
  const { flow, identity } = options;
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
        triggers: { manual: buttonTrigger(flow.inputs) },
        actions: actionsOf(flow.steps, options),
        outputs: {},
      },
      templateName: "",
    },
    schemaVersion: "1.0.0.0",
  };
}

/** Each step runs when the one before it has succeeded. */
function actionsOf(steps: readonly FlowStep[], options: WorkflowOptions): object {
  const names = steps.map((step) => stepName(step, options.definition));
  return Object.fromEntries(
    steps.map((step, index) => {
      const previous = names[index - 1];
      const runAfter = previous === undefined ? {} : { [previous]: ["Succeeded"] };
      const action = "call" in step ? callOf(step, options) : conditionOf(step, options);
      return [names[index], { ...action, runAfter }];
    }),
  );
}

function callOf({ call, with: given }: FlowCall, options: WorkflowOptions): object {
  const { definition, identity } = options;
  // What designers call the connection: they name it after the connector.
  const connectionName = identity.apiName;
  const parameters = operationInputs(operationNamed(definition, call)).flatMap(({ name, key }) => {
    const value = given[name];
    return value ? [[key, valueOf(value, options)] as const] : [];
  });
  return {
    type: "OpenApiConnection",
    inputs: {
      host: {
        connectionName,
        operationId: call,
        apiId: `/providers/Microsoft.PowerApps/apis/${identity.apiName}`,
      },
      parameters: Object.fromEntries(parameters),
      authentication: "@parameters('$authentication')",
    },
  };
}

function conditionOf({ when, steps }: FlowCondition, options: WorkflowOptions): object {
  return {
    type: "If",
    expression: { and: [{ equals: [resultOf(when, options), when.equals] }] },
    actions: actionsOf(steps, options),
    else: { actions: {} },
  };
}

function valueOf(value: FlowValue, options: WorkflowOptions): unknown {
  if ("constant" in value) return value.constant;
  if ("resultOf" in value) return resultOf(value, options);
  return `@triggerBody()?['${buttonKeys(options.flow.inputs)[value.input]}']`;
}

function resultOf({ resultOf: call, field }: FlowResult, { definition }: WorkflowOptions): string {
  const path = field.split("/").map((name) => `?['${name}']`);
  return `@body('${stepName({ call, with: {} }, definition)}')${path.join("")}`;
}
