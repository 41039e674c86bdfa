import type { RequiredActions, StorageRequest } from "./storageAction";

const read: RequiredActions = [["tableServices/tables/entities/read"]];
const add: RequiredActions = [
  ["tableServices/tables/entities/write"],
  ["tableServices/tables/entities/add/action"],
];
const update: RequiredActions = [
  ["tableServices/tables/entities/write"],
  ["tableServices/tables/entities/update/action"],
];
const addOrUpdate: RequiredActions = [
  ["tableServices/tables/entities/write"],
  ["tableServices/tables/entities/add/action", "tableServices/tables/entities/update/action"],
];
/** Azure checks each part of a batch; here a batch needs all permissions on entities. */
const batch: RequiredActions = [
  [
    "tableServices/tables/entities/read",
    "tableServices/tables/entities/write",
    "tableServices/tables/entities/delete",
  ],
];
/** What no data role allows: service properties, access policies and unknown operations. */
const beyondDataRoles: RequiredActions = [["tableServices/*"]];

/**
 * The actions that an operation on tables requires.
 * https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#permissions-for-table-service-operations
 */
export function tableActions(request: StorageRequest): RequiredActions {
  const { method, path, query } = request;
  const [section = ""] = path;
  if (section === "" || path.length > 1 || query.has("comp") || query.has("restype")) {
    return beyondDataRoles;
  }
  if (section === "$batch") return method === "POST" ? batch : beyondDataRoles;
  if (/^Tables(\(\))?$/.test(section)) return ofTables(method);
  if (section.startsWith("Tables(")) return ofTable(method);
  return section.includes("PartitionKey=")
    ? ofEntity(method, request.headers["if-match"] !== undefined)
    : ofEntities(method);
}

function ofTables(method: string): RequiredActions {
  if (method === "GET") return [["tableServices/tables/read"]];
  return method === "POST" ? [["tableServices/tables/write"]] : beyondDataRoles;
}

function ofTable(method: string): RequiredActions {
  // Azurite returns the table's entities.
  if (method === "GET") return [["tableServices/tables/read", ...(read[0] ?? [])]];
  return method === "DELETE" ? [["tableServices/tables/delete"]] : beyondDataRoles;
}

function ofEntities(method: string): RequiredActions {
  if (method === "GET") return read;
  return method === "POST" ? add : beyondDataRoles;
}

function ofEntity(method: string, hasCondition: boolean): RequiredActions {
  switch (method) {
    case "GET":
      return read;
    case "DELETE":
      return [["tableServices/tables/entities/delete"]];
    case "PUT":
    case "PATCH":
    case "MERGE":
      return hasCondition ? update : addOrUpdate;
    default:
      return beyondDataRoles;
  }
}
