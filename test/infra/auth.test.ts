import { apiKey, basicPassword, signingKey } from "../support/expectedResources";
import { CONNECTOR_FILE_NAMES } from "../../toolkit/document/connectorFileNames";
import { entraId, namesOf, oauth2, part, runProgram } from "./mockRuns";

async function authRun(changes: Record<string, string>) {
  const stack = await runProgram({ changes });
  const settings = part(
    stack,
    "web:WebApp connector-function-app",
    "siteConfig",
    "secret",
    "appSettings",
  );
  const text = part(
    stack,
    "functionapp:index:Files connector-published-site",
    "files",
    CONNECTOR_FILE_NAMES.definition,
    "source",
    "text",
  );
  return {
    stack,
    appSettings: Object.fromEntries(
      (settings as { name: string; value: string }[])
        .filter(({ name }) => name.startsWith("CONNECTOR_"))
        .map(({ name, value }) => [name, value]),
    ),
    definition: JSON.parse(String(text)) as { securityDefinitions: object },
  };
}

describe("the ways to authenticate", () => {
  const shared = {
    CONNECTOR_SITE_URL: `https://${namesOf().contentStorageAccount}.z6.web.core.windows.net`,
    CONNECTOR_SIGNING_KEY: signingKey,
    CONNECTOR_CALLBACK_HOSTS: "",
    CONNECTOR_NOTICE_RETRY_SECONDS: "10",
  };
  const basicSettings = {
    CONNECTOR_BASIC_USER_NAME: "connector",
    CONNECTOR_BASIC_PASSWORD: basicPassword,
  };
  const entraIdSettings = {
    CONNECTOR_ENTRA_ID_ISSUERS:
      "https://login.microsoftonline.com/0a1b2c3d-0000-0000-0000-000000000001/v2.0 " +
      "https://sts.windows.net/0a1b2c3d-0000-0000-0000-000000000001/",
    CONNECTOR_ENTRA_ID_AUDIENCES:
      "api://0a1b2c3d-0000-0000-0000-000000000003 0a1b2c3d-0000-0000-0000-000000000003",
    CONNECTOR_ENTRA_ID_KEY_SET_URL:
      "https://login.microsoftonline.com/0a1b2c3d-0000-0000-0000-000000000001/discovery/v2.0/keys",
  };
  const oauth2Settings = {
    CONNECTOR_OAUTH2_ISSUERS: "https://issuer.example/",
    CONNECTOR_OAUTH2_AUDIENCES: "quotes",
    CONNECTOR_OAUTH2_KEY_SET_URL: "https://issuer.example/keys",
  };

  test.each<[string, Record<string, string>, Record<string, string>, string[], object]>([
    ["apiKey", {}, {}, ["apiKey"], { apikeyQuery: { in: "query", name: "code" } }],
    ["none", {}, {}, [], {}],
    ["basic", {}, basicSettings, ["basicUserName", "basicPassword"], { basic: { type: "basic" } }],
    ["oauth2", oauth2, oauth2Settings, [], { oauth2: { type: "oauth2" } }],
    ["entraId", entraId, entraIdSettings, [], { entraId: { type: "oauth2" } }],
    [
      "apiKey,entraId",
      { ...entraId, apiKeyLocation: "header" },
      { ...entraIdSettings, CONNECTOR_API_KEY: apiKey },
      ["apiKey"],
      { apikeyHeader: { in: "header", name: "x-functions-key" } },
    ],
    [
      "oauth2,entraId",
      { ...oauth2, ...entraId },
      { ...oauth2Settings, ...entraIdSettings },
      [],
      { oauth2: { type: "oauth2" } },
    ],
  ])(
    "%s: app, outputs and definition follow together",
    async (auth, changes, appSettings, secretOutputs, securityDefinitions) => {
      const made = await authRun({ auth, ...changes });
      expect(made.appSettings).toEqual({ ...shared, CONNECTOR_AUTH: auth, ...appSettings });
      const credentials = Object.keys(made.stack.outputs).filter((name) =>
        ["apiKey", "basicUserName", "basicPassword"].includes(name),
      );
      expect(credentials.toSorted()).toEqual(secretOutputs.toSorted());
      expect(made.definition.securityDefinitions).toMatchObject(securityDefinitions);
      expect(Object.keys(made.definition.securityDefinitions)).toEqual(
        Object.keys(securityDefinitions),
      );
      // The host asks for its own key only where it is the one way in.
      const labels = made.stack.custom.map(({ label }) => label);
      expect(labels.includes("functionapp:index:FunctionKey connector-api-key")).toBe(
        auth === "apiKey",
      );
    },
  );
});
