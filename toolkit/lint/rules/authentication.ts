import { isObject, own } from "../../document/json";
import { securityTypesOf, type Properties } from "../model/properties";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Problem, type Rule } from "../rule";

const AT = ["properties", "connectionParameters"];

/** The definition states what a request carries, the properties what a person enters. */
export const authenticationRules: readonly Rule<Properties>[] = [
  {
    id: "auth-nothing-to-enter",
    levels: LEVELS.refused,
    description:
      "A connector that requires a key, a password or a sign-in has a connection parameter for it.",
    fix: "Add the connection parameter: api_key, username and password, or token.",
    *check(properties) {
      const types = securityTypesOf(properties);
      if (types.length === 0 || properties.parameters.length > 0) return;
      const message = `The definition requires ${quoteValue(types[0])}, but there are no connection parameters.`;
      yield problem(properties, message);
    },
  },
  {
    id: "auth-basic",
    levels: LEVELS.advice,
    description: "Basic authentication has the connection parameters username and password.",
    fix: "Add the connection parameters username and password.",
    *check(properties) {
      const names = properties.parameters.map(({ name }) => name.toLowerCase());
      const lacks = ["username", "password"].filter((name) => !names.includes(name));
      if (!securityTypesOf(properties).includes("basic") || lacks.length === 0) return;
      if (names.length === 0) return;
      yield problem(properties, `Basic authentication requires ${lacks.join(" and ")}.`);
    },
  },
  {
    id: "auth-oauth",
    levels: LEVELS.advice,
    description:
      "OAuth in the definition requires a connection parameter of type oauthSetting, and vice versa.",
    fix: "Add the connection parameter token, or the security definition of type oauth2.",
    *check(properties) {
      const { parameters, sets, definition } = properties;
      const setting = parameters.find(({ type }) => type === "oauthSetting");
      const isOAuth = securityTypesOf(properties).includes("oauth2");
      // Of several ways to connect, the definition describes one.
      if (definition === undefined || sets.length > 0) return;
      if (isOAuth === (setting !== undefined)) return;
      if (setting !== undefined) {
        const message =
          "The connection signs in with OAuth, but the definition does not require oauth2.";
        yield { path: setting.path, message };
      } else if (parameters.length > 0) {
        yield problem(
          properties,
          "The definition requires oauth2, but no connection parameter signs in.",
        );
      }
    },
  },
];

function problem({ node }: Properties, message: string): Problem {
  return { path: isObject(own(node, "connectionParameters")) ? AT : ["properties"], message };
}
