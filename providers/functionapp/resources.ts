import * as pulumi from "@pulumi/pulumi";

// The classes by which a program of this project declares the provider's resources. Programs elsewhere get an SDK from
// the package's schema: pulumi package add PATH/providers/functionapp/pulumi-resource-functionapp

const PACKAGE = "functionapp";

function token(name: string): string {
  return `${PACKAGE}:index:${name}`;
}

/** Outputs that the engine is to take from the provider. */
type Outputs<Names extends string> = Record<Names, undefined>;

/** Inputs of {@link Provider}. What is left out, azure-native's configuration and the environment say. */
export interface ProviderArgs {
  /** Id of the subscription. Environment: ARM_SUBSCRIPTION_ID. */
  subscriptionId?: pulumi.Input<string>;
  /** Id of the tenant to sign in to. Environment: ARM_TENANT_ID. */
  tenantId?: pulumi.Input<string>;
  /** Id of the application, or of the managed identity, to sign in as. Environment: ARM_CLIENT_ID. */
  clientId?: pulumi.Input<string>;
  /** Secret. The application's secret. Environment: ARM_CLIENT_SECRET. */
  clientSecret?: pulumi.Input<string>;
  /** Path of the application's certificate with its private key, in PEM. Environment: ARM_CLIENT_CERTIFICATE_PATH. */
  clientCertificatePath?: pulumi.Input<string>;
  /** Secret. Password of the certificate's private key. Environment: ARM_CLIENT_CERTIFICATE_PASSWORD. */
  clientCertificatePassword?: pulumi.Input<string>;
  /** Sign in by a token of another issuer, such as a pipeline's. Environment: ARM_USE_OIDC. @default false */
  useOidc?: pulumi.Input<boolean>;
  /** Secret. The other issuer's token. Environment: ARM_OIDC_TOKEN. */
  oidcToken?: pulumi.Input<string>;
  /** Path of a file that has the other issuer's token. Environment: ARM_OIDC_TOKEN_FILE_PATH. */
  oidcTokenFilePath?: pulumi.Input<string>;
  /** Secret. Token with which the other issuer is asked for one. Environment: ACTIONS_ID_TOKEN_REQUEST_TOKEN. */
  oidcRequestToken?: pulumi.Input<string>;
  /** Address at which the other issuer is asked for a token. Environment: ACTIONS_ID_TOKEN_REQUEST_URL. */
  oidcRequestUrl?: pulumi.Input<string>;
  /** Audience of the other issuer's token. Environment: ARM_OIDC_AUDIENCE. @default "api://AzureADTokenExchange" */
  oidcAudience?: pulumi.Input<string>;
  /** Sign in as the managed identity of the machine. Environment: ARM_USE_MSI. @default false */
  useMsi?: pulumi.Input<boolean>;
  /** Sign in by the Azure SDK's default chain. Environment: ARM_USE_DEFAULT_AZURE_CREDENTIAL. @default false */
  useDefaultAzureCredential?: pulumi.Input<boolean>;
  /** The cloud: public, usgovernment or china. Environment: ARM_ENVIRONMENT. @default "public" */
  environment?: pulumi.Input<string>;
  /** Host that describes another cloud, such as Azure Stack's. Environment: ARM_METADATA_HOSTNAME. */
  metadataHost?: pulumi.Input<string>;
  /** Trust the sign-in host without asking Microsoft's. Environment: ARM_DISABLE_INSTANCE_DISCOVERY. @default false */
  disableInstanceDiscovery?: pulumi.Input<boolean>;
  /** Further tenants that tokens may be asked of, as a JSON array of ids. Environment: ARM_AUXILIARY_TENANT_IDS. */
  auxiliaryTenantIds?: pulumi.Input<string>;
}

/** The settings that are encrypted in the state. */
const SECRET_SETTINGS = [
  "clientSecret",
  "clientCertificatePassword",
  "oidcToken",
  "oidcRequestToken",
] as const;

