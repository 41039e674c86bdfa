import type { FlowStep } from "../../../../function/contract/sampleFlow";
import { findOperation } from "../../../definition/operations";
import type { ConnectorDefinition } from "../../../definition/swagger";

/** What flows call a step: its words, joined by underscores. */
export function stepName(step: FlowStep, definition: ConnectorDefinition): string {
  const words = "call" in step ? summaryOf(step.call, definition) : step.name;
  return words.replaceAll(/\W+/g, "_");
}

/** The operation's summary, as designers name an action. An unknown operation goes by its id. */
function summaryOf(operationId: string, definition: ConnectorDefinition): string {
  return findOperation(definition, operationId)?.operation.summary ?? operationId;
}
