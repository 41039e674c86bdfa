import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Hosting } from "./config";

/** Names of the stack's resources in Azure. */
export interface Names {
  resourceGroup: string;
  identity: string;
  workspace: string;
  component: string;
  plan: string;
  /** Unique in the world: it becomes the host name. Another kind of hosting takes another app, as Azure has it. */
  functionApp: string;
  /** Unique in the world. The app's own storage, reached by identity only. */
  hostStorageAccount: string;
  /** Unique in the world. Packages and the published site. */
  contentStorageAccount: string;
}

/** What the names are derived from. */
export interface NameSeed {
  project: string;
  stack: string;
  hosting: Hosting;
  /** Keeps two companies that use the same project and stack names apart. */
  subscriptionId: string;
}

/**
 * Derives every name from project, stack and subscription, so that a stack always finds its own resources.
 *
 * A storage account's name has 3 to 24 lower-case letters and digits, which leaves room for the first 9 of
 * the stack's name.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 *
 * @throws pulumi.RunError when the stack's or the project's name would give names that Azure refuses.
 */
export function deriveNames({ project, stack, hosting, subscriptionId }: NameSeed): Names {
  checkName("stack", stack, "Create a stack with such a name: pulumi stack init NAME");
  checkName("project", project, "Change the name in Pulumi.yaml");
  const unique = shortHash(subscriptionId, project, stack);
  const suffix = `${project}-${stack}`;
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

function checkName(what: string, name: string, mend: string): void {
  if (name.length <= 20 && /^[a-z](?:-?[a-z0-9])*$/.test(name)) return;
  throw new pulumi.RunError(
    `The ${what}'s name "${name}" cannot be used in Azure names: expected 1 to 20 lower-case letters, digits and ` +
      `single hyphens, beginning with a letter, such as dev or contoso-test. ${mend}.`,
  );
}

/** 8 hexadecimal digits. */
function shortHash(...parts: string[]): string {
  return createHash("sha256").update(parts.join("/")).digest("hex").slice(0, 8);
}
