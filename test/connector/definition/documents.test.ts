import { connectorDocuments } from "../../../connector/documents/connectorDocuments";
import { authOf } from "../../support/sampleAuth";
import { sampleConnector } from "../../support/sampleConnector/sampleConnector";

describe("the definition beside the properties", () => {
  test("names the domain of all function apps where each connection has its own host", () => {
    const { definition } = connectorDocuments({
      connector: sampleConnector,
      auth: authOf("apiKey"),
      multiTenant: true,
    });
    expect(definition).toMatchObject({ host: "azurewebsites.net", schemes: ["https"] });
  });

  test("lets people of any tenant sign in where there are many", () => {
    const { definition } = connectorDocuments({
      connector: sampleConnector,
      auth: authOf("entraId"),
      multiTenant: true,
    });
    expect(definition.securityDefinitions["entraId"]).toMatchObject({
      authorizationUrl: "https://login.microsoftonline.com/common/oauth2/authorize",
      tokenUrl: "https://login.microsoftonline.com/common/oauth2/token",
    });
  });

  test.each([
    ["parcels.azurewebsites.net", undefined, undefined, "https"],
    ["parcels.internal:8080", "anonymous", undefined, "http"],
    ["parcels.internal", "anonymous", "https", "https"],
    ["127.0.0.1:7071", undefined, undefined, "http"],
    ["localhost", undefined, undefined, "http"],
  ] as const)(
    "of %s, by gateway %s, with the scheme %s, is called by %s",
    (host, gateway, scheme, expected) => {
      const { definition } = connectorDocuments({
        connector: sampleConnector,
        auth: authOf("none"),
        host,
        ...(gateway && { gateway }),
        ...(scheme && { scheme }),
      });
      expect(definition).toMatchObject({ host, schemes: [expected] });
    },
  );

  test("needs a host", () => {
    expect(() => connectorDocuments({ connector: sampleConnector, auth: authOf("none") })).toThrow(
      "No host is given.",
    );
  });
});
