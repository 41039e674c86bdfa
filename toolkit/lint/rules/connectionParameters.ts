import {
  entriesOf,
  has,
  isFilled,
  isOneOf,
  objectAt,
  own,
  repeatedIn,
  textOf,
} from "../../document/json";
import {
  oAuthSettingsOf,
  uiDefinitionOf,
  type ConnectionParameter,
  type Properties,
} from "../model/properties";
import { quoteAlternatives, quoteValue } from "../../text/messageText";
import { LEVELS, type Rule, type RuleText } from "../rule";

const TYPES = [
  "string",
  "securestring",
  "int",
  "bool",
  "object",
  "array",
  "secureobject",
  "oauthSetting",
  "gatewaySetting",
  "connection",
  "managedIdentity",
];
const REDIRECT_MODES = ["Global", "GlobalPerConnector", "Direct"];
const REDIRECT_URL = "https://global.consent.azure-apim.net/redirect";
/** Custom parameters that an identity provider needs, in lower case. */
const OAUTH_ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  oauth2: ["authorizationurl", "tokenurl", "refreshurl"],
  oauth2generic: ["authorizationurltemplate", "tokenurltemplate", "refreshurltemplate"],
};

export const connectionParameterRules: readonly Rule<Properties>[] = [
  onEachParameter({
    id: "connection-type",
    levels: LEVELS.advice,
    description: `Connection parameters are of type ${quoteAlternatives(TYPES)}.`,
    fix: "Correct the type; secrets are of type securestring.",
    fault: (parameter) => {
      const { type } = parameter;
      if (TYPES.includes(type) || isAboutAnother(parameter)) return undefined;
      return `has the type ${quoteValue(type)}`;
    },
  }),
  onEachParameter({
    id: "connection-ui",
    code: "5000.2.6.9",
    levels: LEVELS.advice,
    description: "Connection parameters define how they are shown.",
    fix: "Add uiDefinition with displayName, description and constraints.",
    fault: (parameter) =>
      isShown(parameter) && Object.keys(uiDefinitionOf(parameter)).length === 0
        ? "has no uiDefinition"
        : undefined,
  }),
  onEachParameter({
    id: "connection-description",
    code: "5000.2.6.10",
    levels: LEVELS.advice,
    description: "Connection parameters have a description.",
    fix: "Explain in uiDefinition.description where to find the value.",
    fault: (parameter) => {
      const ui = uiDefinitionOf(parameter);
      const texts = [own(ui, "description"), own(objectAt(ui, "schema"), "description")];
      const isSilent = isShown(parameter) && Object.keys(ui).length > 0 && !texts.some(isFilled);
      return isSilent ? "has no description" : undefined;
    },
  }),
  onEachParameter({
    id: "connection-constraint",
    levels: LEVELS.certification,
    description: 'The constraints required and hidden are strings, "true" or "false".',
    fix: 'Write "true" or "false" in quotes.',
    fault: (parameter) => {
      const constraints = objectAt(uiDefinitionOf(parameter), "constraints");
      const wrong = ["required", "hidden"].find(
        (key) => has(constraints, key) && !isOneOf(own(constraints, key), ["true", "false"]),
      );
      if (wrong === undefined) return undefined;
      return `has the constraint ${wrong} set to ${quoteValue(own(constraints, wrong))}; expected "true" or "false"`;
    },
  }),
  onEachParameter({
    id: "connection-clear-text",
    levels: LEVELS.advice,
    description: "Parameters whose names suggest a secret are of type securestring.",
    fix: "Set type: securestring.",
    fault: ({ name, type }) =>
      /password|secret|api_?key|private_?key/i.test(name) && type === "string"
        ? "looks like a secret, but is of type string"
        : undefined,
  }),
  onEachParameter({
    id: "oauth-provider",
    levels: LEVELS.refused,
    description: "OAuth settings name an identity provider.",
    fix: 'Set identityProvider, such as "oauth2", "oauth2generic" or "aad".',
    fault: (parameter) =>
      parameter.type === "oauthSetting" &&
      !isFilled(own(oAuthSettingsOf(parameter), "identityProvider"))
        ? "does not name an identityProvider"
        : undefined,
  }),
  onEachParameter({
    id: "oauth-address",
    levels: LEVELS.advice,
    description: "OAuth settings of a generic provider include its URLs.",
    fix: 'Add {"authorizationUrl": {"value": "…"}} and the others to customParameters.',
    fault: (parameter) => {
      const settings = oAuthSettingsOf(parameter);
      const provider = textOf(own(settings, "identityProvider"))?.toLowerCase() ?? "";
      const given = entriesOf(own(settings, "customParameters")).map(([key]) => key.toLowerCase());
      const absent = (OAUTH_ADDRESSES[provider] ?? []).filter((name) => !given.includes(name));
      return absent.length === 0 ? undefined : `is missing ${absent.join(", ")}`;
    },
  }),
  onEachParameter({
    id: "oauth-redirect",
    levels: LEVELS.advice,
    description: `OAuth settings have the redirectMode ${quoteAlternatives(REDIRECT_MODES)} and the redirectUrl ${REDIRECT_URL}.`,
    fix: 'Set redirectMode to "GlobalPerConnector", and redirectUrl to this URL.',
    fault: (parameter) => {
      const settings = oAuthSettingsOf(parameter);
      const [mode, url] = [own(settings, "redirectMode"), own(settings, "redirectUrl")];
      if (mode !== undefined && !isOneOf(mode, REDIRECT_MODES)) {
        return `has the redirectMode ${quoteValue(mode)}`;
      }
      return url === undefined || url === REDIRECT_URL
        ? undefined
        : `redirects to ${quoteValue(url)}`;
    },
  }),
  {
    id: "set-name",
    levels: LEVELS.refused,
    description: "Every set of connection parameters has its own name.",
    fix: "Rename one of the sets.",
    *check({ sets }) {
      for (const { item, index } of repeatedIn(sets.map(({ node }) => own(node, "name")))) {
        const path = sets[index]?.path ?? [];
        yield { path, message: `Another set is named ${quoteValue(item)} too.` };
      }
    },
  },
  {
    id: "set-ui",
    levels: LEVELS.advice,
    description: "Sets of connection parameters have a displayName, which people choose from.",
    fix: "Add uiDefinition with displayName and description.",
    *check({ sets }) {
      for (const { node, path } of sets) {
        if (isFilled(own(objectAt(node, "uiDefinition"), "displayName"))) continue;
        yield { path, message: `The set ${quoteValue(own(node, "name"))} has no displayName.` };
      }
    },
  },
];

interface ParameterRule extends RuleText {
  /** What is wrong with a connection parameter, as the end of a sentence. */
  readonly fault: (parameter: ConnectionParameter) => string | undefined;
}

function onEachParameter({ fault, ...text }: ParameterRule): Rule<Properties> {
  return {
    ...text,
    *check({ parameters }) {
      for (const parameter of parameters) {
        const found = fault(parameter);
        if (found === undefined) continue;
        const message = `The connection parameter ${quoteValue(parameter.name)} ${found}.`;
        yield { path: parameter.path, message };
      }
    },
  };
}

/** The platform shows OAuth's and the gateway's parameters in its own way. */
function isShown(parameter: ConnectionParameter): boolean {
  const { type } = parameter;
  return type !== "oauthSetting" && type !== "gatewaySetting" && !isAboutAnother(parameter);
}

/** True for one such as `token:clientId`, which is not a field of its own unless it has a type. */
function isAboutAnother({ name, node }: ConnectionParameter): boolean {
  return name.includes(":") && !has(node, "type");
}
