import type { FileProblem, Folder } from "../model/folder";
import type { RuleText } from "../rule";

/** A rule of files that are not JSON, or of several together. */
export interface FolderRule extends RuleText {
  readonly check: (folder: Folder) => Iterable<FileProblem>;
}
