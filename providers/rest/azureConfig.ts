/** How the deployer signs in, and to what, as azure-native is told it. */
export interface AzureConfig {
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientCertificatePath: string;
  readonly clientCertificatePassword: string;
  readonly useOidc: boolean;
  readonly oidcToken: string;
  readonly oidcTokenFilePath: string;
  readonly oidcRequestToken: string;
  readonly oidcRequestUrl: string;
  readonly oidcAudience: string;
  readonly useMsi: boolean;
  readonly useDefaultAzureCredential: boolean;
  readonly environment: string;
  readonly metadataHost: string;
  readonly disableInstanceDiscovery: boolean;
  /** Further tenants that tokens may be asked of. */
  readonly auxiliaryTenantIds: readonly string[];
}

/** One setting. */
interface Setting {
  /** Environment variables that have it, the first that is set counts. */
  readonly variables: readonly string[];
  readonly isSecret?: boolean;
  readonly isBoolean?: boolean;
  /** For the schema of a provider. */
  readonly description: string;
}

/**
 * The settings by their names in configuration, with the same names and variables as azure-native has.
 * https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/auth_azidentity.go
 */
export const AZURE_SETTINGS: Readonly<Record<keyof AzureConfig, Setting>> = {
  subscriptionId: {
    variables: ["ARM_SUBSCRIPTION_ID"],
    description:
      "Id of the subscription. Without it, and signed in by az login, the one that az account show shows.",
  },
  tenantId: { variables: ["ARM_TENANT_ID"], description: "Id of the tenant to sign in to." },
  clientId: {
    variables: ["ARM_CLIENT_ID"],
    description: "Id of the application, or of the managed identity, to sign in as.",
  },
  clientSecret: {
    variables: ["ARM_CLIENT_SECRET"],
    isSecret: true,
    description: "The application's secret.",
  },
  clientCertificatePath: {
    variables: ["ARM_CLIENT_CERTIFICATE_PATH"],
    description: "Path of the application's certificate with its private key, in PEM.",
  },
  clientCertificatePassword: {
    variables: ["ARM_CLIENT_CERTIFICATE_PASSWORD"],
    isSecret: true,
    description: "Password of the certificate's private key.",
  },
  useOidc: {
    variables: ["ARM_USE_OIDC"],
    isBoolean: true,
    description: "Sign in by a token of another issuer, such as a pipeline's.",
  },
  oidcToken: {
    variables: ["ARM_OIDC_TOKEN"],
    isSecret: true,
    description: "The other issuer's token.",
  },
  oidcTokenFilePath: {
    variables: ["ARM_OIDC_TOKEN_FILE_PATH"],
    description: "Path of a file that has the other issuer's token.",
  },
  oidcRequestToken: {
    variables: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    isSecret: true,
    description: "Token with which the other issuer is asked for one.",
  },
  oidcRequestUrl: {
    variables: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"],
    description: "Address at which the other issuer is asked for a token.",
  },
  oidcAudience: {
    variables: ["ARM_OIDC_AUDIENCE"],
    description:
      "Audience of the token that the other issuer is asked for; without it, api://AzureADTokenExchange.",
  },
  useMsi: {
    variables: ["ARM_USE_MSI"],
    isBoolean: true,
    description: "Sign in as the managed identity of the machine.",
  },
  useDefaultAzureCredential: {
    variables: ["ARM_USE_DEFAULT_AZURE_CREDENTIAL"],
    isBoolean: true,
    description: "Sign in by the Azure SDK's default chain of credentials.",
  },
  environment: {
    variables: ["ARM_ENVIRONMENT", "AZURE_ENVIRONMENT"],
    description: "The cloud: public, usgovernment or china. Not used with metadataHost.",
  },
  metadataHost: {
    variables: ["ARM_METADATA_HOSTNAME"],
    description: "Host that describes another cloud, such as Azure Stack's.",
  },
  disableInstanceDiscovery: {
    variables: ["ARM_DISABLE_INSTANCE_DISCOVERY"],
    isBoolean: true,
    description: "Trust the sign-in host without asking Microsoft's whether it is one.",
  },
  auxiliaryTenantIds: {
    variables: ["ARM_AUXILIARY_TENANT_IDS"],
    description: "Further tenants that tokens may be asked of, as a JSON array of ids.",
  },
};

/** Texts by their names. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** Where settings are looked for. */
export interface ConfigSources {
  /** The provider's own configuration, which counts first. */
  readonly own: Texts;
  /** azure-native's configuration in the same stack: what is set there need not be set again. */
  readonly azureNative: Texts;
  /** Environment variables, which count last. */
  readonly environment: Texts;
}

/** @throws Error that names the setting, when its value cannot be used. */
export function readAzureConfig(sources: ConfigSources): AzureConfig {
  const text = (name: keyof AzureConfig): string => valueOf(name, sources);
  const flag = (name: keyof AzureConfig): boolean => text(name) === "true";
  return {
    subscriptionId: text("subscriptionId"),
    tenantId: text("tenantId"),
    clientId: text("clientId"),
    clientSecret: text("clientSecret"),
    clientCertificatePath: text("clientCertificatePath"),
    clientCertificatePassword: text("clientCertificatePassword"),
    useOidc: flag("useOidc"),
    oidcToken: text("oidcToken"),
    oidcTokenFilePath: text("oidcTokenFilePath"),
    oidcRequestToken: text("oidcRequestToken"),
    oidcRequestUrl: text("oidcRequestUrl"),
    oidcAudience: text("oidcAudience"),
    useMsi: flag("useMsi"),
    useDefaultAzureCredential: flag("useDefaultAzureCredential"),
    environment: text("environment"),
    metadataHost: text("metadataHost"),
    disableInstanceDiscovery: flag("disableInstanceDiscovery"),
    auxiliaryTenantIds: tenantIds(text("auxiliaryTenantIds")),
  };
}

/** How a person sets a setting, for an error that asks for it. */
export function howToSet(name: keyof AzureConfig): string {
  const [variable = ""] = AZURE_SETTINGS[name].variables;
  const flag = AZURE_SETTINGS[name].isSecret ? "--secret " : "";
  return `set ${variable}, or run: pulumi config set ${flag}azure-native:${name} VALUE`;
}

function valueOf(
  name: keyof AzureConfig,
  { own, azureNative, environment }: ConfigSources,
): string {
  const candidates = [
    own[name],
    azureNative[name],
    ...AZURE_SETTINGS[name].variables.map((variable) => environment[variable]),
  ];
  return candidates.find((value) => value !== undefined && value !== "") ?? "";
}

function tenantIds(text: string): string[] {
  if (text === "") return [];
  try {
    const ids: unknown = JSON.parse(text);
    if (Array.isArray(ids) && ids.every((id): id is string => typeof id === "string")) return ids;
  } catch {
    // Said below.
  }
  throw new Error(
    `auxiliaryTenantIds is "${text}", expected a JSON array of tenant ids; ${howToSet("auxiliaryTenantIds")}`,
  );
}
