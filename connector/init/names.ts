import { isProjectName, PROJECT_NAMES } from "../projectName";

/** Every form in which a project and its connector are named. */
export interface Names {
  /** For people, such as "Fuel Quote". */
  readonly title: string;
  /** The Pulumi project and the npm package, such as "fuel-quote". */
  readonly project: string;
  /** The connector in code, and its folders, such as "fuelQuote". */
  readonly identifier: string;
  /** The solutions of its certification package, such as "FuelQuote". */
  readonly solution: string;
  /** Before the names in those solutions: 2 to 8 lower-case letters and digits. */
  readonly prefix: string;
  /** One or two capital letters or digits, such as "FQ". */
  readonly initials: string;
}

const TITLE = /^[A-Za-z][A-Za-z0-9]*(?: [A-Za-z0-9]+)*$/;
const TITLE_CHARACTERS = { least: 3, most: 30 } as const;
const MAX_PREFIX_CHARACTERS = 8;

/** Words that cannot name a constant, or that tests and modules have a meaning for. */
const RESERVED = new Set(
  (
    "afterAll beforeAll console describe exports expect global globalThis module process require test undefined " +
    "arguments await break case catch class const continue debugger default delete do else enum eval export " +
    "extends false finally for function if implements import in instanceof interface let new null package " +
    "private protected public return static super switch this throw true try typeof var void while with yield"
  ).split(" "),
);

/**
 * Derives every name from a connector's title.
 *
 * @param taken identifiers that the connector's code has for something else
 * @param project name of the Pulumi project; without it, the title in lower case, with hyphens
 * @throws Error when the title or the project's name cannot be used, with what to do
 */
export function namesOf(
  title: string,
  taken: ReadonlySet<string>,
  project = title.toLowerCase().replaceAll(" ", "-"),
): Names {
  requireTitle(title);
  requireProject(project);
  const words = title.split(" ");
  const solution = words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join("");
  const identifier = identifierOf(words, taken);
  return {
    title,
    project,
    identifier,
    solution,
    prefix: solution.toLowerCase().slice(0, MAX_PREFIX_CHARACTERS),
    initials: words
      .slice(0, 2)
      .map((word) => word[0]?.toUpperCase())
      .join(""),
  };
}

function requireTitle(title: string): void {
  const { least, most } = TITLE_CHARACTERS;
  if (TITLE.test(title) && title.length >= least && title.length <= most) return;
  throw new Error(
    `The title "${title}" cannot be used. Expected ${least} to ${most} English letters, digits and ` +
      'single spaces, beginning with a letter, such as "Fuel Quote".',
  );
}

function requireProject(project: string): void {
  if (isProjectName(project)) return;
  throw new Error(
    `The project name "${project}" cannot be used. Expected ${PROJECT_NAMES}. ` +
      "Give one with --project NAME.",
  );
}

/** A word of capitals, such as an abbreviation, becomes one of small letters at the start. */
function identifierOf(
  [first = "", ...others]: readonly string[],
  taken: ReadonlySet<string>,
): string {
  const start = /[a-z]/.test(first)
    ? first[0]?.toLowerCase() + first.slice(1)
    : first.toLowerCase();
  const name = start + others.map((word) => word[0]?.toUpperCase() + word.slice(1)).join("");
  return RESERVED.has(name) || taken.has(name) ? `${name}Connector` : name;
}
