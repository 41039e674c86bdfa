import { operation } from "../../../../function/contract/operation";
import { contract } from "./contract";

/** Greets a person. What comes in is checked already; what goes out is typed by the contract. */
export const sayHello = operation(contract, ({ body }) => ({
  jsonBody: { greeting: `Hello, ${body.name}!` },
}));
