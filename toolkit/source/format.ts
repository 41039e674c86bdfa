export const FORMATS = ["json", "yaml"] as const;
/** What a definition is written in. */
export type Format = (typeof FORMATS)[number];

/** The format that the end of a file's name tells, or else its text; JSON if neither does. */
export function formatOf(name: string, text = ""): Format {
  return formatOfName(name) ?? (text === "" || /^\s*[[{]/.test(text) ? "json" : "yaml");
}

/** The format that the end of a file's name tells; undefined when it tells none. */
export function formatOfName(name: string): Format | undefined {
  if (/\.ya?ml$/i.test(name)) return "yaml";
  return /\.json$/i.test(name) ? "json" : undefined;
}
