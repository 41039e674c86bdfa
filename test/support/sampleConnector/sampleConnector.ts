import type { Connector } from "../../../function/contract/connector";
import type { Contract } from "../../../function/contract/contract";
import { about } from "./about";
import * as actions from "./actions";
import * as triggers from "./triggers";

/** A connector of these contracts, none of which can be called. */
export function connectorOf(...contracts: readonly Contract[]): Connector {
  const operations = contracts.map((contract) => ({ contract, handle: neverCalled }));
  return { about, operations, queueWorkers: [] };
}

function neverCalled(): never {
  throw new Error("The sample connector is only described, never called.");
}

/** A connector with an operation of every kind, for the tests of what is made from contracts. */
export const sampleConnector: Connector = connectorOf(
  actions.recordParcel,
  actions.quotePostage,
  actions.trackParcel,
  triggers.whenParcelRecorded,
  triggers.whenParcelIsHeavy,
  triggers.listSubscriptions,
  triggers.endSubscription,
  actions.weighParcels,
  actions.getWeighing,
  actions.listDepots,
  actions.getHealth,
);
