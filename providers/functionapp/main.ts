import { readAzureConfig } from "../rest/azureConfig";
import { AzureSession } from "../rest/azureSession";
import { serve } from "../rest/serve";
import { stackConfiguration } from "../rest/stackConfiguration";
import { functionAppPackage } from "./package";

serve(functionAppPackage, process.argv.slice(2), (own) => {
  const config = readAzureConfig({
    own,
    azureNative: stackConfiguration(process.env["PULUMI_CONFIG"], "azure-native"),
    environment: process.env,
  });
  const { name, version } = functionAppPackage;
  return new AzureSession({ config, userAgent: `pulumi-${name}/${version}` });
}).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
