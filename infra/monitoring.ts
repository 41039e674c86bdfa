import * as applicationinsights from "@pulumi/azure-native/applicationinsights";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import { typeToken } from "./typeToken";

/** Inputs of {@link Monitoring}. */
export interface MonitoringArgs {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  workspaceName: pulumi.Input<string>;
  componentName: pulumi.Input<string>;
  /** Days that logs are kept, 30 to 730. */
  retentionDays: number;
}

/** Where the function app's logs, requests and failures go. Accepts what an identity sends, and nothing by key. */
export class Monitoring extends pulumi.ComponentResource {
  /** Resource id of the Application Insights component. */
  readonly componentId: pulumi.Output<string>;
  /** Secret. */
  readonly connectionString: pulumi.Output<string>;

  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("Monitoring"), name, {}, opts);
    const { resourceGroupName, location } = args;

    const workspace = new operationalinsights.Workspace(
      `${name}-workspace`,
      {
        resourceGroupName,
        location,
        workspaceName: args.workspaceName,
        sku: { name: "PerGB2018" },
        retentionInDays: args.retentionDays,
      },
      { parent: this, aliases: [{ name: "workspace" }] },
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
