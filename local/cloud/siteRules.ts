import type { WebAppInputs } from "./webAppInputs";

/** App settings that Flex Consumption refuses, since functionAppConfig or the platform sets the same. */
const appSettingsRefusedByFlex = [
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

/**
 * Site configuration that Flex Consumption refuses in some regions, and is meant to in all.
 * https://github.com/Azure/terraform-azurerm-avm-res-web-site/pull/345
 */
const siteConfigRefusedByFlex = [
  "ftpsState",
  "functionAppScaleLimit",
  "functionsRuntimeScaleMonitoringEnabled",
  "linuxFxVersion",
  "netFrameworkVersion",
  "preWarmedInstanceCount",
  "use32BitWorkerProcess",
  "windowsFxVersion",
];
const flexNodeVersions = ["20", "22", "24"];
const flexMemoryMB = [512, 2048, 4096];

/** What Azure would refuse for an app on a Flex Consumption plan; empty if nothing. */
export function flexProblems(inputs: WebAppInputs, settings: Record<string, string>): string[] {
  const { functionAppConfig: config, siteConfig, kind, reserved } = inputs;
  if (config === undefined)
    return ["Site.FunctionAppConfig is required for a Flex Consumption app"];
  const { runtime, scaleAndConcurrency: scale, deployment } = config;
  return [
    ...appSettingsRefusedByFlex
      .filter((name) => name in settings)
      .map((name) => `the app setting ${name} is not supported for Flex Consumption apps`),
    ...siteConfigRefusedByFlex
      .filter((name) => siteConfig !== undefined && name in siteConfig)
      .map(
        (name) => `the site configuration property ${name} is invalid for Flex Consumption sites`,
      ),
    ...when(
      siteConfig?.alwaysOn === true,
      "AlwaysOn cannot be set for this site as the plan does not allow it",
    ),
    ...when(
      kind !== "functionapp,linux" || reserved !== true,
      'kind must be "functionapp,linux", and reserved true',
    ),
    ...when(runtime?.name !== "node", "functionAppConfig.runtime.name must be node"),
    ...when(
      !flexNodeVersions.includes(runtime?.version ?? ""),
      `functionAppConfig.runtime.version must be one of ${flexNodeVersions.join(", ")}`,
    ),
    ...when(
      !flexMemoryMB.includes(scale?.instanceMemoryMB ?? 0),
      `functionAppConfig.scaleAndConcurrency.instanceMemoryMB must be one of ${flexMemoryMB.join(", ")}`,
    ),
    ...when(
      !inRange(scale?.maximumInstanceCount, 1, 1000),
      "functionAppConfig.scaleAndConcurrency.maximumInstanceCount must be from 1 to 1000",
    ),
    ...when(
      deployment?.storage.type !== "blobContainer",
      "functionAppConfig.deployment.storage must be a blobContainer",
    ),
    ...when(
      deployment?.storage.authentication.type !== "UserAssignedIdentity",
      "the emulator supports deployment storage by UserAssignedIdentity only",
    ),
    ...when(
      !isAssigned(inputs, deployment?.storage.authentication.userAssignedIdentityResourceId),
      "functionAppConfig.deployment.storage must be reached by an identity that is assigned to the app",
    ),
  ];
}

/** The same for an app on a Consumption plan on Windows. */
export function consumptionProblems(
  inputs: WebAppInputs,
  settings: Record<string, string>,
): string[] {
  const { functionAppConfig, siteConfig, kind, reserved } = inputs;
  return [
    ...when(functionAppConfig !== undefined, "FunctionAppConfig is for Flex Consumption apps only"),
    ...when(
      siteConfig?.alwaysOn === true,
      "AlwaysOn cannot be set for this site as the plan does not allow it",
    ),
    ...when(
      kind !== "functionapp" || reserved === true,
      'kind must be "functionapp", and reserved false',
    ),
    ...when(
      settings["FUNCTIONS_EXTENSION_VERSION"] !== "~4",
      "the app setting FUNCTIONS_EXTENSION_VERSION must be ~4",
    ),
    ...when(
      settings["FUNCTIONS_WORKER_RUNTIME"] !== "node",
      "the app setting FUNCTIONS_WORKER_RUNTIME must be node",
    ),
    ...when(
      !/^~(?:20|22|24)$/.test(settings["WEBSITE_NODE_DEFAULT_VERSION"] ?? ""),
      "the app setting WEBSITE_NODE_DEFAULT_VERSION must be ~20, ~22 or ~24",
    ),
    ...when(
      !URL.canParse(settings["WEBSITE_RUN_FROM_PACKAGE"] ?? ""),
      "the app setting WEBSITE_RUN_FROM_PACKAGE must be the package's address",
    ),
    ...when(
      !isAssigned(inputs, settings["WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID"]),
      "the app setting WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID must be the id of an identity that is assigned to the app",
    ),
  ];
}

function isAssigned({ identity }: WebAppInputs, identityId: string | undefined): boolean {
  return identityId !== undefined && identity.userAssignedIdentities.includes(identityId);
}

function when(refused: boolean, problem: string): string[] {
  return refused ? [problem] : [];
}

function inRange(value: number | undefined, minimum: number, maximum: number): boolean {
  return value !== undefined && Number.isInteger(value) && value >= minimum && value <= maximum;
}
