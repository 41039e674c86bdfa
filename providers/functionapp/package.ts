import type { AzureSession } from "../rest/azureSession";
import type { ProviderPackage } from "../rest/packageSchema";
import { files } from "./files";
import { functionCode } from "./functionCode";
import { functionKey } from "./functionKey";
import { getClientConfig } from "./getClientConfig";
import { preflight } from "./preflight";
import { resourceProviders } from "./resourceProviders";
import { staticSite } from "./staticSite";

/** The package `functionapp`: what a function app's deployment needs and azure-native lacks. */
export const functionAppPackage: ProviderPackage<AzureSession> = {
  name: "functionapp",
  version: "1.0.0",
  displayName: "Function app",
  description:
    "What a function app's deployment to Azure needs besides azure-native: its code, its keys, files without account keys, " +
    "registered resource providers, and a check before anything is made. Whatever Azure makes one wait for is waited for.",
  resources: {
    "functionapp:index:Files": files,
    "functionapp:index:FunctionCode": functionCode,
    "functionapp:index:FunctionKey": functionKey,
    "functionapp:index:Preflight": preflight,
    "functionapp:index:ResourceProviders": resourceProviders,
    "functionapp:index:StaticSite": staticSite,
  },
  functions: {
    "functionapp:index:getClientConfig": getClientConfig,
  },
};
