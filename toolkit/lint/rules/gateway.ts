import { own, textsOf } from "../../document/json";
import { securityTypesOf, type Properties } from "../model/properties";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Rule } from "../rule";
import { at } from "./propertiesProblem";

/** https://learn.microsoft.com/connectors/custom-connectors/faq#requirements */
const ONLINE_ONLY = ["apiKey", "oauth2"];

export const gatewayRules: readonly Rule<Properties>[] = [
  {
    id: "gateway-parameter",
    levels: LEVELS.advice,
    description: "A connector with the capability gateway has a gateway parameter, and vice versa.",
    fix: 'Add a connection parameter of type gatewaySetting, or "gateway" to capabilities.',
    *check({ parameters, usesGateway }) {
      const setting = parameters.find(({ type }) => type === "gatewaySetting");
      if (usesGateway === (setting !== undefined)) return;
      yield setting === undefined
        ? at(
            "capabilities",
            "The connector uses a gateway, but has no connection parameter to choose one.",
          )
        : {
            path: setting.path,
            message: "The parameter chooses a gateway, but the connector does not use one.",
          };
    },
  },
  {
    id: "gateway-script",
    levels: LEVELS.advice,
    description: "A connector with a gateway does not have a script.",
    fix: "Remove scriptOperations, or remove the gateway.",
    *check({ node, usesGateway }) {
      if (usesGateway && textsOf(own(node, "scriptOperations")).length > 0) {
        yield at("scriptOperations", "Scripts do not run in connectors that use a gateway.");
      }
    },
  },
  {
    id: "gateway-authentication",
    levels: LEVELS.advice,
    description: "A connector with a gateway does not use an API key or OAuth.",
    fix: "Use basic, Windows or no authentication, or remove the gateway.",
    *check(properties) {
      const { parameters, usesGateway } = properties;
      if (!usesGateway) return;
      for (const type of securityTypesOf(properties)) {
        if (!ONLINE_ONLY.includes(type)) continue;
        yield at(
          "capabilities",
          `The definition requires ${quoteValue(type)}, which is not supported with a gateway.`,
        );
      }
      for (const { type, path } of parameters) {
        if (type === "oauthSetting")
          yield { path, message: "OAuth is not supported with a gateway." };
      }
    },
  },
];
