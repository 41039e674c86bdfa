import type { Answer } from "../answer";
import { requireScope } from "../scope";
import type { RestCall } from "../route";

/** The deployer owns the subscription: an owner may do everything but read and write data. */
const owner = { actions: ["*"], notActions: [], dataActions: [], notDataActions: [] };

/** What the caller may do. https://learn.microsoft.com/rest/api/authorization/permissions */
export function listPermissions({ cloud, path }: RestCall): Answer {
  requireScope(cloud, path["scope"] ?? "");
  return { status: 200, body: { value: [owner] } };
}
