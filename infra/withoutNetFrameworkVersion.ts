import * as pulumi from "@pulumi/pulumi";

/**
 * Removes the .NET Framework version that azure-native gives to every site: Flex Consumption refuses it.
 * https://github.com/pulumi/pulumi-azure-native/issues/4168
 */
export function withoutNetFrameworkVersion({
  props,
  opts,
}: pulumi.ResourceTransformArgs): pulumi.ResourceTransformResult {
  const siteConfig = pulumi
    .output(props["siteConfig"])
    .apply((config: object) => ({ ...config, netFrameworkVersion: undefined }));
  return { props: { ...props, siteConfig }, opts };
}
