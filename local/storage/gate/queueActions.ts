import type { RequiredActions, StorageAction, StorageRequest } from "./storageAction";

/** What no data role allows: service properties, access policies and unknown operations. */
const beyondDataRoles: RequiredActions = [["queueServices/*"]];

/**
 * The actions that an operation on queues requires.
 * https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#permissions-for-queue-service-operations
 */
export function queueActions(request: StorageRequest): RequiredActions {
  const { method, path, query } = request;
  const [queue = "", messages, messageId] = path;
  // What storage does with a repeated parameter is not documented.
  if ([...new Set(query.keys())].some((name) => query.getAll(name).length > 1)) {
    return beyondDataRoles;
  }
  const comp = query.get("comp");
  if (queue === "" || comp === "list" || query.get("restype") === "service") {
    return method === "GET" && comp === "list" ? one("queues/read") : beyondDataRoles;
  }
  if (messages === undefined) return ofQueue(method, comp);
  return messageId === undefined
    ? ofMessages(method, query.get("peekonly") === "true")
    : ofMessage(method);
}

function ofQueue(method: string, comp: string | null): RequiredActions {
  if (method === "PUT" && (comp === null || comp === "metadata")) return one("queues/write");
  if ((method === "GET" || method === "HEAD") && comp === "metadata") return one("queues/read");
  if (method === "DELETE" && comp === null) return one("queues/delete");
  return beyondDataRoles;
}

function ofMessages(method: string, isPeek: boolean): RequiredActions {
  if (method === "GET" && isPeek) return one("queues/messages/read");
  if (method === "GET") {
    return [
      ["queueServices/queues/messages/process/action"],
      ["queueServices/queues/messages/delete", "queueServices/queues/messages/read"],
    ];
  }
  if (method === "POST") return either("queues/messages/add/action", "queues/messages/write");
  return method === "DELETE" ? one("queues/messages/delete") : beyondDataRoles;
}

function ofMessage(method: string): RequiredActions {
  if (method === "PUT") return one("queues/messages/write");
  return method === "DELETE"
    ? either("queues/messages/process/action", "queues/messages/delete")
    : beyondDataRoles;
}

type QueueAction = StorageAction extends infer Action
  ? Action extends `queueServices/${infer Name}`
    ? Name
    : never
  : never;

function one(action: QueueAction): RequiredActions {
  return [[`queueServices/${action}`]];
}

function either(first: QueueAction, second: QueueAction): RequiredActions {
  return [[`queueServices/${first}`], [`queueServices/${second}`]];
}
