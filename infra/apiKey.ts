import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { functionKeyTemplate } from "./functionKeyTemplate";
import { typeToken } from "./typeToken";

/** Inputs of {@link ApiKey}. */
export interface ApiKeyArgs {
  resourceGroupName: pulumi.Input<string>;
  appName: pulumi.Input<string>;
  /** Name of the key among the app's function keys. */
  keyName: string;
  /** Secret. */
  value: pulumi.Output<string>;
  /** The app's code: the host that keeps the keys is up once it has it. */
  after: pulumi.Resource;
}

/**
 * A function key of the app's host, which opens every operation of the app.
 *
 * We choose its value, so that nobody needs to ask the host for it.
 */
export class ApiKey extends pulumi.ComponentResource {
  /** Secret. Resolves once the app accepts the key. */
  readonly value: pulumi.Output<string>;

  constructor(name: string, args: ApiKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("ApiKey"), name, {}, opts);

    const { value } = args;
    const key = new resources.Deployment(
      `${name}-deployment`,
      {
        resourceGroupName: args.resourceGroupName,
        deploymentName: "api-key",
        properties: {
          mode: "Incremental",
          template: functionKeyTemplate,
          parameters: {
            appName: { value: args.appName },
            keyName: { value: args.keyName },
            keyValue: { value },
          },
        },
      },
      { parent: this, aliases: [{ name: "api-key" }], dependsOn: args.after },
    );

    this.value = pulumi.secret(pulumi.all([value, key.id]).apply(([accepted]) => accepted));
    this.registerOutputs({ value: this.value });
  }
}
