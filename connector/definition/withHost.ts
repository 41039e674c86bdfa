import { requireHost, type HostOptions } from "../../toolkit/document/host";
import type { ConnectorDefinition } from "./swagger";

/**
 * A copy of the definition that names one live host and one scheme. The original stays as it is.
 *
 * @throws RangeError when `host` is not `name` or `name:port`, or `scheme` is not https or http
 */
export function withHost(
  definition: ConnectorDefinition,
  { host, scheme }: HostOptions,
): ConnectorDefinition {
  requireHost({ host, scheme });
  return { ...definition, host, schemes: [scheme] };
}
