import * as pulumi from "@pulumi/pulumi";

/**
 * The name of the one connector that this project's own program makes. Its names in Azure leave it out, and
 * it takes over what earlier versions of the program made.
 */
export const MAIN_CONNECTOR = "connector";

/**
 * The alias of a part of {@link MAIN_CONNECTOR}, for stacks from before the parts had a component around
 * them. Their types were named after the project.
 *
 * @param part name of the part's class
 * @param name the part's name at that time
 */
export function earlierPart(component: string, part: string, name: string): pulumi.Alias[] {
  return earlierResource(component, name).map((alias) => ({
    ...alias,
    type: `${pulumi.getProject()}:infra:${part}`,
  }));
}

/** As {@link earlierPart}, for a resource whose type stays. */
export function earlierResource(component: string, name: string): pulumi.Alias[] {
  return component === MAIN_CONNECTOR ? [{ name, parent: pulumi.rootStackResource }] : [];
}
