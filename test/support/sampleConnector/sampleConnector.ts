import type { Connector } from "../../../function/contract/connector";
import type { Contract } from "../../../function/contract/contract";
import { about } from "./about";
import { heavyParcels } from "./heavyParcels";
import { operations } from "./operations";
import { weighing } from "./weighing";

/** A connector with an operation of every kind, for the tests of the machinery. */
export const sampleConnector: Connector = {
  about,
  operations,
  queueWorkers: [...heavyParcels.queueWorkers, weighing.queueWorker],
};

/** A connector of these contracts, none of which can be called. */
export function connectorOf(...contracts: readonly Contract[]): Connector {
  const described = contracts.map((contract) => ({ contract, handle: neverCalled }));
  return { about, operations: described, queueWorkers: [] };
}

function neverCalled(): never {
  throw new Error("A connector of contracts is only described, never called.");
}
