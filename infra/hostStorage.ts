import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";

/** Inputs of {@link HostStorage}. */
export interface HostStorageArgs {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  accountName: string;
}

/** The function app's own storage account. No key opens it: the app comes in by its identity. */
export class HostStorage extends pulumi.ComponentResource {
  readonly account: storage.StorageAccount;
  /** Where Flex Consumption keeps the package that it runs; the platform writes there, we do not. */
  readonly deploymentContainer: storage.BlobContainer;

  constructor(name: string, args: HostStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("turbine-repair:infra:HostStorage", name, {}, opts);
    const { resourceGroupName, location, accountName } = args;

    this.account = new storage.StorageAccount(
      "host-account",
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
      { parent: this },
    );
    this.deploymentContainer = new storage.BlobContainer(
      "deployments",
      {
        resourceGroupName,
        accountName: this.account.name,
        containerName: "deployments",
        publicAccess: "None",
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
