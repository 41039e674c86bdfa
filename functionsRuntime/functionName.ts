/** What a name must be, for messages. */
export const FUNCTION_NAME_RULE =
  'a letter, followed by up to 127 letters, digits, "_" and "-"; "host" is reserved';

/**
 * Whether the host accepts a function's name.
 * Source: Utility.FunctionNameValidationRegex of Azure/azure-functions-host
 */
export function isFunctionName(name: string): boolean {
  return /^[a-z][a-z0-9_-]{0,127}$/i.test(name) && name.toLowerCase() !== "host";
}

/**
 * Whether two names stand for one function: the host finds functions without regard to case.
 * Source: WebJobsRouter.IsFunctionRoute of Azure/azure-webjobs-sdk-extensions
 */
export function isSameFunctionName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/**
 * Functions in the order in which the host maps their routes: by name, without regard to case. The
 * first whose route and methods match a request is called, so a parameter may hide a literal.
 * Source: FunctionMetadataManager.LoadFunctionMetadata of Azure/azure-functions-host
 * (`StringComparer.OrdinalIgnoreCase`), WebJobsRouteBuilder.Build of Azure/azure-webjobs-sdk-extensions
 */
export function inHostOrder<Item>(
  functions: readonly Item[],
  nameOf: (item: Item) => string,
): readonly Item[] {
  return functions.toSorted((left, right) => {
    const [before, after] = [nameOf(left).toUpperCase(), nameOf(right).toUpperCase()];
    if (before === after) return 0;
    return before < after ? -1 : 1;
  });
}
