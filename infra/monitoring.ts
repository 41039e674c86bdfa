import * as applicationinsights from "@pulumi/azure-native/applicationinsights";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { typeToken } from "./typeToken";

/** Inputs of {@link Monitoring}. */
export interface MonitoringArgs {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  /** How the workspace's name begins. */
  workspaceName: pulumi.Input<string>;
  componentName: pulumi.Input<string>;
  /** Days that logs are kept, 30 to 730. */
  retentionDays: number;
}

/** Where the function app's logs, requests and failures are sent. Senders authenticate by an identity, never by a key. */
export class Monitoring extends pulumi.ComponentResource {
  /** Resource id of the Application Insights component. */
  readonly componentId: pulumi.Output<string>;
  /** Secret. */
  readonly connectionString: pulumi.Output<string>;

  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("Monitoring"), name, {}, opts);
    const { resourceGroupName, location } = args;

    // A deleted workspace keeps its name for 14 days, and what refers to one made again under it fails.
    // https://github.com/pulumi/pulumi-azure-native/issues/1319
    const suffix = new random.RandomId(
      `${name}-workspace-suffix`,
      { byteLength: 4 },
      { parent: this },
    );
    const workspace = new operationalinsights.Workspace(
      `${name}-workspace`,
      {
        resourceGroupName,
        location,
        workspaceName: pulumi.interpolate`${args.workspaceName}-${suffix.hex}`,
        sku: { name: "PerGB2018" },
        retentionInDays: args.retentionDays,
      },
      // Workspaces from before names had an end of their own keep theirs, and their logs.
      { parent: this, aliases: [{ name: "workspace" }], ignoreChanges: ["workspaceName"] },
    );
    const component = new applicationinsights.Component(
      `${name}-component`,
      {
        resourceGroupName,
        location,
        resourceName: args.componentName,
        kind: "web",
        applicationType: "web",
        workspaceResourceId: workspace.id,
        disableLocalAuth: true,
      },
      {
        parent: this,
        aliases: [{ name: "component" }],
        additionalSecretOutputs: ["connectionString", "instrumentationKey"],
      },
    );

    this.componentId = component.id;
    this.connectionString = pulumi.secret(component.connectionString);
    const { componentId, connectionString } = this;
    this.registerOutputs({ componentId, connectionString });
  }
}
