/**
 * Origins of the portals in which makers import, test and use a connector; their pages call the API from the browser.
 * https://learn.microsoft.com/power-platform/admin/online-requirements
 */
export const makerPortals = [
  "https://make.powerapps.com",
  "https://make.powerautomate.com",
  "https://flow.microsoft.com",
  "https://copilotstudio.microsoft.com",
  "https://portal.azure.com",
] as const;
