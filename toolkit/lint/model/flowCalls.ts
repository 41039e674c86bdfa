import { entriesOf, objectAt, own, textOf, type JsonObject } from "../../document/json";
import type { JsonPath } from "../../source/jsonPath";

/** A step of a cloud flow that calls an operation of the connector. */
export interface FlowCall {
  /** The step's name, as the designer shows it. */
  readonly step: string;
  /** Where the step is in the flow's document. */
  readonly path: JsonPath;
  readonly operationId: string | undefined;
  /** Values by the names that flows give to inputs: `x`, or `body/x` for a property of the body. */
  readonly parameters: JsonObject;
}

/** Actions, and triggers that are polled or webhooks: OpenApiConnection, …Webhook and …Notification. */
const CALL_TYPE = /^OpenApiConnection/;

/** No flow has more; the platform takes 500 actions. */
const MAX_STEPS = 10_000;

/**
 * The calls of the connector in a cloud flow, those inside of conditions, loops and scopes too.
 *
 * @param apis run-time names of the connector; an empty set stands for every connector
 */
export function flowCallsIn(flow: JsonObject, apis: ReadonlySet<string>): FlowCall[] {
  const at: JsonPath = ["properties", "definition"];
  const definition = objectAt(objectAt(flow, "properties"), "definition");
  const calls: FlowCall[] = [];
  const open = [...stepsAt(definition, at, "triggers"), ...stepsAt(definition, at, "actions")];
  for (let index = 0; index < Math.min(open.length, MAX_STEPS); index += 1) {
    const step = open[index]!;
    const call = callOf(step, apis);
    if (call !== undefined) calls.push(call);
    open.push(...stepsInside(step));
  }
  return calls;
}

interface Step {
  readonly name: string;
  readonly node: unknown;
  readonly path: JsonPath;
}

/** The branches of If, the cases of Switch, and what is in Foreach, Until and Scope. */
function stepsInside({ node, path }: Step): Step[] {
  const branches = [
    { node, path },
    { node: own(node, "else"), path: [...path, "else"] },
    { node: own(node, "default"), path: [...path, "default"] },
    ...entriesOf(own(node, "cases")).map(([name, branch]) => {
      return { node: branch, path: [...path, "cases", name] };
    }),
  ];
  return branches.flatMap((branch) => stepsAt(branch.node, branch.path, "actions"));
}

function stepsAt(holder: unknown, path: JsonPath, key: "actions" | "triggers"): Step[] {
  return entriesOf(own(holder, key)).map(([name, node]) => {
    return { name, node, path: [...path, key, name] };
  });
}

function callOf({ name, node, path }: Step, apis: ReadonlySet<string>): FlowCall | undefined {
  if (!CALL_TYPE.test(textOf(own(node, "type")) ?? "")) return undefined;
  const inputs = objectAt(node, "inputs");
  const host = objectAt(inputs, "host");
  const api = (textOf(own(host, "apiId")) ?? "").split("/").at(-1) ?? "";
  if (apis.size > 0 && !apis.has(api)) return undefined;
  const operationId = textOf(own(host, "operationId"));
  return { step: name, path, operationId, parameters: objectAt(inputs, "parameters") };
}
