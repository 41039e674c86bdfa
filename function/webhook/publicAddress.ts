import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";

/**
 * Azure's own service address, which responds from inside a virtual machine only:
 * https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 */
const AZURE_SERVICE_ADDRESS = "168.63.129.16";
/** What is given out of IPv6 for the internet (RFC 4291, section 2.4, and IANA's registry). */
const GLOBAL_IPV6 = { prefix: "2000::", bits: 3 };

/** The addresses that a URL's host leads to at the moment. @throws when it cannot be resolved */
export async function lookUp({ hostname }: URL): Promise<LookupAddress[]> {
  return lookup(hostname.replace(/^\[|\]$/g, ""), { all: true });
}

/** What is wrong with a host that leads to these addresses; undefined when all of them are public. */
export async function leadProblemOf(
  addresses: readonly LookupAddress[],
): Promise<string | undefined> {
  for (const { address } of addresses) {
    if (!(await isPublicAddress(address))) {
      return `its host leads to ${address}, which is not a public address`;
    }
  }
  return undefined;
}

/** Whether an IP address is on the internet, and not inside a network or a machine. */
async function isPublicAddress(address: string): Promise<boolean> {
  const { ipaddr } = await import("../libraries/addresses");
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address written as IPv6 is treated as IPv4.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  return parsed instanceof ipaddr.IPv6
    ? parsed.match(ipaddr.IPv6.parse(GLOBAL_IPV6.prefix), GLOBAL_IPV6.bits)
    : parsed.toString() !== AZURE_SERVICE_ADDRESS;
}
