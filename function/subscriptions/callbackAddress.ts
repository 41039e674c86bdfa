import { lookup } from "node:dns/promises";
import { isLoopbackHost } from "../http/originOf";
import { Problem } from "../http/problem";
import type { Environment } from "../services";

/** Further hosts, separated by commas: `hooks.example.com`, or `*.example.com` for those below it. */
export const CALLBACK_HOSTS_SETTING = "CONNECTOR_CALLBACK_HOSTS";

/** Where Power Automate and Logic Apps receive notices, in all of Microsoft's clouds. */
const MICROSOFT_HOSTS = [
  "*.logic.azure.com",
  "*.logic.azure.us",
  "*.logic.azure.cn",
  "*.api.powerplatform.com",
  "*.api.gov.powerplatform.microsoft.us",
  "*.api.high.powerplatform.microsoft.us",
  "*.api.powerplatform.partner.microsoftonline.cn",
];

/**
 * Azure's own service address, which answers from inside a virtual machine only.
 * https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 */
const AZURE_SERVICE_ADDRESS = "168.63.129.16";

/** Which addresses notices may be sent to. */
export interface CallbackRules {
  readonly hosts: readonly string[];
  /** On the local stack only: this machine, by http too. */
  readonly admitsLoopback: boolean;
}

export function callbackRules(env: Environment): CallbackRules {
  const further = (env[CALLBACK_HOSTS_SETTING] ?? "").split(",").map((host) => host.trim());
  const ownHost = (env["WEBSITE_HOSTNAME"] ?? "").replace(/:\d+$/, "");
  return {
    hosts: [...MICROSOFT_HOSTS, ...further.filter((host) => host !== "")],
    admitsLoopback: isLoopbackHost(ownHost),
  };
}

/**
 * Checks an address that somebody wants notices to be sent to.
 *
 * A host that cannot be resolved at the moment passes: each delivery looks at it again.
 *
 * @throws Problem 400 that says what is wrong with it
 */
export async function requireCallbackAddress(text: string, rules: CallbackRules): Promise<void> {
  const problem = problemOf(text, rules) ?? (await resolvedProblemOf(new URL(text), rules));
  if (problem === undefined) return;
  throw new Problem(400, `The callback address cannot be used: ${problem}`);
}

/** What is wrong with an address as it is written; undefined when nothing is. */
export function problemOf(text: string, rules: CallbackRules): string | undefined {
  if (!URL.canParse(text)) return "it is not an absolute URL.";
  const url = new URL(text);
  if (isAdmittedLoopback(url, rules)) return undefined;
  if (url.protocol !== "https:") return `it begins with ${url.protocol}//, expected https://.`;
  if (url.username !== "" || url.password !== "") return "it holds a user name or password.";
  if (url.port !== "") return `it names the port ${url.port}, expected none.`;
  if (rules.hosts.some((host) => covers(host, url.hostname))) return undefined;
  return (
    `its host ${url.hostname} is not allowed. Power Automate and Logic Apps are; ` +
    "whoever deploys the app can allow others by its configuration key callbackHosts."
  );
}

/** Whether it is this machine, and may be. */
export function isAdmittedLoopback(
  { protocol, hostname }: URL,
  { admitsLoopback }: CallbackRules,
): boolean {
  return admitsLoopback && isLoopbackHost(hostname) && /^https?:$/.test(protocol);
}

/** Whether an IP address is one that everybody on the internet can reach, and not of a network's own. */
export async function isPublicAddress(address: string): Promise<boolean> {
  const { isValid, parseAddress } = await import("../libraries/addresses");
  if (!isValid(address) || address === AZURE_SERVICE_ADDRESS) return false;
  const parsed = parseAddress(address);
  return parsed.range() === "unicast" && parsed.toString() !== AZURE_SERVICE_ADDRESS;
}

async function resolvedProblemOf(url: URL, rules: CallbackRules): Promise<string | undefined> {
  if (isAdmittedLoopback(url, rules)) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = await lookup(host, { all: true }).catch(() => []);
  for (const { address } of addresses) {
    if (!(await isPublicAddress(address)))
      return `its host leads to ${address}, a private address.`;
  }
  return undefined;
}

function covers(allowed: string, hostName: string): boolean {
  return allowed.startsWith("*.") ? hostName.endsWith(allowed.slice(1)) : hostName === allowed;
}
