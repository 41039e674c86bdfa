import { jsonPathOf, type JsonPath } from "../source/jsonPath";
import { START, type Place } from "../source/textPlaces";
import { safeMessage } from "../text/messageText";
import type { Finding } from "./finding";
import type { RuleText } from "./rule";
import { UNREADABLE_FILE } from "./rules/source";

/** A file that cannot be read. Its message begins with the file's path; in a report it is a finding. */
export class UnreadableFileError extends Error {
  readonly finding: Finding;

  constructor(message: string, finding: Finding, options?: ErrorOptions) {
    super(message, options);
    this.finding = finding;
  }
}

/**
 * The error of a file that cannot be read at all.
 *
 * @param predicate reads after the file's path: "is not a file."
 */
export function unreadableFile(
  file: string,
  predicate: string,
  options?: ErrorOptions,
): UnreadableFileError {
  const finding = errorIn(file, UNREADABLE_FILE, START, [], `The file ${predicate}`);
  return new UnreadableFileError(`${file} ${predicate}`, finding, options);
}

/** The finding of what keeps a file from being read: an error, whatever is configured. */
export function errorIn(
  file: string,
  { id, fix }: RuleText,
  { line, column }: Place,
  path: JsonPath,
  message: string,
): Finding {
  const found = { file, path: jsonPathOf(path), line, column, message: safeMessage(message), fix };
  return { severity: "error", rule: id, ...found };
}
