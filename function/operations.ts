import { calculateCosts } from "./calculateCosts/operation";
import type { Operation } from "./operation";

/** Every operation that is deployed and published. A new one is registered by its line here. */
export const operations: readonly Operation[] = [calculateCosts];
