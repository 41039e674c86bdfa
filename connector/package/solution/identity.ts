import { createHash } from "node:crypto";
import { stableId } from "../../../toolkit/document/stableId";
import type { About } from "../../../function/contract/about";

/** The ids and names by which the parts of the solutions refer to each other. */
export interface SolutionIdentity {
  readonly connectorId: string;
  readonly connectorName: string;
  readonly flowId: string;
  readonly connectionReference: string;
  /**
   * What the platform calls the connector at run time: characters other than letters and digits by their
   * code, such as `-20` for a space. Each environment ends it with digits of its own. An import puts the
   * right name in its place, as it knows the connector by its id.
   */
  readonly apiName: string;
}

/** The identity of a connector's solutions, the same every time. */
export function identityOf({ info, solutionNames }: About): SolutionIdentity {
  const { prefix, solution } = solutionNames;
  const name = `${prefix}_${solution.toLowerCase()}`;
  const connectorId = stableId(prefix, solution, "connector");
  const title = info.title
    .toLowerCase()
    .replaceAll(/[^a-z\d]/g, (character) => `-${character.charCodeAt(0).toString(16)}`);
  const digits = createHash("sha256").update(connectorId).digest("hex").slice(0, 16);
  return {
    connectorId,
    connectorName: name,
    flowId: stableId(prefix, solution, "flow"),
    connectionReference: `${name}_connection`,
    apiName: `shared_${prefix}-5f${title}-5f${digits}`,
  };
}
