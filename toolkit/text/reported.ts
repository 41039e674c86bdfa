/** One of the things that a command reports. The JSON of all commands has these names for its parts. */
export interface Reported {
  /** How bad it is: `error`, `breaking`, `warning` or `safe`. */
  readonly severity: string;
  /** One of a fixed set, for programs. Absent where there is no such set. */
  readonly rule?: string;
  /** JSONPath of the part that is meant, such as `$.info.title`; `$` for the whole. */
  readonly path: string;
  /** What is wrong or what was done, in full sentences. */
  readonly message: string;
  /** What to do about it. Absent when nothing has to be done. */
  readonly fix?: string;
}
