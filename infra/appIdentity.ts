import * as authorization from "@pulumi/azure-native/authorization";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import { typeToken } from "./typeToken";

/**
 * Built-in roles that the app needs.
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
const roles = {
  storageBlobDataOwner: "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
  storageBlobDataReader: "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
  storageQueueDataContributor: "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
  storageTableDataContributor: "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
  monitoringMetricsPublisher: "3913510d-42f4-4e42-8a64-420c390055eb",
} as const;

/** One role on one resource. */
export interface Grant {
  role: keyof typeof roles;
  /** Resource id of what the role opens. */
  scope: pulumi.Input<string>;
}

/** Inputs of {@link AppIdentity}. */
export interface AppIdentityArgs {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  subscriptionId: pulumi.Input<string>;
  identityName: pulumi.Input<string>;
  /** What the identity may do, by the end of the role assignment's name. */
  grants: Record<string, Grant>;
}

/**
 * The identity that the function app runs as.
 *
 * It is made apart from the app, so that its roles are there before the app first starts.
 */
export class AppIdentity extends pulumi.ComponentResource {
  readonly id: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  /** An app that runs as this identity depends on these. */
  readonly roleAssignments: readonly authorization.RoleAssignment[];

  constructor(name: string, args: AppIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("AppIdentity"), name, {}, opts);

    const identity = new managedidentity.UserAssignedIdentity(
      `${name}-identity`,
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        resourceName: args.identityName,
      },
      { parent: this, aliases: [{ name: "identity" }] },
    );
    this.roleAssignments = Object.entries(args.grants).map(
      ([grantName, { role, scope }]) =>
        new authorization.RoleAssignment(
          `${name}-${grantName}`,
          {
            principalId: identity.principalId,
            // Without it, Azure refuses an identity that has not reached every directory server yet.
            principalType: "ServicePrincipal",
            roleDefinitionId: pulumi.interpolate`/subscriptions/${args.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`,
            scope,
          },
          { parent: this, aliases: [{ name: grantName }] },
        ),
    );

    this.id = identity.id;
    this.clientId = identity.clientId;
    this.registerOutputs({ id: this.id, clientId: this.clientId });
  }
}
