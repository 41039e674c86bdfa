import { relative } from "node:path";

/**
 * The path as the engine reads it: from the folder of the program's main file, which is this one. So the stack's
 * state fits any machine and folder.
 */
export function relativePath(path: string): string {
  return relative(__dirname, path);
}
