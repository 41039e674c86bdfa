import { isLoopbackHost } from "../../function/http/originOf";
import { requireHost, type HostOptions, type Scheme } from "../../toolkit/document/host";
import type { ConnectorDefinition } from "./swagger";

/** The live host of a definition. */
export type LiveHostOptions = Pick<HostOptions, "host"> & {
  /** Without it, http on this machine, else https. */
  readonly scheme?: Scheme;
};

/**
 * A copy of the definition that names one live host and one scheme. The original stays as it is.
 *
 * @throws RangeError when `host` is not `name` or `name:port`, or `scheme` is not https or http
 */
export function withHost(
  definition: ConnectorDefinition,
  { host, scheme = schemeOf(host) }: LiveHostOptions,
): ConnectorDefinition {
  requireHost({ host, scheme });
  return { ...definition, host, schemes: [scheme] };
}

/** A server on this machine seldom has a certificate. */
function schemeOf(host: string): Scheme {
  const [name = ""] = host.split(":");
  return isLoopbackHost(name) ? "http" : "https";
}
