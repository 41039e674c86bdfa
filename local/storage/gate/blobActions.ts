import type { RequiredActions, StorageAction, StorageRequest } from "./storageAction";

type BlobAction = StorageAction extends infer Action
  ? Action extends `blobServices/${infer Name}`
    ? Name
    : never
  : never;

/** What no role allows: access policies, account information, and operations that are not known here. */
const beyondRoles = one("*");

/**
 * What the emulator supports for nobody. The parts of a batch, and signatures by delegated keys, never pass the
 * gate: Azurite alone would check them, and it accepts what anybody can make.
 */
const unsupported: RequiredActions = [];

/**
 * The actions that an operation on blobs requires.
 * https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#permissions-for-blob-service-operations
 */
export function blobActions(request: StorageRequest): RequiredActions {
  const { method, path, query } = request;
  const comp = query.get("comp");
  // Azurite takes a repeated parameter for one that it does not know.
  if ([...new Set(query.keys())].some((name) => query.getAll(name).length > 1)) return beyondRoles;
  if (comp === "batch" || comp === "userdelegationkey") return unsupported;
  const [container = "", ...blob] = path;
  if (container === "") return ofService(method, query.get("restype"), comp);
  if (blob.join("/") !== "") return ofBlob(request, comp);
  return query.get("restype") === "container" ? ofContainer(method, comp) : beyondRoles;
}

/** The container that an operation is limited to; undefined where it concerns more than one. */
export function containerOf({ path, headers }: StorageRequest): string | undefined {
  const [container = ""] = path;
  // The source of a copy may be in any container; each role that may write may read it.
  const isCopy = headers["x-ms-copy-source"] !== undefined;
  return container === "" || isCopy ? undefined : container;
}

function ofService(method: string, restype: string | null, comp: string | null): RequiredActions {
  if (method === "GET" && restype === null) {
    if (comp === "list") return one("containers/read");
    return comp === "blobs" ? one("containers/blobs/filter/action") : beyondRoles;
  }
  if (restype !== "service") return beyondRoles;
  if (method === "GET" && (comp === "properties" || comp === "stats")) return one("read");
  return method === "PUT" && comp === "properties" ? one("write") : beyondRoles;
}

const containerActions: Readonly<Record<string, BlobAction>> = {
  GET: "containers/read",
  HEAD: "containers/read",
  PUT: "containers/write",
  DELETE: "containers/delete",
  "GET metadata": "containers/read",
  "HEAD metadata": "containers/read",
  "PUT metadata": "containers/write",
  "PUT lease": "containers/write",
  "PUT undelete": "containers/write",
  "GET list": "containers/blobs/read",
  "GET blobs": "containers/blobs/filter/action",
};

function ofContainer(method: string, comp: string | null): RequiredActions {
  return listed(containerActions, method, comp);
}

/** To add blobs or their parts without replacing any, add/action is enough; no role here allows it without write. */
const blobOperations: Readonly<Record<string, BlobAction>> = {
  GET: "containers/blobs/read",
  HEAD: "containers/blobs/read",
  PUT: "containers/blobs/write",
  DELETE: "containers/blobs/delete",
  "GET metadata": "containers/blobs/read",
  "HEAD metadata": "containers/blobs/read",
  "GET blocklist": "containers/blobs/read",
  "GET pagelist": "containers/blobs/read",
  "POST query": "containers/blobs/read",
  "PUT properties": "containers/blobs/write",
  "PUT metadata": "containers/blobs/write",
  "PUT lease": "containers/blobs/write",
  "PUT snapshot": "containers/blobs/write",
  "PUT tier": "containers/blobs/write",
  "PUT block": "containers/blobs/write",
  "PUT blocklist": "containers/blobs/write",
  "PUT page": "containers/blobs/write",
  "PUT appendblock": "containers/blobs/write",
  "PUT seal": "containers/blobs/write",
  "PUT expiry": "containers/blobs/write",
  "PUT copy": "containers/blobs/write",
  "PUT incrementalcopy": "containers/blobs/write",
  "PUT undelete": "containers/write",
  "PUT legalhold": "containers/write",
  "PUT immutabilityPolicies": "containers/blobs/immutableStorage/runAsSuperUser/action",
  "DELETE immutabilityPolicies": "containers/blobs/immutableStorage/runAsSuperUser/action",
  "GET tags": "containers/blobs/tags/read",
  "PUT tags": "containers/blobs/tags/write",
};

function ofBlob({ method, query, headers }: StorageRequest, comp: string | null): RequiredActions {
  const required = listed(blobOperations, method, comp);
  const further: BlobAction[] = [];
  if (headers["x-ms-tags"] !== undefined) further.push("containers/blobs/tags/write");
  if (query.has("deletetype")) further.push("containers/blobs/permanentDelete/action");
  return required.map((actions) => [...actions, ...further.map(named)]);
}

function listed(
  actions: Readonly<Record<string, BlobAction>>,
  method: string,
  comp: string | null,
): RequiredActions {
  const operation = comp === null ? method : `${method} ${comp}`;
  const action = Object.hasOwn(actions, operation) ? actions[operation] : undefined;
  return action === undefined ? beyondRoles : one(action);
}

function one(action: BlobAction): RequiredActions {
  return [[named(action)]];
}

function named(action: BlobAction): StorageAction {
  return `blobServices/${action}`;
}
