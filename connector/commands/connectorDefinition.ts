import type { DefaultDefinition } from "../../toolkit/commands/postman";
import { PLACEHOLDER_HOST } from "../../toolkit/document/host";
import { connectorDocuments } from "../documents/connectorDocuments";
import { givenAuthFlags } from "./authOptions";
import { asPublished } from "./codeDefinition";
import type { ConnectorLoader } from "./connectorLoader";
import { addSourceOptions, sourceOf, type SourceOptions } from "./connectorSource";
import { schemeOption, type SchemeOptions } from "./reachOptions";

/** A connector's own definition, for commands that take any. */
export function connectorDefinition(loadConnector: ConnectorLoader): DefaultDefinition {
  return {
    name: "the connector of this project",
    addOptions: (command) => {
      addSourceOptions(command, PLACEHOLDER_HOST).addOption(schemeOption());
    },
    read: async (options: SourceOptions & SchemeOptions) => {
      const { auth, host = PLACEHOLDER_HOST } = await sourceOf(options);
      const { scheme } = options;
      const { definition } = connectorDocuments({
        connector: loadConnector(),
        auth,
        host,
        ...(scheme && { scheme }),
      });
      return asPublished(definition);
    },
    givenAuthFlags,
  };
}
