import { exampleCall } from "../../connector/definition/exampleCall";
import { connectorDocuments } from "../../connector/documents/connectorDocuments";
import { DEFAULT_AUTH } from "../../connector/auth/auth";
import { primaryContract } from "../../function/contract/connector";
import { thisConnector } from "../../function/thisConnector";
import { apiKey, connectionString, signingKey } from "../support/expectedResources";
import { withoutSecrets, type MockRun } from "../support/mockEngine";
import { hostings, namesOf, part, runProgram, runSample } from "./mockRuns";
import { quoteConnector } from "./quoteConnector";

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
      endpoint: `https://${host}/api/quotes`,
      exampleCall: {
        method: "POST",
        url: `https://${host}/api/quotes`,
        headers: { "Content-Type": "application/json" },
        body: '{"litres":40}',
      },
      auth: "apiKey",
      apiKey: { secret: apiKey },
      definitionUrl: `${site}/apiDefinition.swagger.json`,
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
    endpoint: "http://127.0.0.1:7071/api/quotes",
    exampleCall: { url: "http://127.0.0.1:7071/api/quotes" },
  });
  const blob = "storage:Blob connector-published-site-apiDefinition.swagger.json";
  expect(JSON.parse(String(part(stack, blob, "source", "text")))).toMatchObject({
    host: "127.0.0.1:7071",
    schemes: ["http"],
  });
});

test("the endpoint is the first operation's where none is marked as primary", async () => {
  const [marked] = quoteConnector.operations;
  if (!marked) throw new Error("The sample has no operation.");
  const { isPrimary: _, ...contract } = marked.contract;
  const first = { ...marked, contract: { ...contract, operationId: "GetPrice", route: "prices" } };
  const second = { ...marked, contract };
  const connector = { ...quoteConnector, operations: [first, second] };
  const { outputs } = await runSample({ connector });
  expect(outputs["endpoint"]).toMatch(/\/api\/prices$/);
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
