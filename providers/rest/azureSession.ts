import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/identity";
import type { HttpClient } from "@azure/core-rest-pipeline";
import { showAccount, type RunCli } from "./azureCli";
import { cloudNamed, cloudOfMetadataHost, type AzureCloud } from "./azureCloud";
import type { AzureConfig } from "./azureConfig";
import { withoutSecrets, type Answer } from "./answer";
import { makeCredential, METHOD_NAMES, signInMethod, type SignInMethod } from "./credential";
import { RestClient, type RestRequest } from "./restClient";
import { tokenClaims, type TokenClaims } from "./tokenClaims";

/** For storage's data, in every cloud. */
const STORAGE_SCOPE = "https://storage.azure.com/.default";

/** A request to Azure Resource Manager. */
export interface ArmRequest extends Omit<RestRequest, "url" | "scope"> {
  /** Id of the resource, with what is asked of it: `/subscriptions/ID/providers/Microsoft.Web`. */
  readonly path: string;
  readonly apiVersion: string;
  /** Further parameters of the query. @default {} */
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/** What a session is made of. */
export interface AzureSessionOptions {
  readonly config: AzureConfig;
  /** The product that Azure's logs name. */
  readonly userAgent: string;
  /** Left out, Node's. */
  readonly httpClient?: HttpClient | undefined;
  /** Left out, the Azure CLI of this machine is run. */
  readonly runCli?: RunCli | undefined;
  /** Left out, it is made as the configuration says. */
  readonly credential?: TokenCredential | undefined;
}

/** The deployer's access to Azure. It signs in when a request first needs it, and not before. */
export class AzureSession {
  readonly #options: AzureSessionOptions;
  /** Asks without a token: clouds and issuers describe themselves to anybody. */
  readonly #anonymous: RestClient;
  readonly #rest: RestClient;
  readonly #once = new Map<string, Promise<unknown>>();

  constructor(options: AzureSessionOptions) {
    const { userAgent, httpClient } = options;
    this.#options = options;
    this.#anonymous = new RestClient({ userAgent, httpClient });
    const credential: TokenCredential = {
      getToken: (scopes, tokenOptions) => this.#getToken(scopes, tokenOptions),
    };
    this.#rest = new RestClient({ userAgent, httpClient, credential });
  }

  /**
   * The subscription and the tenant to work in: the configured ones, else what `az account show` shows. No token is
   * asked for, but where a managed identity's tenant is wanted and not configured.
   *
   * @throws Error in one sentence that says what to set or to run
   */
  async clientConfig(signal: AbortSignal): Promise<{ subscriptionId: string; tenantId: string }> {
    const { config } = this.#options;
    const { subscriptionId, tenantId } = config;
    if (subscriptionId !== "" && tenantId !== "") return { subscriptionId, tenantId };
    if (signInMethod(config) === "azureCli") {
      const account = await this.#account(signal);
      return {
        subscriptionId: account.subscriptionId,
        tenantId: tenantId || account.tenantId,
      };
    }
    const { tid } = await this.deployer(signal);
    return { subscriptionId, tenantId: tid };
  }

  /** The cloud to work in. */
  cloud(signal: AbortSignal): Promise<AzureCloud> {
    return this.#remember("cloud", () => this.#findCloud(signal));
  }

  /** Who deploys, as the token for Azure Resource Manager says. */
  async deployer(signal: AbortSignal): Promise<TokenClaims> {
    const token = await this.#getToken(await this.#armScope(signal), { abortSignal: signal });
    return tokenClaims(token.token);
  }

  /** Sends a request to Azure Resource Manager. See {@link RestClient.send}. */
  async arm(request: ArmRequest): Promise<Answer> {
    const { path, apiVersion, query = {}, ...rest } = request;
    const signal = request.signal ?? new AbortController().signal;
    const { resourceManager } = await this.cloud(signal);
    const parameters = new URLSearchParams({ "api-version": apiVersion, ...query });
    const url = `${resourceManager}${path}?${parameters.toString()}`;
    return this.#rest.send({ ...rest, url, scope: await this.#armScope(signal) });
  }

  /** Sends a request with the same token to a function app's deployment host. */
  async deploymentHost(request: Omit<RestRequest, "scope">): Promise<Answer> {
    const scope = await this.#armScope(request.signal ?? new AbortController().signal);
    return this.#rest.send({ ...request, scope });
  }

