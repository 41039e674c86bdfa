/** App settings that Flex Consumption refuses. */
// https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
export const SETTINGS_REFUSED_BY_FLEX = [
  "ENABLE_ORYX_BUILD",
  "FUNCTIONS_EXTENSION_VERSION",
  "FUNCTIONS_WORKER_RUNTIME",
  "FUNCTIONS_WORKER_RUNTIME_VERSION",
  "SCM_DO_BUILD_DURING_DEPLOYMENT",
  "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
  "WEBSITE_CONTENTSHARE",
  "WEBSITE_NODE_DEFAULT_VERSION",
  "WEBSITE_RUN_FROM_PACKAGE",
];

/** Properties of the site configuration that Flex Consumption refuses. */
// https://github.com/Azure/terraform-azurerm-avm-res-web-site/pull/345
export const SITE_PROPERTIES_REFUSED_BY_FLEX = [
  "ftpsState",
  "functionAppScaleLimit",
  "functionsRuntimeScaleMonitoringEnabled",
  "linuxFxVersion",
  "netFrameworkVersion",
  "preWarmedInstanceCount",
  "use32BitWorkerProcess",
  "windowsFxVersion",
];
