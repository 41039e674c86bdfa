/** How a definition's callers reach its host. */
export const SCHEMES = ["https", "http"] as const;
export type Scheme = (typeof SCHEMES)[number];

/** The host of a definition that nothing serves yet. The .example domain is reserved (RFC 2606). */
export const PLACEHOLDER_HOST = "your-function-app.example";

/** Where a definition's operations are served. */
export interface HostOptions {
  /** A host name or IPv4 address, with `:port` when it is not the scheme's own. */
  readonly host: string;
  readonly scheme: Scheme;
}

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const HOST = new RegExp(`^(${LABEL}(?:\\.${LABEL})*)(?::(\\d{1,5}))?$`, "i");
/** The longest host name DNS can carry, in text form (RFC 1035). */
const MAX_NAME_CHARACTERS = 253;
const MAX_PORT = 65_535;

/** @throws RangeError when `host` is not `name` or `name:port`, or `scheme` is not https or http */
export function requireHost({ host, scheme }: HostOptions): void {
  if (!isHost(host)) {
    throw new RangeError(
      `The host ${JSON.stringify(host)} is not a host name. ` +
        "Expected name or name:port, without scheme or path.",
    );
  }
  if (!SCHEMES.includes(scheme)) {
    throw new RangeError(`The scheme "${scheme}" is not known. Expected ${SCHEMES.join(" or ")}.`);
  }
}

function isHost(host: string): boolean {
  const [, name = "", port = "1"] = HOST.exec(host) ?? [];
  return (
    name !== "" &&
    name.length <= MAX_NAME_CHARACTERS &&
    Number(port) >= 1 &&
    Number(port) <= MAX_PORT
  );
}
