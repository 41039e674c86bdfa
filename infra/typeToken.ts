/** A component's type as Pulumi writes it. Stacks remember it: to change one takes an alias. */
export function typeToken(component: string): string {
  return `function-connector:index:${component}`;
}
