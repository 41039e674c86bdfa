/**
 * ARM template that sets one of the host's function keys; azure-native has no resource for it.
 * https://github.com/pulumi/pulumi-azure-native/issues/844
 */
export const functionKeyTemplate = {
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  parameters: {
    appName: { type: "string" },
    keyName: { type: "string" },
    keyValue: { type: "secureString" },
  },
  resources: [
    {
      type: "Microsoft.Web/sites/host/functionKeys",
      apiVersion: "2024-04-01",
      name: "[concat(parameters('appName'), '/default/', parameters('keyName'))]",
      properties: { name: "[parameters('keyName')]", value: "[parameters('keyValue')]" },
    },
  ],
};
