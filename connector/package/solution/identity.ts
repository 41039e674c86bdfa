import { createHash } from "node:crypto";
import { thisConnector } from "../../../function/thisConnector";

const { info, solutionNames } = thisConnector.about;

const { prefix, solution } = solutionNames;

/** The ids and names by which the parts of the solutions refer to each other, the same every time. */
export const identity = {
  connectorId: stableId("connector"),
  connectorName: `${prefix}_${solution.toLowerCase()}`,
  flowId: stableId("flow"),
  connectionReference: `${prefix}_${solution.toLowerCase()}_connection`,
  /**
   * What the platform calls the connector at run time: other signs than letters and digits by their
   * code, such as `-20` for a blank. Each environment ends it with digits of its own. An import puts the
   * right name in its place, as it knows the connector by its id.
   */
  apiName: apiName(),
} as const;

function apiName(): string {
  const title = info.title
    .toLowerCase()
    .replaceAll(/[^a-z\d]/g, (sign) => `-${sign.charCodeAt(0).toString(16)}`);
  const digits = createHash("sha256").update(stableId("connector")).digest("hex").slice(0, 16);
  return `shared_${prefix}-5f${title}-5f${digits}`;
}

/** A UUID of version 8 (RFC 9562, section 5.8), made of a hash of names that only we use. */
function stableId(part: string): string {
  const hash = createHash("sha256").update(`${prefix}/${solution}/${part}`).digest("hex");
  const groups = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  return groups.join("-");
}
