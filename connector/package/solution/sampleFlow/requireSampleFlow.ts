import type {
  FlowCall,
  FlowResult,
  FlowStep,
  FlowValue,
  SampleFlow,
} from "../../../../function/contract/sampleFlow";
import { findOperation, type PlacedOperation } from "../../../definition/operations";
import type { ConnectorDefinition, SwaggerSchema } from "../../../definition/swagger";
import { operationInputs, type OperationInput } from "./operationInputs";
import { stepName } from "./stepName";

/**
 * Checks that a flow fits the connector that it shows.
 *
 * @throws RangeError that lists everything which does not
 */
export function requireSampleFlow(flow: SampleFlow, definition: ConnectorDefinition): void {
  const problems = [
    ...(flow.steps.length === 0 ? ["It has no steps. Call an action."] : []),
    ...stepsProblems(flow.steps, { flow, definition, called: [] }),
    ...repeatedNames(flow.steps, definition),
  ];
  if (problems.length === 0) return;
  throw new RangeError(
    [`The sample flow "${flow.name}" does not fit the connector:`, ...problems].join("\n- "),
  );
}

/** What a step may refer to. */
interface Scope {
  readonly flow: SampleFlow;
  readonly definition: ConnectorDefinition;
  /** The operations that have been called when the step runs. */
  readonly called: readonly string[];
}

function stepsProblems(steps: readonly FlowStep[], scope: Scope): string[] {
  return steps.flatMap((step, index) => {
    const before = steps.slice(0, index).flatMap((other) => ("call" in other ? [other.call] : []));
    const here = { ...scope, called: [...scope.called, ...before] };
    return "call" in step
      ? callProblems(step, here)
      : [
          ...resultProblems(step.when, `The condition "${step.name}"`, here),
          ...stepsProblems(step.steps, here),
        ];
  });
}

function callProblems(step: FlowCall, scope: Scope): string[] {
  const placed = findOperation(scope.definition, step.call);
  if (!placed) return [`It calls ${step.call}, which is not an operation of the connector.`];
  if (placed.operation["x-ms-trigger"]) {
    return [`It calls ${step.call}, which is a trigger. Call an action.`];
  }
  const inputs = operationInputs(placed);
  const given = Object.entries(step.with);
  return [
    ...inputs
      .filter(({ name, isRequired }) => isRequired && !Object.hasOwn(step.with, name))
      .map(({ name }) => `${step.call} requires ${name}, which it is not given.`),
    ...given.flatMap(([name, value]) => {
      const input = inputs.find((candidate) => candidate.name === name);
      if (!input) return [unknownInput(step.call, name, inputs)];
      return valueProblems(value, `${step.call} (${name})`, input, scope);
    }),
  ];
}

function unknownInput(call: string, name: string, inputs: readonly OperationInput[]): string {
  const known = inputs.map((input) => input.name).join(", ") || "nothing";
  return `${call} is given ${name}, which it does not take. It takes: ${known}.`;
}

function valueProblems(
  value: FlowValue,
  user: string,
  { schema }: OperationInput,
  scope: Scope,
): string[] {
  if ("resultOf" in value) return resultProblems(value, user, scope);
  if ("constant" in value) return [];
  const { inputs } = scope.flow;
  const input = Object.hasOwn(inputs, value.input) ? inputs[value.input] : undefined;
  if (!input) {
    const known = Object.keys(inputs).join(", ") || "nothing";
    return [`${user} uses the input ${value.input}, which the flow does not ask for: ${known}.`];
  }
  const expected = schema.type === "integer" ? "number" : schema.type;
  return input.type === expected
    ? []
    : [`${user} takes a value of type ${schema.type}, but ${value.input} is a ${input.type}.`];
}

function resultProblems(
  { resultOf, field }: FlowResult,
  user: string,
  { definition, called }: Scope,
): string[] {
  const placed = findOperation(definition, resultOf);
  if (!placed || !called.includes(resultOf)) {
    return [`${user} uses the result of ${resultOf}, which is not called before it.`];
  }
  return hasField(resultSchema(placed), field.split("/"))
    ? []
    : [`${user} uses the field ${field}, which is not in the result of ${resultOf}.`];
}

function resultSchema({ operation }: PlacedOperation): SwaggerSchema | undefined {
  return Object.values(operation.responses).find(({ schema }) => schema)?.schema;
}

function hasField(schema: SwaggerSchema | undefined, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  const { properties = {} } = schema ?? {};
  return Object.hasOwn(properties, name) && hasField(properties[name], rest);
}

function repeatedNames(steps: readonly FlowStep[], definition: ConnectorDefinition): string[] {
  const names = allSteps(steps).map((step) => stepName(step, definition));
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(repeated)].map(
    (name) =>
      `Two steps are named ${name}. Call each action once, and name conditions differently.`,
  );
}

function allSteps(steps: readonly FlowStep[]): FlowStep[] {
  return steps.flatMap((step) => ("call" in step ? [step] : [step, ...allSteps(step.steps)]));
}
