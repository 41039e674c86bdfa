/** A cloud flow that shows the connector at work. A button starts it. */
export interface SampleFlow {
  /** Letters, digits and spaces. */
  readonly name: string;
  /** A sentence. */
  readonly description: string;
  /** What the button asks for, by the names that steps refer to it by. */
  readonly inputs: Readonly<Record<string, FlowInput>>;
  readonly steps: readonly FlowStep[];
}

/** A value that the button asks for. */
export interface FlowInput {
  readonly title: string;
  readonly type: "string" | "number" | "boolean";
  /** A sentence. */
  readonly description: string;
}

export type FlowStep = FlowCall | FlowCondition;

/** Calls an action of the connector. Each action is called once at most. */
export interface FlowCall {
  /** The action's operationId. */
  readonly call: string;
  /** What it is given: values by the names of parameters and of fields of the body, such as `address/city`. */
  readonly with: Readonly<Record<string, FlowValue>>;
}

/** Steps that run only if a result is as expected. */
export interface FlowCondition {
  /** A few words, such as "Is it worth its cost". */
  readonly name: string;
  readonly when: FlowResult & { readonly equals: string | number | boolean };
  readonly steps: readonly FlowStep[];
}

/** A field of the response of an earlier call. */
export interface FlowResult {
  /** The operationId of the call. */
  readonly resultOf: string;
  /** The field, such as `message` or `totals/count`. */
  readonly field: string;
}

/** What a call is given: an input of the flow, an earlier result, or always the same value. */
export type FlowValue = { readonly input: string } | FlowResult | { readonly constant: unknown };
