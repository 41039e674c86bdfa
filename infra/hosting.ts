import type * as web from "@pulumi/azure-native/web";
import type * as azureTypes from "@pulumi/azure-native/types";
import type * as pulumi from "@pulumi/pulumi";
import type { AppIdentity, Grant } from "./appIdentity";
import type { HostStorage } from "./hostStorage";
import type { MountedPackage } from "./mountedPackage";

/** How a function app can be hosted: Flex Consumption on Linux, or Consumption on Windows. */
export const HOSTINGS = ["flex", "consumption"] as const;
export type Hosting = (typeof HOSTINGS)[number];

/**
 * Versions of Node.js that an app can run on: 22 is supported until April 2027, 24 until April 2028.
 * https://learn.microsoft.com/azure/azure-functions/supported-languages
 */
export const NODE_VERSIONS = ["22", "24"] as const;
export type NodeVersion = (typeof NODE_VERSIONS)[number];

/** What a kind of hosting is built on. */
export interface HostingArgs {
  hostStorage: HostStorage;
  identity: AppIdentity;
  /** The package that the app runs from its address; undefined where it is published to the app. */
  mounted: MountedPackage | undefined;
  nodeVersion: NodeVersion;
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

/** One way to host the function app. */
export interface HostingKind {
  /** True where the app runs the package from its address, false where the package is published to the app. */
  readonly mountsPackage: boolean;
  /** Roles that this way needs besides what every function app needs. */
  grants(mounted: MountedPackage | undefined): Record<string, Grant>;
  parts(args: HostingArgs): HostingParts;
}
