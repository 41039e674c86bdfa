/** An alias as it is registered: what differs from the resource's own. */
export interface AliasSpec {
  readonly name: string;
  /** @default the resource's own */
  readonly type?: string;
  /** Whether it was a resource of the stack's own. */
  readonly hasNoParent: boolean;
}

/** What a resource's URNs are made of. */
export interface Aliased {
  readonly type: string;
  readonly name: string;
  /** URN; the stack's own for resources without a parent. */
  readonly parent: string;
  readonly aliases: readonly AliasSpec[];
}

/**
 * The URNs that the engine also knows resources by: each alias below each URN that the parent has or had.
 * https://www.pulumi.com/docs/iac/concepts/resources/options/aliases/
 *
 * @param resources parents before their children
 */
export function earlierUrns(
  { project, stack }: { readonly project: string; readonly stack: string },
  resources: readonly Aliased[],
): string[][] {
  const urn = (parentType: string, type: string, name: string): string => {
    const prefix = parentType === "" || parentType === STACK_TYPE ? "" : `${parentType}$`;
    return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
  };
  const all = new Map<string, string[]>();
  return resources.map(({ type, name, parent, aliases }) => {
    const parents = [typeOf(parent), ...(all.get(parent) ?? []).map(typeOf)];
    const earlier = aliases.flatMap((alias) =>
      (alias.hasNoParent ? [""] : parents).map((of) => urn(of, alias.type ?? type, alias.name)),
    );
    // Pulumi's mocks keep the last of the parent's types only.
    all.set(urn(typeOf(parent).replace(/^.*\$/, ""), type, name), earlier);
    return earlier;
  });
}

const STACK_TYPE = "pulumi:pulumi:Stack";

/** The type in a URN, with those of the parents. */
function typeOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}
