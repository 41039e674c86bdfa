import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import { typeToken } from "./typeToken";

/** Inputs of {@link HostStorage}. */
export interface HostStorageArgs {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  accountName: pulumi.Input<string>;
}

/** The function app's own storage account. No key opens it: the app comes in by its identity. */
export class HostStorage extends pulumi.ComponentResource {
  readonly account: storage.StorageAccount;
  /** Where Flex Consumption keeps the package that it runs; the platform writes there, we do not. */
  readonly deploymentContainer: storage.BlobContainer;

  constructor(name: string, args: HostStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("HostStorage"), name, {}, opts);
    const { resourceGroupName, location, accountName } = args;

    this.account = new storage.StorageAccount(
      `${name}-account`,
      {
        resourceGroupName,
        location,
        accountName,
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: "TLS1_2",
      },
      { parent: this, aliases: [{ name: "host-account" }] },
    );
    this.deploymentContainer = new storage.BlobContainer(
      `${name}-deployments`,
      {
        resourceGroupName,
        accountName: this.account.name,
        containerName: "deployments",
        publicAccess: "None",
      },
      { parent: this, aliases: [{ name: "deployments" }] },
    );
    this.registerOutputs({ accountId: this.account.id, accountName: this.account.name });
  }
}
