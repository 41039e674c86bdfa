import { operation } from "../../contract/operation";
import { verdictOf } from "../repair/verdict";
import { contract } from "./contract";

/** Compares what a turbine earns in a day with what its repair costs. */
export const calculateCosts = operation(contract, ({ body }) => ({ jsonBody: verdictOf(body) }));