  /** Sends a request to the data of a storage account. */
  storage(request: Omit<RestRequest, "scope">): Promise<Answer> {
    return this.#rest.send({ ...request, scope: STORAGE_SCOPE });
  }

  async #armScope(signal: AbortSignal): Promise<string> {
    const { audience } = await this.cloud(signal);
    // With a slash at its end where the cloud's own name has one, as Azure's SDKs ask for it.
    return `${audience}/.default`;
  }

  async #findCloud(signal: AbortSignal): Promise<AzureCloud> {
    const { config } = this.#options;
    const { metadataHost, environment } = config;
    if (metadataHost !== "") return cloudOfMetadataHost(this.#anonymous, metadataHost, signal);
    const configured = cloudNamed(environment || "public");
    if (configured === undefined) {
      throw new Error(
        `environment is "${environment}", expected public, usgovernment or china; correct it, or set ARM_METADATA_HOSTNAME for another cloud.`,
      );
    }
    if (signInMethod(config) !== "azureCli") return configured;
    const { cloudName } = await this.#account(signal);
    const shown = cloudNamed(cloudName);
    if (environment === "" && shown !== undefined) return shown;
    if (shown === configured) return configured;
    throw new Error(
      `The Azure CLI is set to the cloud ${cloudName}, and the deployment to ${configured.name}; ` +
        `run: az cloud set --name ${configured.name}, and then: az login`,
    );
  }

  #account(signal: AbortSignal) {
    const { config, runCli } = this.#options;
    return this.#remember("account", () => showAccount(config.subscriptionId, signal, runCli));
  }

  async #getToken(scopes: string | string[], options: GetTokenOptions = {}): Promise<AccessToken> {
    const { config } = this.#options;
    const signal = toSignal(options.abortSignal);
    const cloud = await this.cloud(signal);
    const credential =
      this.#options.credential ??
      (await this.#remember("credential", () =>
        makeCredential({ config, cloud, rest: this.#anonymous }),
      ));
    try {
      const token = await credential.getToken(scopes, options);
      if (token !== null) return token;
    } catch (error) {
      signal.throwIfAborted();
      throw signInError(error, config);
    }
    throw new Error("Signing in to Azure gave no token.");
  }

  /** What was found once stays; what failed is tried again. */
  #remember<Value>(name: string, find: () => Promise<Value>): Promise<Value> {
    const known = this.#once.get(name) as Promise<Value> | undefined;
    if (known !== undefined) return known;
    const found = find();
    this.#once.set(name, found);
    found.catch(() => this.#once.delete(name));
    return found;
  }
}

function toSignal(signal: GetTokenOptions["abortSignal"]): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  return new AbortController().signal;
}

/** The libraries' errors have several lines, with time stamps and links. */
function signInError(error: unknown, config: AzureConfig): Error {
  const text = error instanceof Error ? error.message : String(error);
  const method = signInMethod(config);
  if (method === "azureCli" && /az login|could not be found/i.test(text)) {
    return new Error(
      /could not be found/i.test(text)
        ? "The Azure CLI is not installed, and nothing else says how to sign in to Azure: install it and run az login."
        : "The Azure CLI is not signed in, or its sign-in has expired; run: az login",
      { cause: error },
    );
  }
  const secrets = [config.clientSecret, config.clientCertificatePassword, config.oidcToken];
  const reason = /AADSTS\d+:[^.]*/.exec(text)?.[0] ?? text.split("\n")[0] ?? "";
  const said = withoutSecrets(reason.trim(), secrets);
  const application = config.clientId === "" ? "" : ` as ${config.clientId}`;
  return new Error(
    `Signing in to Azure by ${METHOD_NAMES[method]}${application} failed: ${said}; correct ${CORRECTIONS[method]}.`,
    { cause: error },
  );
}

/** What a person looks at when a way to sign in fails. */
const CORRECTIONS: Record<SignInMethod, string> = {
  default: "what the default chain finds, or sign in by az login",
  clientCertificate: "ARM_CLIENT_CERTIFICATE_PATH, ARM_CLIENT_ID and ARM_TENANT_ID",
  clientSecret: "ARM_CLIENT_SECRET, ARM_CLIENT_ID and ARM_TENANT_ID",
  oidc: "the application's federated credential, ARM_CLIENT_ID and ARM_TENANT_ID",
  managedIdentity: "the machine's identity and ARM_CLIENT_ID",
  azureCli: "the sign-in with: az login",
};
