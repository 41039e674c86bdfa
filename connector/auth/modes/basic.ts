import { AUTH_SETTINGS } from "../../../function/security/authMode";
import type { TextParameter } from "../../properties/connectionParameter";
import { requirePart } from "../auth";
import type { AuthModeDescription } from "../authModeDescription";

const userName: TextParameter = {
  type: "string",
  uiDefinition: {
    displayName: "User Name",
    description: "The user name to sign in with.",
    tooltip: "Provide the user name.",
    constraints: { tabIndex: 2, clearText: true, required: "true" },
  },
};

const password: TextParameter = {
  type: "securestring",
  uiDefinition: {
    displayName: "Password",
    description: "The password to sign in with.",
    tooltip: "Provide the password.",
    constraints: { tabIndex: 3, clearText: false, required: "true" },
  },
};

/** One user name and password for all callers. */
export const basic = {
  isSignIn: false,
  keys: {},
  securityScheme: () => ({ name: "basic", definition: { type: "basic" } }),
  connectionParameters: () => ({ username: userName, password }),
  parameterSet: {
    name: "basic-auth",
    displayName: "User Name and Password",
    description: "Connect with a user name and a password.",
  },
  credentialText: () =>
    "**User name and password**: the person who deployed the service reads them with " +
    "`pulumi stack output basicUserName` and " +
    "`pulumi stack output basicPassword --show-secrets`. Ask them for both.",
  appSettings: (_auth, secrets) => ({
    [AUTH_SETTINGS.basicUserName]: requirePart(secrets.basicUserName, "basic"),
    [AUTH_SETTINGS.basicPassword]: requirePart(secrets.basicPassword, "basic"),
  }),
} satisfies AuthModeDescription;
