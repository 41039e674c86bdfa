import type { FlowInput, SampleFlow } from "../../../../function/contract/sampleFlow";

/** What the designer keeps of an input's type, in the input's key and as its hint. */
const KEYS: Readonly<Record<FlowInput["type"], string>> = {
  string: "text",
  number: "number",
  boolean: "boolean",
};

/** The trigger of a flow that a button starts: it asks for the flow's inputs. */
export function buttonTrigger(inputs: SampleFlow["inputs"]): object {
  const keys = buttonKeys(inputs);
  const properties = Object.entries(inputs).map(([name, input]) => [keys[name], property(input)]);
  return {
    type: "Request",
    kind: "Button",
    inputs: {
      schema: {
        type: "object",
        properties: Object.fromEntries(properties),
        required: Object.values(keys),
      },
    },
  };
}

/** The keys that the designer gives inputs: `text`, `text_1`, `number` and so on, by their names. */
export function buttonKeys(inputs: SampleFlow["inputs"]): Readonly<Record<string, string>> {
  const types = Object.values(inputs).map(({ type }) => type);
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { type }], index) => {
      const before = types.slice(0, index).filter((other) => other === type).length;
      return [name, before === 0 ? KEYS[type] : `${KEYS[type]}_${before}`];
    }),
  );
}

function property({ title, type, description }: FlowInput): object {
  return {
    title,
    type,
    description,
    "x-ms-dynamically-added": true,
    "x-ms-content-hint": KEYS[type].toUpperCase(),
  };
}
