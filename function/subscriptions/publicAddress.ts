import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";

/**
 * Azure's own service address, which answers from inside a virtual machine only:
 * https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 */
const AZURE_SERVICE_ADDRESS = "168.63.129.16";
/** What is given out of IPv6 for the internet (RFC 4291, section 2.4, and IANA's registry). */
const GLOBAL_IPV6 = { prefix: "2000::", bits: 3 };

/** That a host leads to an address inside a network. */
export class PrivateAddressError extends Error {
  override readonly name = "PrivateAddressError";

  constructor(readonly address: string) {
    super(`its host leads to ${address}, which is not a public address`);
  }
}

/**
 * The addresses that a URL's host leads to at the moment.
 *
 * @throws PrivateAddressError when one of them is not public; what the look-up throws when it fails
 */
export async function publicAddressesOf({ hostname }: URL): Promise<LookupAddress[]> {
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ""), { all: true });
  for (const { address } of addresses) {
    if (!(await isPublicAddress(address))) throw new PrivateAddressError(address);
  }
  return addresses;
}

/** Whether an IP address is one on the internet, and not of a network's or a machine's own. */
export async function isPublicAddress(address: string): Promise<boolean> {
  const { IPv6, isValid, parseAddress } = await import("../libraries/addresses");
  if (!isValid(address)) return false;
  // An IPv4 address in the clothes of IPv6 is taken for what it is.
  const parsed = parseAddress(address);
  if (parsed.range() !== "unicast") return false;
  return parsed instanceof IPv6
    ? parsed.match(IPv6.parse(GLOBAL_IPV6.prefix), GLOBAL_IPV6.bits)
    : parsed.toString() !== AZURE_SERVICE_ADDRESS;
}
