import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import { Files } from "../providers/functionapp/resources";
import type { ContentStorage } from "./contentStorage";
import type { Package } from "./package";
import { typeToken } from "./typeToken";

/** Inputs of {@link MountedPackage}. */
export interface MountedPackageArgs {
  resourceGroupName: pulumi.Input<string>;
  contentStorage: ContentStorage;
  /** Its path is relative to the folder of the program's main file. */
  package: Package;
}

/** The package in a private container, from which an app mounts it. */
export class MountedPackage extends pulumi.ComponentResource {
  readonly container: storage.BlobContainer;
  /** Address of the package. Resolves once it is there. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: MountedPackageArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("MountedPackage"), name, {}, opts);
    const { account, blobEndpoint } = args.contentStorage;
    // The name is made from the content: changed code has another address, which the app notices.
    const fileName = `${args.package.sha256}.zip`;
    this.container = new storage.BlobContainer(
      `${name}-container`,
      {
        resourceGroupName: args.resourceGroupName,
        accountName: account.name,
        containerName: "mounted-packages",
        publicAccess: "None",
      },
      { parent: this },
    );
    const stored = new Files(
      `${name}-file`,
      {
        accountId: account.id,
        blobEndpoint,
        containerName: this.container.name,
        files: {
          [fileName]: {
            contentType: "application/zip",
            source: new pulumi.asset.FileAsset(args.package.path),
          },
        },
      },
      // The app runs from the old package until it has the new one.
      {
        parent: this,
        replaceOnChanges: ["files"],
        deleteBeforeReplace: false,
        deletedWith: account,
      },
    );
    this.url = pulumi
      .all([blobEndpoint, this.container.name, stored.uploads])
      .apply(([endpoint, container]) => `${endpoint}${container}/${fileName}`);
    this.registerOutputs({ url: this.url });
  }
}
