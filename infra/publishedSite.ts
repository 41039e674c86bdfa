import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import type { ContentStorage } from "./contentStorage";
import { typeToken } from "./typeToken";

/** One file of the site. */
export interface SiteFile {
  contentType: string;
  source: pulumi.Input<pulumi.asset.Asset>;
}

/** Inputs of {@link PublishedSite}. */
export interface PublishedSiteArgs {
  resourceGroupName: pulumi.Input<string>;
  contentStorage: ContentStorage;
  /** The site's files by their path. */
  files: Record<string, SiteFile>;
  /** The app's code: a definition never promises an operation that is not served yet. */
  after: pulumi.Resource;
}

/** The public site: the connector's definition, the page to try it, and the icon. */
export class PublishedSite extends pulumi.ComponentResource {
  constructor(name: string, args: PublishedSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("PublishedSite"), name, {}, opts);
    const { account, website } = args.contentStorage;

    for (const [path, { contentType, source }] of Object.entries(args.files)) {
      new storage.Blob(
        `${name}-${path}`,
        {
          resourceGroupName: args.resourceGroupName,
          accountName: account.name,
          containerName: website.containerName,
          blobName: path,
          contentType,
          source,
        },
        // The name stays when the content changes: to delete the old blob after the new one would delete both.
        {
          parent: this,
          aliases: [{ name: path }],
          deleteBeforeReplace: true,
          dependsOn: args.after,
        },
      );
    }
    this.registerOutputs({ url: args.contentStorage.siteUrl });
  }
}
