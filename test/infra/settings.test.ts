import * as pulumi from "@pulumi/pulumi";
import { AUTH_KEYS } from "../../connector/auth/authKeys";
import { readSettings } from "../../infra/config";
import { configuration, defaults, entraId, oauth2, project } from "./mockRuns";

function settingsOf(changes: Record<string, string>) {
  pulumi.runtime.setAllConfig(configuration(changes));
  return readSettings(new pulumi.Config(project.name));
}
function refusal(changes: Record<string, string>): string[] {
  try {
    settingsOf(changes);
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("the settings", () => {
  test("are those that Pulumi.yaml declares, with its defaults", () => {
    const { auth, ...others } = settingsOf({});
    expect(auth).toEqual({
      modes: [defaults["auth"]],
      keyLocation: defaults["apiKeyLocation"],
    });
    expect(defaults).toMatchObject(others);
    const keys = [...Object.keys(others), ...AUTH_KEYS];
    expect(new Set(keys)).toEqual(new Set(Object.keys(defaults)));
  });

  test("describe issuers of tokens in full", () => {
    expect(settingsOf({ ...oauth2, ...entraId, auth: "oauth2, entraId" }).auth).toEqual({
      modes: ["oauth2", "entraId"],
      keyLocation: "query",
      oauth2: {
        issuer: "https://issuer.example/",
        audience: "quotes",
        keySetUrl: "https://issuer.example/keys",
        clientId: "connector",
        authorizationUrl: "https://issuer.example/authorize",
        tokenUrl: "https://issuer.example/token",
        scopes: ["read", "write"],
      },
      entraId: {
        tenantId: "0a1b2c3d-0000-0000-0000-000000000001",
        clientId: "0a1b2c3d-0000-0000-0000-000000000002",
        resource: "api://0a1b2c3d-0000-0000-0000-000000000003",
      },
    });
  });

  test.each([
    { instanceMemoryMB: "512" },
    { instanceMemoryMB: "4096" },
    { apiKeyVersion: "1000000" },
    { maximumInstanceCount: "1" },
    { maximumInstanceCount: "1000" },
    { hosting: "consumption", maximumInstanceCount: "200" },
    { logRetentionDays: "730" },
    { location: "brazilsouth" },
    { location: "eastus2" },
    { auth: "none" },
    { auth: "basic,apiKey", apiKeyLocation: "header", basicUserName: "r2-d2@example.com" },
    { auth: "oauth2", ...oauth2, oauth2KeySetUrl: "", oauth2Scopes: "" },
    { callbackHosts: "hooks.example.com,*.example.org" },
    { noticeRetrySeconds: "600" },
    { nodeVersion: "24" },
    { corsOrigins: "https://app.example.com,https://localhost:8080" },
    { skipPreflight: "true" },
  ])("allow %p", (changes) => {
    expect(refusal(changes)).toEqual([]);
  });

  const authModes =
    "apiKey, none, basic, oauth2, entraId, or two of these, separated by a comma; none cannot be combined";
  const callbackHosts =
    "host names in lower case, separated by commas, such as hooks.example.com,*.example.org";
  const corsOrigins =
    "origins of web pages, separated by commas, such as https://app.example.com,https://example.org";
  const region = "an Azure region's name, such as westeurope";
  test.each([
    ["location", "West Europe", region],
    ["location", "", region],
    ["hosting", "premium", "flex or consumption"],
    ["hosting", "Flex", "flex or consumption"],
    ["apiKeyVersion", "0", "a whole number from 1 to 1000000"],
    ["apiKeyVersion", "1.5", "a whole number from 1 to 1000000"],
    ["instanceMemoryMB", "1024", "512 or 2048 or 4096"],
    ["instanceMemoryMB", "2048MB", "512 or 2048 or 4096"],
    ["maximumInstanceCount", "0", "a whole number from 1 to 1000"],
    ["maximumInstanceCount", "1001", "a whole number from 1 to 1000"],
    ["maximumInstanceCount", "many", "a whole number from 1 to 1000"],
    ["logRetentionDays", "29", "a whole number from 30 to 730"],
    ["logRetentionDays", "731", "a whole number from 30 to 730"],
    ["logRetentionDays", "-30", "a whole number from 30 to 730"],
    ["noticeRetrySeconds", "0", "a whole number from 1 to 600"],
    ["auth", "magic", authModes],
    ["auth", "", authModes],
    ["auth", "apiKey,none", authModes],
    ["auth", "basic,basic", authModes],
    ["auth", "apiKey,basic,oauth2", authModes],
    ["apiKeyLocation", "body", "query or header"],
    ["basicUserName", "r2:d2", "1 to 64 characters without spaces and colons"],
    ["callbackHosts", "https://hooks.example.com", callbackHosts],
    ["callbackHosts", "*", callbackHosts],
    ["callbackHosts", "hooks.example.com,", callbackHosts],
    ["nodeVersion", "20", "22 or 24"],
    ["corsOrigins", "https://app.example.com/", corsOrigins],
    ["corsOrigins", "http://app.example.com", corsOrigins],
    ["corsOrigins", "*", corsOrigins],
    ["skipPreflight", "yes", "true or false"],
  ])("refuse %s %p", (key, value, allowed) => {
    expect(refusal({ [key]: value })).toEqual([
      `Configuration ${project.name}:${key} is "${value}", expected ${allowed}. ` +
        `Set it with: pulumi config set ${key} VALUE`,
    ]);
  });

  test("allow fewer instances with hosting consumption", () => {
    const problems = refusal({ hosting: "consumption", maximumInstanceCount: "201" });
    expect(problems).toEqual([expect.stringContaining("a whole number from 1 to 200")]);
  });

  test("that are wrong are all named at once, with those that nothing reads", () => {
    const problems = refusal({
      location: "Mars",
      hosting: "premium",
      apiKeyVersion: "first",
      instanceMemoryMB: "lots",
      maximumInstanceCount: "0",
      logRetentionDays: "1",
      nodeVersion: "18",
      corsOrigins: "everywhere",
      skipPreflight: "perhaps",
      noticeRetrySeconds: "soon",
      callbackHosts: "everywhere!",
      basicUserName: "",
      auth: "oauth2,entraId",
      apiKeyLocation: "body",
      oauth2Issuer: "http://issuer.example",
      oauth2KeySetUrl: "keys",
      oauth2AuthorizationUrl: "ftp://issuer.example",
      entraTenantId: "contoso.example",
      entraAuthority: "login",
      hostign: "flex",
    });
    const keys = problems.map(
      (problem) => new RegExp(`^Configuration ${project.name}:(\\w+) `).exec(problem)?.[1],
    );
    // Any mode but an unknown one and any scopes are right.
    const right = new Set(["auth", "oauth2Scopes"]);
    const wrong = Object.keys(project.config).filter((key) => !right.has(key));
    expect(new Set(keys)).toEqual(new Set([...wrong, "hostign"]));
    expect(problems.find((problem) => problem.includes("hostign"))).toMatch(
      /is not known, expected one of .*hosting.*pulumi config rm hostign$/,
    );
  });
});
