import type { Connector } from "../../../function/contract/connector";
import { about } from "./about";
import { sayHello } from "./sayHello/operation";

/** The connector that a new project starts with. */
export const starter: Connector = {
  about,
  // A new operation is registered by its line here.
  operations: [sayHello],
  queueWorkers: [],
};
