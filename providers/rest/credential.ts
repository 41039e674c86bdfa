import { readFile } from "node:fs/promises";
import type { TokenCredential } from "@azure/identity";
import { howToSet, type AzureConfig } from "./azureConfig";
import type { AzureCloud } from "./azureCloud";
import type { RestClient } from "./restClient";

/** A way to sign in. */
export type SignInMethod =
  "default" | "clientCertificate" | "clientSecret" | "oidc" | "managedIdentity" | "azureCli";

/** How an error names a way to sign in. */
export const METHOD_NAMES: Record<SignInMethod, string> = {
  default: "Azure's default credential",
  clientCertificate: "a client certificate",
  clientSecret: "a client secret",
  oidc: "OIDC",
  managedIdentity: "a managed identity",
  azureCli: "az login",
};

/** What each way needs besides what chooses it, as azure-native has it. */
const NEEDED: Record<SignInMethod, readonly ("subscriptionId" | "tenantId" | "clientId")[]> = {
  default: ["subscriptionId"],
  clientCertificate: ["subscriptionId", "tenantId", "clientId"],
  clientSecret: ["subscriptionId", "tenantId", "clientId"],
  oidc: ["subscriptionId", "tenantId", "clientId"],
  managedIdentity: ["subscriptionId"],
  azureCli: [],
};

/**
 * The one way to sign in that the configuration asks for, in azure-native's order; no other is tried when it fails.
 * https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/auth_azidentity.go
 *
 * @throws Error in one sentence that says what is missing and how to set it
 */
export function signInMethod(config: AzureConfig): SignInMethod {
  const method = chosenMethod(config);
  const missing = NEEDED[method].find((name) => config[name] === "");
  if (missing !== undefined) {
    throw new Error(`Signing in by ${METHOD_NAMES[method]} needs ${missing}: ${howToSet(missing)}`);
  }
  if (method === "oidc" && !hasOidcToken(config)) {
    throw new Error(
      "Signing in by OIDC needs a token: set ARM_OIDC_TOKEN or ARM_OIDC_TOKEN_FILE_PATH, or let the pipeline set " +
        "ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN, as GitHub does with the permission id-token: write.",
    );
  }
  return method;
}

function chosenMethod(config: AzureConfig): SignInMethod {
  if (config.useDefaultAzureCredential) return "default";
  if (config.clientCertificatePath !== "") return "clientCertificate";
  if (config.clientSecret !== "") return "clientSecret";
  if (config.useOidc) return "oidc";
  if (config.useMsi) return "managedIdentity";
  return "azureCli";
}

function hasOidcToken(config: AzureConfig): boolean {
  if (config.oidcToken !== "" || config.oidcTokenFilePath !== "") return true;
  return config.oidcRequestToken !== "" && config.oidcRequestUrl !== "";
}

/** What signing in needs. */
export interface CredentialOptions {
  readonly config: AzureConfig;
  readonly cloud: AzureCloud;
  readonly rest: RestClient;
}

/**
 * Makes the credential that the configuration asks for. It loads the library for that, which a deployment without
 * changes does not need.
 *
 * @throws Error in one sentence that says what is missing
 */
export async function makeCredential(options: CredentialOptions): Promise<TokenCredential> {
  const method = signInMethod(options.config);
  return MAKERS[method](await import("@azure/identity"), options);
}

type Identity = typeof import("@azure/identity");
type Maker = (identity: Identity, options: CredentialOptions) => Promise<TokenCredential>;

const MAKERS: Record<SignInMethod, Maker> = {
  default: async (identity, options) => {
    const { tenantId } = options.config;
    return new identity.DefaultAzureCredential({
      ...authority(options),
      ...(tenantId && { tenantId }),
    });
  },

  clientCertificate: async (identity, options) => {
    const { tenantId, clientId, clientCertificatePath, clientCertificatePassword } = options.config;
    const certificate = {
      certificate: await readCertificate(clientCertificatePath),
      certificatePassword: clientCertificatePassword,
    };
    return new identity.ClientCertificateCredential(
      tenantId,
      clientId,
      certificate,
      application(options),
    );
  },

  clientSecret: async (identity, options) => {
    const { tenantId, clientId, clientSecret } = options.config;
    return new identity.ClientSecretCredential(
      tenantId,
      clientId,
      clientSecret,
      application(options),
    );
  },

  oidc: async (identity, options) => {
    const { tenantId, clientId } = options.config;
    const assertion = (): Promise<string> => oidcToken(options);
    return new identity.ClientAssertionCredential(
      tenantId,
      clientId,
      assertion,
      application(options),
    );
  },

  managedIdentity: async (identity, { config: { clientId } }) =>
    new identity.ManagedIdentityCredential({ ...(clientId && { clientId }) }),

  azureCli: async (identity, { config }) => {
    const { tenantId, subscriptionId, auxiliaryTenantIds } = config;
    return new identity.AzureCliCredential({
      ...(tenantId && { tenantId }),
      ...(subscriptionId && { subscription: subscriptionId }),
      additionallyAllowedTenants: [...auxiliaryTenantIds],
    });
  },
};

function authority({ config, cloud }: CredentialOptions) {
  return {
    authorityHost: cloud.loginEndpoint,
    additionallyAllowedTenants: [...config.auxiliaryTenantIds],
  };
}

function application(options: CredentialOptions) {
  const { disableInstanceDiscovery } = options.config;
  return { ...authority(options), disableInstanceDiscovery };
}

/** @throws Error when it is no certificate in PEM, which is the only form that this SDK reads. */
async function readCertificate(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new Error(
      `The client certificate cannot be read: ${String(error)}; correct ARM_CLIENT_CERTIFICATE_PATH.`,
    );
  });
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw new Error(
    `The client certificate ${path} is not in PEM, which azure-native and this provider both read; convert it with: ` +
      `openssl pkcs12 -in ${path} -out certificate.pem -nodes`,
  );
}

/** The other issuer's token; asked for or read again each time, since it is short-lived. */
async function oidcToken({ config, rest }: CredentialOptions): Promise<string> {
  if (config.oidcToken !== "") return config.oidcToken;
  if (config.oidcTokenFilePath !== "") {
    const text = await readFile(config.oidcTokenFilePath, "utf8").catch((error: unknown) => {
      throw new Error(
        `The OIDC token cannot be read: ${String(error)}; correct ARM_OIDC_TOKEN_FILE_PATH.`,
      );
    });
    return text.trim();
  }
  const url = new URL(config.oidcRequestUrl);
  url.searchParams.set("audience", config.oidcAudience || "api://AzureADTokenExchange");
  const answer = await rest.send({
    method: "GET",
    url: url.href,
    headers: { authorization: `Bearer ${config.oidcRequestToken}`, accept: "application/json" },
    secrets: [config.oidcRequestToken],
  });
  const { value } = (answer.body ?? {}) as { value?: unknown };
  if (answer.status === 200 && typeof value === "string") return value;
  throw new Error(`The pipeline did not issue an OIDC token: ${answer.summary}.`);
}
