/** A component's type token. Stacks contain it, so a changed one needs an alias. */
export function typeToken(component: string): string {
  return `function-connector:index:${component}`;
}
