import { primaryContract, type Connector } from "../../function/contract/connector";
import { operationsOf, type PlacedOperation } from "./operations";
import type { ConnectorDefinition } from "./swagger";

/**
 * The action that makers try first: the primary operation where it is an action that they see, else the
 * first such action.
 *
 * @returns undefined when the connector has none
 */
export function firstAction(
  definition: ConnectorDefinition,
  connector: Connector,
): PlacedOperation | undefined {
  const actions = operationsOf(definition).filter(isShownAction);
  const { operationId } = primaryContract(connector);
  return actions.find(({ operation }) => operation.operationId === operationId) ?? actions[0];
}

/** Whether it is an action, and one that makers see. */
export function isShownAction({ operation }: PlacedOperation): boolean {
  return !operation["x-ms-trigger"] && operation["x-ms-visibility"] !== "internal";
}
