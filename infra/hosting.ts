import type * as web from "@pulumi/azure-native/web";
import type * as azureTypes from "@pulumi/azure-native/types";
import type * as pulumi from "@pulumi/pulumi";
import type { AppIdentity, Grant } from "./appIdentity";
import type { ContentStorage } from "./contentStorage";
import type { HostStorage } from "./hostStorage";

/** How a function app can be hosted: Flex Consumption on Linux, or Consumption on Windows. */
export const HOSTINGS = ["flex", "consumption"] as const;
export type Hosting = (typeof HOSTINGS)[number];

/** What a kind of hosting builds upon. */
export interface HostingArgs {
  hostStorage: HostStorage;
  contentStorage: ContentStorage;
  identity: AppIdentity;
  /** Memory of one instance in MB; Flex Consumption only. */
  instanceMemoryMB: number;
  maximumInstanceCount: number;
}

/** What a kind of hosting adds to what every function app has. */
export interface HostingParts {
  plan: Pick<web.AppServicePlanArgs, "kind" | "reserved" | "sku">;
  app: Pick<web.WebAppArgs, "kind" | "reserved" | "functionAppConfig">;
  siteConfig: Pick<
    azureTypes.input.web.SiteConfigArgs,
    "alwaysOn" | "ftpsState" | "functionAppScaleLimit" | "netFrameworkVersion"
  >;
  appSettings: Record<string, pulumi.Input<string>>;
}

/** Inputs of {@link HostingKind.deployCode}. */
export interface CodeArgs {
  resourceGroupName: pulumi.Input<string>;
  app: web.WebApp;
  contentStorage: ContentStorage;
  /** The name of the parent, which the names of its children begin with. */
  name: string;
  parent: pulumi.Resource;
}

/** One way to host the function app. */
export interface HostingKind {
  /** Roles that this way needs besides what every function app needs. */
  grants(contentStorage: ContentStorage): Record<string, Grant>;
  parts(args: HostingArgs): HostingParts;
  /**
   * Brings the package into the app.
   *
   * @returns what to wait for
   */
  deployCode(args: CodeArgs): pulumi.Resource;
}
