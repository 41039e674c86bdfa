import { join } from "node:path";
import * as v from "valibot";
import {
  declaredFunction,
  type DeclaredFunction,
  type UnreadableFunction,
} from "./declaredFunction";
import { parseAppFile } from "./parseAppFile";

const functionsMetadata = v.array(
  v.object({ name: v.string(), bindings: v.optional(v.unknown(), []) }),
);

/**
 * The functions that the build of a .NET isolated app writes to functions.metadata; undefined when
 * the folder has no such file.
 *
 * @throws Error when the file is not of its kind.
 */
export function functionsOfMetadata(
  folder: string,
): readonly (DeclaredFunction | UnreadableFunction)[] | undefined {
  const file = join(folder, "functions.metadata");
  const content = parseAppFile(file);
  if (content === undefined) return undefined;
  const { success, output, issues } = v.safeParse(functionsMetadata, content);
  if (success) return output.map((each) => declaredFunction(each.name, each.bindings));
  throw new Error(`${file} cannot be read: ${issues[0].message}. Build the app again.`);
}
