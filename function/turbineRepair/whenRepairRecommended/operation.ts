import { operation } from "../../contract/operation";
import { recommendedRepairs } from "../repairs/recommendedRepairs";
import { contract } from "./contract";

/** Registers an address for notifications of recommended repairs. */
export const whenRepairRecommended = operation(contract, ({ body }, call) =>
  recommendedRepairs.subscribe(body, call),
);
