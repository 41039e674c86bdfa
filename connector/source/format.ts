export const FORMATS = ["json", "yaml"] as const;
/** What a definition is written in. */
export type Format = (typeof FORMATS)[number];

/** The format that the end of a file's name tells, or else its text; JSON if neither does. */
export function formatOf(name: string, text = ""): Format {
  if (/\.ya?ml$/i.test(name)) return "yaml";
  if (/\.json$/i.test(name)) return "json";
  return text === "" || /^\s*[[{]/.test(text) ? "json" : "yaml";
}
