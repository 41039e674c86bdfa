import { join } from "node:path";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { exampleCall, type ExampleCall } from "../connector/definition/exampleCall";
import { operationUrl } from "../connector/definition/operations";
import { withHost } from "../connector/definition/withHost";
import { primaryContract } from "../function/contract/connector";
import { getClientConfigOutput } from "../providers/functionapp/resources";
import { CONNECTOR_FILE_NAMES } from "../toolkit/document/connectorFileNames";
import {
  acceptApiKey,
  definitionAddress,
  makeFunctionApp,
  makeSecrets,
  makeStorage,
  publishSite,
  type ConnectorContext,
} from "./connectorParts";
import { planConnector, type ConnectorPlan } from "./connectorPlan";
import { earlierResource } from "./earlierResources";
import type { FunctionConnectorArgs } from "./functionConnectorArgs";
import { deriveNames, type Names } from "./names";
import { readySubscription } from "./readySubscription";
import { typeToken } from "./typeToken";

/**
 * An Azure Function, published as a connector: a function app with its storage, identity, logs and code, a key
 * for the connector, and a public site with the connector's definition, a page to try it, and its icon.
 */
export class FunctionConnector extends pulumi.ComponentResource {
  readonly resourceGroupName: pulumi.Output<string>;
  readonly functionAppName: pulumi.Output<string>;
  /** Host name, with the port where it is not the scheme's own. */
  readonly hostName: pulumi.Output<string>;
  /** Address of the connector's primary operation. */
  readonly endpoint: pulumi.Output<string>;
  /** A call of the primary operation with its example values and without credentials. */
  readonly exampleCall: pulumi.Output<ExampleCall>;
  /** The modes by which callers authenticate, separated by a comma. */
  readonly auth: pulumi.Output<string>;
  /** Secret. Undefined without mode `apiKey`. Resolves once the app accepts the key. */
  readonly apiKey: pulumi.Output<string> | undefined;
  /** Undefined without mode `basic`. */
  readonly basicUserName: pulumi.Output<string> | undefined;
  /** Secret. Undefined without mode `basic`. */
  readonly basicPassword: pulumi.Output<string> | undefined;
  /** Address of the connector's definition, from which makers import it. */
  readonly definitionUrl: pulumi.Output<string>;
  /** Address of the page that calls the API from its definition. */
  readonly tryItUrl: pulumi.Output<string>;

  /**
   * @throws pulumi.RunError when the connector is not whole, project, stack and `name` give names that Azure
   *   refuses, or the platform would refuse the connector
   * @throws Error when the function app's code cannot be bundled
   */
  constructor(name: string, args: FunctionConnectorArgs, opts?: pulumi.ComponentResourceOptions) {
    // Whatever is wrong stops the program here, before anything is registered.
    const plan = planConnector(name, args);
    super(typeToken("FunctionConnector"), name, {}, opts);

    const context = contextOf(plan, this);
    const storage = makeStorage(context);
    const secrets = makeSecrets(context);
    const functionApp = makeFunctionApp(context, storage, secrets);
    const definition = functionApp.hostName.apply((host) => withHost(plan.definition, { host }));
    const iconPath = join(args.connectorFolder, CONNECTOR_FILE_NAMES.icon);
    publishSite(context, storage, functionApp, { definition, iconPath });

    const primary = primaryContract(args.connector);
    const { auth, basicUserName } = plan.settings;
    this.resourceGroupName = pulumi.output(context.resourceGroupName);
    this.functionAppName = functionApp.name;
    this.hostName = functionApp.hostName;
    this.endpoint = definition.apply((document) => operationUrl(document, primary));
    this.exampleCall = definition.apply((document) => exampleCall(document, primary));
    this.auth = pulumi.output(auth.modes.join(","));
    this.apiKey = acceptApiKey(context, functionApp, secrets);
    this.basicUserName = secrets.basicPassword && pulumi.output(basicUserName);
    this.basicPassword = secrets.basicPassword;
    this.definitionUrl = definition.apply(({ schemes, host }) =>
      definitionAddress(`${schemes[0]}://${host}`),
    );
    this.tryItUrl = pulumi.interpolate`${storage.contentStorage.siteUrl}/`;
    this.registerOutputs(outputsOf(this));
  }
}

/**
 * A connector's outputs, to give them out as a stack's. Those without a value are left out: Pulumi warns of
 * them, and not every connector has a key or a password.
 */
export function outputsOf(connector: FunctionConnector): Record<string, pulumi.Output<unknown>> {
  const { resourceGroupName, functionAppName, hostName, endpoint, exampleCall: call } = connector;
  const { auth, apiKey, basicUserName, basicPassword, definitionUrl, tryItUrl } = connector;
  return {
    resourceGroupName,
    functionAppName,
    hostName,
    endpoint,
    exampleCall: call,
    auth,
    ...(apiKey && { apiKey }),
    ...(basicUserName && { basicUserName }),
    ...(basicPassword && { basicPassword }),
    definitionUrl,
    tryItUrl,
  };
}

function contextOf(plan: ConnectorPlan, parent: FunctionConnector): ConnectorContext {
  const { name, args, seed } = plan;
  const { location } = args;
  const { subscriptionId, functionAppDomain } = getClientConfigOutput({ parent });
  const derived = subscriptionId.apply((id) => deriveNames({ ...seed, subscriptionId: id }));
  const azureName = (key: keyof Names): pulumi.Output<string> =>
    derived.apply((names) => args.names?.[key] ?? names[key]);
  const ready = readySubscription({ plan, parent, subscriptionId, azureName });
  const resourceGroupName = args.resourceGroupName
    ? pulumi.all([args.resourceGroupName, ready.urn]).apply(([existing]) => existing)
    : new ResourceGroup(
        `${name}-resource-group`,
        { resourceGroupName: azureName("resourceGroup"), location },
        { parent, dependsOn: ready, aliases: earlierResource(name, "resource-group") },
      ).name;
  return {
    plan,
    parent,
    resourceGroupName,
    location,
    subscriptionId,
    functionAppDomain,
    azureName,
  };
}
