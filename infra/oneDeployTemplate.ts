/**
 * ARM template that makes a Flex Consumption app take up a package.
 *
 * It signs the package's address itself, for an hour from the moment of the deployment, so that no signature
 * stands in the stack's state or runs out later, and an unchanged package leaves the template unchanged.
 * https://learn.microsoft.com/azure/templates/microsoft.web/sites/extensions-onedeploy
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#list
 */
export const oneDeployTemplate = {
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  parameters: {
    appName: { type: "string" },
    packageUrl: { type: "string" },
    accountId: { type: "string" },
    canonicalizedResource: { type: "string" },
    signatureEnd: { type: "string", defaultValue: "[dateTimeAdd(utcNow('u'), 'PT1H')]" },
  },
  resources: [
    {
      type: "Microsoft.Web/sites/extensions",
      apiVersion: "2024-04-01",
      name: "[concat(parameters('appName'), '/onedeploy')]",
      properties: {
        packageUri:
          "[concat(parameters('packageUrl'), '?', listServiceSas(parameters('accountId'), '2023-05-01', " +
          "createObject('canonicalizedResource', parameters('canonicalizedResource'), 'signedResource', 'b', " +
          "'signedPermission', 'r', 'signedProtocol', 'https', 'signedExpiry', parameters('signatureEnd'))).serviceSasToken)]",
        // The package is complete; nothing is to be installed or built on Azure.
        remoteBuild: false,
      },
    },
  ],
};
