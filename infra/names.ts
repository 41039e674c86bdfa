import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { isProjectName, PROJECT_NAMES } from "../connector/projectName";
import { MAIN_CONNECTOR } from "./earlierResources";
import type { Hosting } from "./hosting";

/** Names of a connector's resources in Azure. */
export interface Names {
  resourceGroup: string;
  identity: string;
  /** Followed by a hyphen and 8 hexadecimal digits, made anew with each workspace. */
  workspace: string;
  component: string;
  plan: string;
  /** Unique in the world: it becomes the host name. Another kind of hosting needs another app. */
  functionApp: string;
  /** Unique in the world. The app's own storage, which accepts identities only. */
  hostStorageAccount: string;
  /** Unique in the world. Packages and the published site. */
  contentStorageAccount: string;
}

/** What a plan's name, of which Azure allows 60 characters, leaves for project, stack and component. */
const MAX_SUFFIX_CHARACTERS = 41;

/** What the names are derived from. */
export interface NameSeed {
  project: string;
  stack: string;
  /** Name of the component. */
  component: string;
  hosting: Hosting;
  /** Keeps two companies that use the same project and stack names apart. */
  subscriptionId: string;
}

/**
 * Derives every name from project, stack, component and subscription, so that a stack always finds its own
 * resources. Two hyphens stand before the component's name, so that no other stack's names are the same.
 *
 * A storage account's name has 3 to 24 lower-case letters and digits, which leaves room for the first 9 of
 * the stack's name.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 *
 * @throws pulumi.RunError when one of the names would give names that Azure refuses
 */
export function deriveNames(seed: NameSeed): Names {
  requireNames(seed);
  const { project, stack, hosting, subscriptionId } = seed;
  const unique = shortHash(subscriptionId, project, stack, ...partOf(seed));
  const suffix = suffixOf(seed);
  const accountSuffix = `${stack.replaceAll("-", "").slice(0, 9)}${unique}`;
  return {
    resourceGroup: `rg-${suffix}`,
    identity: `id-${suffix}`,
    workspace: `log-${suffix}`,
    component: `appi-${suffix}`,
    plan: `plan-${suffix}-${hosting}`,
    functionApp: `func-${suffix}-${shortHash(unique, hosting)}`,
    hostStorageAccount: `sthost${accountSuffix}`,
    contentStorageAccount: `stsite${accountSuffix}`,
  };
}

/**
 * Checks what names are derived from, as far as it is known before anything is registered.
 *
 * @throws pulumi.RunError when one of the names would give names that Azure refuses
 */
export function requireNames(seed: Omit<NameSeed, "subscriptionId">): void {
  const { project, stack, component } = seed;
  requireName("stack", stack, "Create a stack with such a name: pulumi stack init NAME");
  requireName("project", project, "Change the name in Pulumi.yaml");
  requireName("connector", component, "Change the component's name in the program");
  const suffix = suffixOf(seed);
  if (suffix.length <= MAX_SUFFIX_CHARACTERS) return;
  throw new pulumi.RunError(
    `"${suffix}" is too long for Azure names: project, stack and component may have ` +
      `${MAX_SUFFIX_CHARACTERS} characters together, with their hyphens, and these have ${suffix.length}. ` +
      "Shorten one of them.",
  );
}

function requireName(what: string, name: string, fix: string): void {
  if (isProjectName(name)) return;
  throw new pulumi.RunError(
    `The ${what}'s name "${name}" cannot be used in Azure names: expected ${PROJECT_NAMES}, ` +
      `such as dev or contoso-test. ${fix}.`,
  );
}

function suffixOf(seed: Omit<NameSeed, "subscriptionId">): string {
  return [`${seed.project}-${seed.stack}`, ...partOf(seed)].join("--");
}

/** What a component adds to its stack's names. */
function partOf({ component }: Pick<NameSeed, "component">): string[] {
  return component === MAIN_CONNECTOR ? [] : [component];
}

/** 8 hexadecimal digits. */
function shortHash(...parts: string[]): string {
  return createHash("sha256").update(parts.join("/")).digest("hex").slice(0, 8);
}
