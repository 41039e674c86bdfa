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
    description: "A connector with the capability gateway has a parameter for it, and the reverse.",
    fix: 'Add a connection parameter of type gatewaySetting, or "gateway" to capabilities.',
    *check({ parameters, usesGateway }) {
      const setting = parameters.find(({ type }) => type === "gatewaySetting");
      if (usesGateway === (setting !== undefined)) return;
      yield setting === undefined
        ? at("capabilities", "The connector uses a gateway that nobody can choose.")
        : {
            path: setting.path,
            message: "A gateway can be chosen that the connector does not use.",
          };
    },
  },
  {
    id: "gateway-script",
    levels: LEVELS.advice,
    description: "A connector with a gateway has no script, which does not run there.",
    fix: "Remove scriptOperations, or do without the gateway.",
    *check({ node, usesGateway }) {
      if (usesGateway && textsOf(own(node, "scriptOperations")).length > 0) {
        yield at("scriptOperations", "The script does not run where a gateway is used.");
      }
    },
  },
  {
    id: "gateway-authentication",
    levels: LEVELS.advice,
    description:
      "A connector with a gateway has no API key and no OAuth, which are for online ones only.",
    fix: "Let the gateway sign in by basic or Windows authentication or not at all, or do without it.",
    *check(properties) {
      const { parameters, usesGateway } = properties;
      if (!usesGateway) return;
      for (const type of securityTypesOf(properties)) {
        if (!ONLINE_ONLY.includes(type)) continue;
        yield at("capabilities", `The definition requires ${quoteValue(type)} through a gateway.`);
      }
      for (const { type, path } of parameters) {
        if (type === "oauthSetting") yield { path, message: "People sign in through a gateway." };
      }
    },
  },
];
