import type { ConnectorDefinition } from "../swagger";
import { type HostOptions, withHost } from "../withHost";

/** @throws RangeError when the host is no host name, or the scheme neither https nor http. */
export function checkHost(host: HostOptions): void {
  // The rule is the connector's own; which definition it is asked about does not matter.
  withHost({} as ConnectorDefinition, host);
}
