import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types */
export type RegistrationState = "NotRegistered" | "Registering" | "Registered";

/** The namespaces that every subscription has. */
const alwaysRegistered = ["Microsoft.Authorization", "Microsoft.Resources"];

/** Namespaces of Pulumi's modules. */
const namespaceOfModule = {
  applicationinsights: "Microsoft.Insights",
  managedidentity: "Microsoft.ManagedIdentity",
  operationalinsights: "Microsoft.OperationalInsights",
  storage: "Microsoft.Storage",
  web: "Microsoft.Web",
} as const;

/** Namespaces that a deployment has no resource of, but may want. */
const furtherNamespaces = ["Microsoft.AlertsManagement", "Microsoft.App"];

const namespaces = [...alwaysRegistered, ...Object.values(namespaceOfModule), ...furtherNamespaces];

/** A namespace as Azure spells it, whatever the case; undefined if the emulator does not know it. */
export function knownNamespace(name: string): string | undefined {
  return namespaces.find((known) => known.toLowerCase() === name.toLowerCase());
}

/** Whether a subscription needs to register a namespace. */
export function registrationPolicy(namespace: string): "RegistrationFree" | "RegistrationRequired" {
  return alwaysRegistered.includes(namespace) ? "RegistrationFree" : "RegistrationRequired";
}

/** How far the registration of a namespace is. Without delays, all are registered. */
export function registrationState(cloud: Cloud, namespace: string): RegistrationState {
  const { delays, inventory } = cloud;
  if (!delays.isSo("unregisteredProviders") || alwaysRegistered.includes(namespace)) {
    return "Registered";
  }
  const item = inventory.find(idOf(cloud, namespace));
  if (item !== undefined) {
    return delays.now() < Number(item.hidden["registeredFrom"]) ? "Registering" : "Registered";
  }
  // What a start without delays has made could not have been made otherwise.
  const isUsed = inventory.all().some(({ type }) => namespaceOf(type) === namespace);
  return isUsed ? "Registered" : "NotRegistered";
}

/** Begins to register a namespace, if nobody has. */
export function registerProvider(cloud: Cloud, namespace: string): void {
  if (registrationState(cloud, namespace) !== "NotRegistered") return;
  const registeredFrom = cloud.delays.endMs("registration");
  cloud.inventory.put({
    id: idOf(cloud, namespace),
    type: "emulator:resourceProvider",
    inputs: {},
    outputs: {},
    hidden: { registeredFrom },
  });
}

/**
 * Checks that the namespace of a resource is registered.
 *
 * @param token Pulumi's type token.
 * @throws AzureError when it is not.
 */
export function requireRegistered(cloud: Cloud, token: string): void {
  const namespace = namespaceOf(token);
  if (namespace === undefined || registrationState(cloud, namespace) === "Registered") return;
  throw new AzureError(
    "MissingSubscriptionRegistration",
    `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
  );
}

/** Namespace of a type; undefined for one of a namespace that needs no registration. */
function namespaceOf(token: string): string | undefined {
  const [, module = ""] = token.split(":");
  return Object.entries(namespaceOfModule).find(([name]) => name === module)?.[1];
}

function idOf({ subscriptionId }: Cloud, namespace: string): string {
  return `/subscriptions/${subscriptionId}/providers/${namespace}`;
}
