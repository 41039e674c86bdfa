import type { DeployedDefinitions } from "../../toolkit/commands/diff";
import type { ConnectorLoader } from "./connectorLoader";
import { stackAuth, stackOutput } from "./stackOutputs";

/** What this project knows of its stacks, for `diff`. */
export function deployedDefinitions(loadConnector: ConnectorLoader): DeployedDefinitions {
  return {
    publishedBy: (stack) => stackOutput(stack, "definitionUrl"),
    // Its host is not filled in, so it differs from no other host.
    madeByCode: async (stack) => {
      const auth = await stackAuth(stack);
      const {
        definition,
      }: typeof import("../definition/definition") = require("../definition/definition");
      const {
        asPublished,
        CODE_DEFINITION,
      }: typeof import("./codeDefinition") = require("./codeDefinition");
      const made = definition({ connector: loadConnector(), auth });
      return { source: CODE_DEFINITION, document: asPublished(made) };
    },
  };
}
