import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import type { Package } from "./package";
import { makerPortals } from "./makerPortals";
import { typeToken } from "./typeToken";

/** Inputs of {@link ContentStorage}. */
export interface ContentStorageArgs {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  accountName: pulumi.Input<string>;
  /** The package, whose path is seen from the folder of the program's main file. */
  package: Package;
}

/**
 * What this program uploads: packages, which are private, and the published site, which is public.
 *
 * Pulumi uploads blobs by the account's key, so this account allows keys; the app's own storage does not.
 * https://github.com/pulumi/pulumi-azure-native/issues/2015
 */
export class ContentStorage extends pulumi.ComponentResource {
  readonly account: storage.StorageAccount;
  readonly packagesContainer: storage.BlobContainer;
  readonly packageBlob: storage.Blob;
  readonly website: storage.StorageAccountStaticWebsite;
  /** Address of the published site, without a final slash. */
  readonly siteUrl: pulumi.Output<string>;

  constructor(name: string, args: ContentStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("ContentStorage"), name, {}, opts);
    const { resourceGroupName, location } = args;

    this.account = new storage.StorageAccount(
      `${name}-account`,
      {
        resourceGroupName,
        location,
        accountName: args.accountName,
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
        // The static website is served all the same; no other container can be made public.
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: true,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: "TLS1_2",
      },
      { parent: this, aliases: [{ name: "content-account" }] },
    );
    const accountName = this.account.name;

    this.packagesContainer = new storage.BlobContainer(
      `${name}-packages`,
      { resourceGroupName, accountName, containerName: "packages", publicAccess: "None" },
      { parent: this, aliases: [{ name: "packages" }] },
    );
    // The name follows the content: unchanged code changes nothing, and changed code has an address of its own.
    this.packageBlob = new storage.Blob(
      `${name}-package`,
      {
        resourceGroupName,
        accountName,
        containerName: this.packagesContainer.name,
        blobName: `${args.package.sha256}.zip`,
        contentType: "application/zip",
        source: new pulumi.asset.FileAsset(args.package.path),
      },
      // The app runs from the old package until it has the new one.
      { parent: this, aliases: [{ name: "package" }], deleteBeforeReplace: false },
    );

    this.website = new storage.StorageAccountStaticWebsite(
      `${name}-website`,
      { resourceGroupName, accountName, indexDocument: "index.html" },
      { parent: this, aliases: [{ name: "website" }] },
    );
    new storage.BlobServiceProperties(
      `${name}-website-cors`,
      {
        resourceGroupName,
        accountName,
        blobServicesName: "default",
        cors: {
          corsRules: [
            {
              allowedOrigins: [...makerPortals],
              allowedMethods: ["GET", "HEAD"],
              allowedHeaders: ["*"],
              exposedHeaders: [],
              maxAgeInSeconds: 3600,
            },
          ],
        },
      },
      { parent: this, aliases: [{ name: "website-cors" }] },
    );

    this.siteUrl = this.account.primaryEndpoints.web.apply((url) => url.replace(/\/$/, ""));
    this.registerOutputs({ accountName, siteUrl: this.siteUrl });
  }
}
