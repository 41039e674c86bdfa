import { deleteFunctionKey, listHostKeys, putFunctionKey } from "./handlers/hostKeys";
import { checkSiteName, checkStorageName } from "./handlers/nameAvailability";
import { listPermissions } from "./handlers/permissions";
import { flexRegions } from "./handlers/regions";
import { getResourceProvider, registerResourceProvider } from "./handlers/resourceProviders";
import {
  deleteRoleAssignment,
  getRoleAssignment,
  putRoleAssignment,
} from "./handlers/roleAssignments";
import { getSite, hostStatus, listFunctions, syncFunctionTriggers } from "./handlers/sites";
import { getStorageAccount } from "./handlers/storageAccounts";
import { getSubscription } from "./handlers/subscription";
import { route, type Route } from "./route";

const subscription = "/subscriptions/{subscriptionId}";
const site = `${subscription}/resourceGroups/{group}/providers/Microsoft.Web/sites/{app}`;
const storageAccount = `${subscription}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/{account}`;
const roleAssignment = "{scope}/providers/Microsoft.Authorization/roleAssignments/{name}";

/**
 * The calls of Azure Resource Manager that the emulator answers.
 * https://learn.microsoft.com/rest/api/azure/
 */
export const armRoutes: readonly Route[] = [
  route(`GET ${subscription}`, getSubscription),
  route(`GET ${subscription}/providers/{namespace}`, getResourceProvider),
  route(`POST ${subscription}/providers/{namespace}/register`, registerResourceProvider),
  route("GET {scope}/providers/Microsoft.Authorization/permissions", listPermissions),
  route(`GET ${roleAssignment}`, getRoleAssignment),
  route(`PUT ${roleAssignment}`, putRoleAssignment),
  route(`DELETE ${roleAssignment}`, deleteRoleAssignment),
  route(`GET ${storageAccount}`, getStorageAccount),
  route(`POST ${subscription}/providers/Microsoft.Storage/checkNameAvailability`, checkStorageName),
  route(`POST ${subscription}/providers/Microsoft.Web/checknameavailability`, checkSiteName),
  route(`GET ${subscription}/providers/Microsoft.Web/geoRegions`, flexRegions),
  route(`GET ${site}`, getSite),
  route(`GET ${site}/functions`, listFunctions),
  route(`GET ${site}/host/default/properties/status`, hostStatus),
  route(`POST ${site}/syncfunctiontriggers`, syncFunctionTriggers),
  route(`POST ${site}/host/default/listkeys`, listHostKeys),
  route(`PUT ${site}/host/default/functionkeys/{key}`, putFunctionKey),
  route(`DELETE ${site}/host/default/functionkeys/{key}`, deleteFunctionKey),
];
