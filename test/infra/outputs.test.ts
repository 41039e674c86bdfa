import { exampleCall } from "../../connector/definition/exampleCall";
import { connectorDocuments } from "../../connector/documents/connectorDocuments";
import { DEFAULT_AUTH } from "../../connector/auth/auth";
import { primaryContract } from "../../function/contract/connector";
import { thisConnector } from "../../function/thisConnector";
import { apiKey, connectionString, signingKey } from "../support/expectedResources";
import { withoutSecrets, type MockRun } from "../support/mockEngine";
import { CONNECTOR_FILE_NAMES } from "../../toolkit/document/connectorFileNames";
import { hostings, namesOf, part, runProgram, runSample } from "./mockRuns";
import { getHealth, listDepots, quotePostage } from "../support/sampleConnector/actions";
import { connectorOf } from "../support/sampleConnector/sampleConnector";

describe.each(hostings)("with hosting %s", (hosting) => {
  let stack: MockRun;
  beforeAll(async () => {
    stack = await runSample({ hosting });
  });

  test("the outputs are the published ones, and only the key is a secret", () => {
    const { outputs, components } = stack;
    const names = namesOf({ hosting });
    const host = `${names.functionApp}.azurewebsites.net`;
    const site = `https://${names.contentStorageAccount}.z6.web.core.windows.net`;
    expect(outputs).toEqual({
      resourceGroupName: names.resourceGroup,
      functionAppName: names.functionApp,
      hostName: host,
      endpoint: `https://${host}/api/postage`,
      exampleCall: {
        method: "POST",
        url: `https://${host}/api/postage`,
        headers: { "Content-Type": "application/json" },
        body: '{"grams":250,"isExpress":true,"depotId":"north"}',
      },
      auth: "apiKey",
      apiKey: { secret: apiKey },
      definitionUrl: `https://${host}/api/apiDefinition.swagger.json`,
      tryItUrl: `${site}/`,
    });
    expect(components[0]?.outputs).toEqual(outputs);
  });

  test("the key and the connection string stand in secrets only", () => {
    const { outputs, custom, components } = stack;
    const all = [outputs, ...[...custom, ...components].map((resource) => resource.inputs)];
    const registered = components.map((component) => component.outputs);
    const plain = JSON.stringify([...all, ...registered].map(withoutSecrets));
    const whole = JSON.stringify(all);
    for (const value of [apiKey, signingKey, connectionString]) {
      expect(whole).toContain(value);
      expect(plain).not.toContain(value);
    }
  });

  test("the engine keeps as secrets what Azure returns", () => {
    const secretOutputs = stack.custom
      .filter((resource) => resource.secretOutputs.length > 0)
      .map((resource) => [resource.label, resource.secretOutputs.toSorted()]);
    const password = "random:index/randomPassword:RandomPassword connector-secrets";
    expect(Object.fromEntries(secretOutputs)).toEqual({
      "applicationinsights:Component connector-monitoring-component": [
        "connectionString",
        "instrumentationKey",
      ],
      [`${password}-api-key`]: ["bcryptHash", "result"],
      [`${password}-signing-key`]: ["bcryptHash", "result"],
    });
  });
});

test("a loopback host is called by http", async () => {
  const stack = await runSample({}, { hostName: "127.0.0.1:7071" });
  expect(stack.outputs).toMatchObject({
    hostName: "127.0.0.1:7071",
    endpoint: "http://127.0.0.1:7071/api/postage",
    exampleCall: { url: "http://127.0.0.1:7071/api/postage" },
    definitionUrl: "http://127.0.0.1:7071/api/apiDefinition.swagger.json",
  });
  const [site, file] = [
    "functionapp:index:Files connector-published-site",
    CONNECTOR_FILE_NAMES.definition,
  ];
  expect(JSON.parse(String(part(stack, site, "files", file, "source", "text")))).toMatchObject({
    host: "127.0.0.1:7071",
    schemes: ["http"],
  });
});

test("the endpoint is the first operation's where none is marked as primary", async () => {
  const { isPrimary: _, ...unmarked } = quotePostage;
  const { outputs } = await runSample({ connector: connectorOf(getHealth, unmarked, listDepots) });
  expect(outputs["endpoint"]).toMatch(new RegExp(`/api/${getHealth.route}$`));
});

test("the project's program publishes the connector that is registered", async () => {
  const { outputs } = await runProgram();
  const { definition } = connectorDocuments({
    connector: thisConnector,
    auth: DEFAULT_AUTH,
    host: `${namesOf().functionApp}.azurewebsites.net`,
  });
  const call = exampleCall(definition, primaryContract(thisConnector));
  expect(outputs).toMatchObject({ exampleCall: call });
  expect(Object.keys(outputs)).toEqual(Object.keys((await runSample()).outputs));
});