/** The provider with a sign-in of its own, for a program that deploys to more than one subscription. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const secrets = SECRET_SETTINGS.flatMap((setting) =>
      args[setting] === undefined ? [] : [[setting, pulumi.secret(args[setting])]],
    );
    // An engine gives a provider texts only.
    const flags = Object.entries(args)
      .filter(([setting]) => setting.startsWith("use") || setting.startsWith("disable"))
      .map(([setting, value]) => [setting, pulumi.output(value).apply(JSON.stringify)]);
    super(
      PACKAGE,
      name,
      { ...args, ...Object.fromEntries(secrets), ...Object.fromEntries(flags) },
      opts,
    );
  }
}

/** What {@link getClientConfig} returns. */
export interface ClientConfig {
  /** Id of the subscription. */
  subscriptionId: string;
  /** Id of the tenant. */
  tenantId: string;
  /** Domain of the cloud's function apps, such as azurewebsites.net. */
  functionAppDomain: string;
}

/**
 * The subscription, the tenant and the cloud that are deployed to: the configured ones, or else those of
 * `az account show`.
 * Nobody is signed in for it, but where a managed identity's tenant is not configured.
 */
export function getClientConfig(opts?: pulumi.InvokeOptions): Promise<ClientConfig> {
  return pulumi.runtime.invoke(token("getClientConfig"), {}, opts);
}

