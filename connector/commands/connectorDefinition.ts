import type { DefaultDefinition } from "../../toolkit/commands/postman";
import { PLACEHOLDER_HOST } from "../../toolkit/document/host";
import { connectorDocuments } from "../package/documents";
import { givenAuthFlags } from "./authOptions";
import { asPublished } from "./codeDefinition";
import { addSourceOptions, sourceOf, type SourceOptions } from "./connectorSource";
import { schemeOption, type SchemeOptions } from "./reachOptions";

/** This connector's own definition, for commands that take any. */
export const connectorDefinition: DefaultDefinition = {
  name: "the connector of this project",
  addOptions: (command) => {
    addSourceOptions(command, PLACEHOLDER_HOST).addOption(schemeOption());
  },
  read: async (options: SourceOptions & SchemeOptions) => {
    const { auth, host = PLACEHOLDER_HOST } = await sourceOf(options);
    const { scheme } = options;
    return asPublished(connectorDocuments({ auth, host, ...(scheme && { scheme }) }).definition);
  },
  givenAuthFlags,
};
