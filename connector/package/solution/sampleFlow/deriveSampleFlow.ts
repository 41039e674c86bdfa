import type { Connector } from "../../../../function/contract/connector";
import type { FlowInput, FlowValue, SampleFlow } from "../../../../function/contract/sampleFlow";
import { exampleOf, namedExample } from "../../../definition/exampleCall";
import { firstAction } from "../../../definition/firstAction";
import type { ConnectorDefinition } from "../../../definition/swagger";
import { sentenceList } from "../../texts/sentenceList";
import { operationInputs, type OperationInput } from "./operationInputs";

const BUTTON_TYPES: Readonly<Record<string, FlowInput["type"]>> = {
  string: "string",
  number: "number",
  integer: "number",
  boolean: "boolean",
};

/**
 * A flow that asks for what the connector's first action requires, and calls it.
 *
 * @throws RangeError when the connector has no action that makers see
 */
export function deriveSampleFlow(
  definition: ConnectorDefinition,
  connector: Connector,
): SampleFlow {
  const action = firstAction(definition, connector);
  if (!action) {
    throw new RangeError(
      `The connector "${connector.about.info.title}" has no action that makers see, so it cannot have ` +
        "the sample flow that certification asks for. Register an action.",
    );
  }
  const { summary, operationId } = action.operation;
  const required = operationInputs(action).filter(({ isRequired }) => isRequired);
  const asked = required.flatMap((input): [string, FlowInput][] => {
    const asInput = buttonInputOf(input);
    return asInput ? [[input.name, asInput]] : [];
  });
  const titles = asked.map(([, { title }]) => title);
  return {
    name: summary,
    description:
      titles.length === 0
        ? `Calls the action "${summary}".`
        : `Asks for ${sentenceList(titles)}, and calls the action "${summary}".`,
    inputs: Object.fromEntries(asked),
    steps: [
      {
        call: operationId,
        with: Object.fromEntries(required.map((input) => [input.name, valueOf(input)])),
      },
    ],
  };
}

/** A button asks for texts, numbers, and yes or no. Lists are given an example. */
function valueOf(input: OperationInput): FlowValue {
  return buttonInputOf(input) ? { input: input.name } : { constant: exampleOf(input.schema) };
}

function buttonInputOf({ name, schema }: OperationInput): FlowInput | undefined {
  const type = BUTTON_TYPES[schema.type];
  if (!type) return undefined;
  const { description = "" } = schema;
  const example = namedExample(schema);
  return {
    title: schema["x-ms-summary"] ?? name,
    type,
    description:
      example === undefined ? description : `${description} For example, ${example}.`.trim(),
  };
}
