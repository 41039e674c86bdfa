import type { Connector } from "../../../function/contract/connector";
import { about } from "./about";
import { sayHello } from "./sayHello/operation";

/** The connector: what it says of itself, and what it does. */
export const starter: Connector = {
  about,
  // A new operation is registered by its line here.
  operations: [sayHello],
  queueWorkers: [],
};
