import { isLoopbackHost } from "../http/originOf";
import { Problem } from "../http/problem";
import type { Environment } from "../contract/services";
import { leadProblemOf, lookUp } from "./publicAddress";

/** Further hosts, separated by commas: `hooks.example.com`, or `*.example.com` for those below it. */
export const CALLBACK_HOSTS_SETTING = "CONNECTOR_CALLBACK_HOSTS";

/**
 * Where flows of Power Automate and Logic Apps (Consumption) take calls, in each of Microsoft's
 * clouds: https://learn.microsoft.com/power-automate/ip-address-configuration, under "When an HTTP
 * request is received". Logic Apps (Standard) do so at their own host names, which must be allowed.
 */
const MICROSOFT_HOSTS = [
  "*.logic.azure.com",
  "*.logic.azure.us",
  "*.logic.azure.cn",
  "*.api.powerplatform.com",
  "*.api.gov.powerplatform.microsoft.us",
  "*.api.high.powerplatform.microsoft.us",
  "*.api.appsplatform.us",
  "*.api.powerplatform.partner.microsoftonline.cn",
];

/** Which addresses notifications may be sent to. */
export interface CallbackRules {
  readonly hosts: readonly string[];
  /** Whether this machine is allowed, by http too: on the local stack only. */
  readonly admitsLoopback: boolean;
}

export function callbackRules(env: Environment): CallbackRules {
  const further = (env[CALLBACK_HOSTS_SETTING] ?? "").split(",");
  // Azure sets an app's host name; the local stack's is this machine.
  const ownHost = (env["WEBSITE_HOSTNAME"] ?? "").replace(/:\d+$/, "");
  return {
    hosts: [
      ...MICROSOFT_HOSTS,
      ...further.map((host) => host.trim().toLowerCase()).filter((host) => host !== ""),
    ],
    admitsLoopback: isLoopbackHost(ownHost),
  };
}

/**
 * Checks an address that notifications are to be sent to.
 *
 * A host that cannot be resolved at the moment passes: each delivery checks it again.
 *
 * @throws Problem 400 that says what is wrong with it
 */
export async function requireCallbackAddress(text: string, rules: CallbackRules): Promise<void> {
  const problem = problemOf(text, rules) ?? (await resolvedProblemOf(new URL(text), rules));
  if (problem === undefined) return;
  throw new Problem(400, `The callback address cannot be used: ${problem}.`);
}

/** What is wrong with an address as it is written; undefined when nothing is. It contains no secret. */
export function problemOf(text: string, rules: CallbackRules): string | undefined {
  if (!URL.canParse(text)) return "it is not an absolute URL";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "it holds a user name or a password";
  if (isAdmittedLoopback(url, rules)) return undefined;
  if (url.protocol !== "https:") return `it begins with ${url.protocol} instead of https:`;
  if (url.port !== "") return `it names the port ${url.port}, and only the usual one is allowed`;
  if (rules.hosts.some((host) => covers(host, url.hostname))) return undefined;
  return (
    `its host ${url.hostname} is not allowed. Those of Power Automate and Logic Apps are; ` +
    "the configuration key callbackHosts of the app's deployment allows others"
  );
}

/** Whether it is this machine, and may be. */
export function isAdmittedLoopback(
  { protocol, hostname }: URL,
  { admitsLoopback }: CallbackRules,
): boolean {
  return admitsLoopback && isLoopbackHost(hostname) && /^https?:$/.test(protocol);
}

async function resolvedProblemOf(url: URL, rules: CallbackRules): Promise<string | undefined> {
  if (isAdmittedLoopback(url, rules)) return undefined;
  return leadProblemOf(await lookUp(url).catch(() => []));
}

function covers(allowed: string, hostName: string): boolean {
  return allowed.startsWith("*.") ? hostName.endsWith(allowed.slice(1)) : hostName === allowed;
}