/** As {@link getClientConfig}. */
export function getClientConfigOutput(
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<ClientConfig> {
  return pulumi.runtime.invokeOutput(token("getClientConfig"), {}, opts);
}

/** Inputs of {@link Preflight}. */
export interface PreflightArgs {
  /** Id of the subscription. */
  subscriptionId: pulumi.Input<string>;
  /** Region of the function app, such as westeurope. */
  location: pulumi.Input<string>;
  /** Resource group that everything is made in. It need not exist yet. */
  resourceGroupName: pulumi.Input<string>;
  /** Kind of hosting. */
  hosting: pulumi.Input<"flex" | "consumption">;
  /** Name of the function app. */
  functionAppName: pulumi.Input<string>;
  /** Names of the storage accounts. */
  storageAccountNames: pulumi.Input<pulumi.Input<string>[]>;
  /** Resource providers that the deployment needs, such as Microsoft.Web. */
  resourceProviders: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * Checks, in a preview too, whether a deployment can succeed: the sign-in, the subscription, the deployer's rights,
 * the region and the names. It checks when it is new and when its inputs have changed.
 */
export class Preflight extends pulumi.CustomResource {
  constructor(name: string, args: PreflightArgs, opts?: pulumi.CustomResourceOptions) {
    super(token("Preflight"), name, { ...args }, opts);
  }
}

/** Inputs of {@link ResourceProviders}. */
export interface ResourceProvidersArgs {
  /** Id of the subscription. */
  subscriptionId: pulumi.Input<string>;
  /** Resource providers that are to be registered, such as Microsoft.Web. */
  namespaces: pulumi.Input<pulumi.Input<string>[]>;
}

/** Registers resource providers, as far as they are not, and waits until they are. None is ever unregistered. */
export class ResourceProviders extends pulumi.CustomResource {
  constructor(name: string, args: ResourceProvidersArgs, opts?: pulumi.CustomResourceOptions) {
    super(token("ResourceProviders"), name, { ...args }, opts);
  }
}

/** Inputs of {@link StaticSite}. */
export interface StaticSiteArgs {
  /** Id of the storage account. */
  accountId: pulumi.Input<string>;
  /** Address of the account's blobs, as the account reports it: primaryEndpoints.blob. */
  blobEndpoint: pulumi.Input<string>;
  /** File that is served for a folder, such as index.html. */
  indexDocument: pulumi.Input<string>;
  /** File that is served where there is none. */
  error404Document?: pulumi.Input<string>;
}

/**
 * The static website of a storage account that need not allow keys. The deployer is given its role to upload, which
 * {@link Files} waits for.
 *
 * Give it the resource option `deletedWith` with the account: the site goes with it.
 */
export class StaticSite extends pulumi.CustomResource {
  /** Container of the site's files. */
  declare readonly containerName: pulumi.Output<string>;

  constructor(name: string, args: StaticSiteArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs: Outputs<"containerName"> = { containerName: undefined };
    super(token("StaticSite"), name, { ...args, ...outputs }, opts);
  }
}

/** A file that is uploaded. */
export interface FileArgs {
  /** Media type with which it is served, such as `text/html; charset=utf-8`. */
  contentType: pulumi.Input<string>;
  /** Its content. A path is relative to the folder of the program's main file. */
  source: pulumi.Input<pulumi.asset.Asset>;
}

/** A file as it is in its container. */
export interface Upload {
  /** SHA-256 of the content, in hex. */
  sha256: string;
  /** MD5 of the content in base64, by which storage tells it. */
  md5: string;
  /** Media type. */
  contentType: string;
}

/** Inputs of {@link Files}. */
export interface FilesArgs {
  /** Id of the storage account. */
  accountId: pulumi.Input<string>;
  /** Address of the account's blobs, as the account reports it: primaryEndpoints.blob. */
  blobEndpoint: pulumi.Input<string>;
  /** Container to upload to. */
  containerName: pulumi.Input<string>;
  /** The files by their paths in the container. */
  files: pulumi.Input<Record<string, pulumi.Input<FileArgs>>>;
}

/**
 * Files in a container, uploaded by the deployer's own sign-in, so that the account need not allow keys. Where the
 * deployer has no role to upload, it is given one and waited for. Files that are no longer listed are deleted; others
 * in the container are not touched.
 *
 * Give it the resource option `deletedWith` with the account: the files go with it.
 */
export class Files extends pulumi.CustomResource {
  /** What is in the container of the files that were uploaded, by their paths. */
  declare readonly uploads: pulumi.Output<Record<string, Upload>>;

  constructor(name: string, args: FilesArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs: Outputs<"uploads"> = { uploads: undefined };
    super(token("Files"), name, { ...args, ...outputs }, opts);
  }
}

/** Inputs of {@link FunctionCode}. */
export interface FunctionCodeArgs {
  /** Id of the function app. */
  appId: pulumi.Input<string>;
  /** The app's package: a complete zip, since nothing is built on Azure. */
  package: pulumi.Input<pulumi.asset.Asset>;
  /** Names of all functions that the package has. */
  functions: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Address from which the app mounts the package by its own settings, on Consumption. Left out, the package is
   * published to the app, on Flex Consumption.
   */
  mountedFrom?: pulumi.Input<string>;
}

/**
 * The code of a function app. It is there once the app's host runs and has exactly the expected functions, and the
 * platform knows their triggers.
 *
 * Give it the resource option `deletedWith` with the app: the code goes with it.
 */
export class FunctionCode extends pulumi.CustomResource {
  /** SHA-256 of the package that the app has, in hex. */
  declare readonly packageSha256: pulumi.Output<string>;
  /** The platform's id of the deployment; empty if the package is mounted. */
  declare readonly deploymentId: pulumi.Output<string>;

  constructor(name: string, args: FunctionCodeArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs: Outputs<"packageSha256" | "deploymentId"> = {
      packageSha256: undefined,
      deploymentId: undefined,
    };
    super(token("FunctionCode"), name, { ...args, ...outputs }, opts);
  }
}

/** Inputs of {@link FunctionKey}. */
export interface FunctionKeyArgs {
  /** Id of the function app. */
  appId: pulumi.Input<string>;
  /** Name of the key among the host's function keys. */
  name: pulumi.Input<string>;
  /** Secret. The key itself. */
  value: pulumi.Input<string>;
}

/**
 * A function key of an app's host, which opens every function of the app. The host keeps keys once it has code, so the
 * resource depends on the app's code.
 *
 * Give it the resource option `deletedWith` with the app: the key goes with it.
 */
export class FunctionKey extends pulumi.CustomResource {
  /** Secret. Resolves once the host has the key. */
  declare readonly value: pulumi.Output<string>;

  constructor(name: string, args: FunctionKeyArgs, opts?: pulumi.CustomResourceOptions) {
    super(token("FunctionKey"), name, { ...args, value: pulumi.secret(args.value) }, opts);
  }
}
