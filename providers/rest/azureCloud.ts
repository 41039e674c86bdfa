import * as v from "valibot";
import type { RestClient } from "./restClient";

/** Where one of Azure's clouds is reached. No address ends with a slash but where the cloud itself says so. */
export interface AzureCloud {
  /** As `az cloud list` names it. */
  readonly name: string;
  /** Address of Azure Resource Manager. */
  readonly resourceManager: string;
  /** What a token for Resource Manager is for, exactly as the cloud names it. */
  readonly audience: string;
  /** Address at which principals sign in. */
  readonly loginEndpoint: string;
  /** End of the host names of storage accounts, such as core.windows.net. */
  readonly storageSuffix: string;
  /** Domain of the function apps, such as azurewebsites.net. */
  readonly functionAppDomain: string;
}

/**
 * Microsoft's own clouds.
 * https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azcore/arm/runtime/runtime.go
 */
const AZURE_CLOUDS = {
  public: {
    name: "AzureCloud",
    resourceManager: "https://management.azure.com",
    audience: "https://management.core.windows.net/",
    loginEndpoint: "https://login.microsoftonline.com",
    storageSuffix: "core.windows.net",
    functionAppDomain: "azurewebsites.net",
  },
  usgovernment: {
    name: "AzureUSGovernment",
    resourceManager: "https://management.usgovcloudapi.net",
    audience: "https://management.core.usgovcloudapi.net",
    loginEndpoint: "https://login.microsoftonline.us",
    storageSuffix: "core.usgovcloudapi.net",
    functionAppDomain: "azurewebsites.us",
  },
  china: {
    name: "AzureChinaCloud",
    resourceManager: "https://management.chinacloudapi.cn",
    audience: "https://management.core.chinacloudapi.cn",
    loginEndpoint: "https://login.chinacloudapi.cn",
    storageSuffix: "core.chinacloudapi.cn",
    functionAppDomain: "chinacloudsites.cn",
  },
} as const satisfies Record<string, AzureCloud>;

/**
 * Names of the clouds as azure-native takes them, in lower case.
 * https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/azure/cloud/cloud.go
 */
const CLOUD_NAMES: Readonly<Record<string, keyof typeof AZURE_CLOUDS>> = {
  public: "public",
  azurecloud: "public",
  china: "china",
  azurechinacloud: "china",
  usgov: "usgovernment",
  usgovernment: "usgovernment",
  azureusgovernment: "usgovernment",
  azureusgovernmentcloud: "usgovernment",
  usgovernmentl4: "usgovernment",
};

/** A cloud by its name, in whatever case; undefined if it is none of Microsoft's own. */
export function cloudNamed(name: string): AzureCloud | undefined {
  const key = name.toLowerCase();
  const known = Object.hasOwn(CLOUD_NAMES, key) ? CLOUD_NAMES[key] : undefined;
  return known && AZURE_CLOUDS[known];
}

const metadataSchema = v.object({
  name: v.string(),
  resourceManager: v.pipe(v.string(), v.url()),
  authentication: v.object({
    loginEndpoint: v.pipe(v.string(), v.url()),
    audiences: v.tupleWithRest([v.string()], v.string()),
  }),
  suffixes: v.object({ storage: v.string() }),
});

/**
 * A cloud as its metadata host describes it: Azure Stack, or an emulator.
 *
 * @param host with its port where it is not the scheme's own
 * @throws Error when the host does not answer as a metadata host does
 */
export async function cloudOfMetadataHost(
  rest: RestClient,
  host: string,
  signal: AbortSignal,
): Promise<AzureCloud> {
  const origin = withoutSlash(host.includes("://") ? host : `https://${host}`);
  const url = `${origin}/metadata/endpoints?api-version=2022-09-01`;
  const answer = await rest.send({ method: "GET", url, signal });
  const { success, output } = v.safeParse(metadataSchema, answer.body);
  if (answer.status !== 200 || !success) {
    throw new Error(
      `The metadata host ${host} did not describe a cloud: ${answer.summary}. ` +
        `Check metadataHost or ARM_METADATA_HOSTNAME.`,
    );
  }
  return {
    name: output.name,
    resourceManager: withoutSlash(output.resourceManager),
    audience: output.authentication.audiences[0],
    loginEndpoint: withoutSlash(output.authentication.loginEndpoint),
    storageSuffix: output.suffixes.storage,
    // No metadata host tells it.
    functionAppDomain: AZURE_CLOUDS.public.functionAppDomain,
  };
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, "");
}
