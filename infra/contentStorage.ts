import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import { StaticSite } from "../providers/functionapp/resources";
import { typeToken } from "./typeToken";

/** Inputs of {@link ContentStorage}. */
export interface ContentStorageArgs {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  accountName: pulumi.Input<string>;
}

/**
 * What this program uploads: the published site, which is public, and packages that an app mounts, which are
 * private. The account accepts no keys: whoever deploys uploads with a token.
 */
export class ContentStorage extends pulumi.ComponentResource {
  readonly account: storage.StorageAccount;
  /** Address of the account's blobs, with a final slash. */
  readonly blobEndpoint: pulumi.Output<string>;
  /** The container of the published site. */
  readonly siteContainerName: pulumi.Output<string>;
  /** Address of the published site, without a final slash. */
  readonly siteUrl: pulumi.Output<string>;

  constructor(name: string, args: ContentStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("ContentStorage"), name, {}, opts);
    this.account = new storage.StorageAccount(
      `${name}-account`,
      {
        ...args,
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
        // The static website is public all the same; no other container can become public.
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: "TLS1_2",
      },
      { parent: this, aliases: [{ name: "content-account" }] },
    );
    this.blobEndpoint = this.account.primaryEndpoints.blob;
    this.siteUrl = this.account.primaryEndpoints.web.apply((url) => url.replace(/\/$/, ""));
    // Made early: it also lets the deployer write blobs, which holds only after minutes.
    const site = new StaticSite(
      `${name}-site`,
      {
        accountId: this.account.id,
        blobEndpoint: this.blobEndpoint,
        indexDocument: "index.html",
      },
      { parent: this, deletedWith: this.account },
    );
    this.siteContainerName = site.containerName;
    this.registerOutputs({ accountName: this.account.name, siteUrl: this.siteUrl });
  }
}
