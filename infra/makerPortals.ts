/**
 * Origins of the portals in which makers import, test and use a connector; their pages call the API from the browser.
 * https://learn.microsoft.com/power-platform/admin/online-requirements
 *
 * Power Apps Studio also has an origin of each environment's own, `https://authoring.*.powerapps.com`. App Service
 * takes no wildcards, and an app that set these headers itself would hide the host's own responses, such as that to a
 * wrong key: setting `corsOrigins` takes such origins.
 * https://github.com/MicrosoftDocs/azure-docs/pull/99694
 */
export const makerPortals = [
  "https://make.powerapps.com",
  "https://make.powerautomate.com",
  "https://flow.microsoft.com",
  "https://copilotstudio.microsoft.com",
  "https://portal.azure.com",
] as const;
