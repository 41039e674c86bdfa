import { InvalidArgumentError } from "commander";

/**
 * Reads the value of an option or argument that names a file or folder.
 *
 * @throws InvalidArgumentError for an empty one: it would stand for the working directory
 */
export function pathArgument(value: string): string {
  if (value !== "") return value;
  throw new InvalidArgumentError("It is empty. Expected the path of a file or folder.");
}

/** Reads the values of an argument that names several, as commander collects them. */
export function pathArguments(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, pathArgument(value)];
}
