import type { ConnectionParameters } from "./connectionParameter";

/** The parameter by which a connection names its own host. */
export const HOST_PARAMETER = "host";

/** Asked of each connection of a connector that serves many tenants. */
export const hostParameters: ConnectionParameters = {
  [HOST_PARAMETER]: {
    type: "string",
    uiDefinition: {
      displayName: "Host",
      description:
        "The host name of your own function app, such as contoso.azurewebsites.net, " +
        "without a scheme or a path.",
      tooltip: "Provide the host name only, such as contoso.azurewebsites.net.",
      constraints: { tabIndex: 1, clearText: true, required: "true" },
    },
  },
};
