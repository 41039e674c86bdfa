import type { PolicyTemplateInstance } from "./policyInstance";

/**
 * Checks that each connection parameter which a policy refers to without a default is there however the
 * connection is made.
 *
 * @param parameterNames the names of the parameters, for each way to make a connection
 * @throws RangeError when one is not
 */
export function requireConnectionParameters(
  policies: readonly PolicyTemplateInstance[],
  parameterNames: readonly (readonly string[])[],
): void {
  for (const { title, parameters } of policies) {
    const missing = requiredNames(JSON.stringify(parameters)).find(
      (name) => !parameterNames.every((names) => names.includes(name)),
    );
    if (missing === undefined) continue;
    throw new RangeError(
      `The policy "${title}" takes the connection parameter "${missing}", which not every ` +
        "connection has. Declare it, or give the expression a default: " +
        `@connectionParameters('${missing}','').`,
    );
  }
}

function requiredNames(text: string): string[] {
  return [...text.matchAll(/@\{?connectionParameters\('([^']*)'\)/g)].map(([, name = ""]) => name);
}
