import type { FileProblem, Folder } from "../model/folder";
import { own, textsOf } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import { LEVELS } from "../rule";
import type { FolderRule } from "./folderRule";

/** Sections of README.md that Microsoft's template calls required. */
const README_SECTIONS = [
  "Publisher",
  "Prerequisites",
  "Supported Operations",
  "Obtaining Credentials",
  "Known Issues and Limitations",
  "Deployment Instructions",
];
/** Sections of intro.md in the template of the certification's documentation. */
const INTRO_SECTIONS = [
  "Prerequisites",
  "Get started with your connector",
  "Known issues and limitations",
  "Common errors and remedies",
  "FAQ",
];
/** A script runs for five seconds and has at most 1 MB. */
const MAX_SCRIPT_CHARACTERS = 1_048_576;

export const textRules: readonly FolderRule[] = [
  {
    id: "readme-missing",
    levels: LEVELS.certificationAdvice,
    description: "A connector for certification has a README.md.",
    fix: `Add README.md with the sections ${README_SECTIONS.join(", ")}.`,
    *check({ readme, isWhole }) {
      if (isWhole && readme === undefined)
        yield { part: "readme", message: "README.md is missing." };
    },
  },
  {
    id: "readme-title",
    levels: LEVELS.certificationAdvice,
    description: "README.md starts with a title, which is the connector's name.",
    fix: "Write the name as the first line, after a # and a space.",
    *check({ readme }) {
      if (readme === undefined || /^\s*# \S/.test(readme)) return;
      yield { part: "readme", message: "README.md does not start with a title." };
    },
  },
  {
    id: "readme-section",
    levels: LEVELS.certificationAdvice,
    description: `README.md has the sections ${README_SECTIONS.join(", ")}.`,
    fix: "Add the section as a heading, ## and its name.",
    *check({ readme }) {
      yield* missingSections("readme", readme, README_SECTIONS);
    },
  },
  {
    id: "readme-placeholder",
    levels: LEVELS.certificationAdvice,
    description: "README.md and intro.md do not contain instructions of the template.",
    fix: "Replace the line with what it asks for.",
    *check({ readme, intro }) {
      yield* placeholders("readme", readme);
      yield* placeholders("intro", intro);
    },
  },
  {
    id: "intro-missing",
    levels: LEVELS.certificationAdvice,
    description:
      "A connector for certification has an intro.md, which becomes part of its public page.",
    fix: `Add intro.md with the sections ${INTRO_SECTIONS.join(", ")}.`,
    *check({ intro, isWhole }) {
      if (isWhole && intro === undefined) yield { part: "intro", message: "intro.md is missing." };
    },
  },
  {
    id: "intro-section",
    levels: LEVELS.certificationAdvice,
    description: `intro.md has the sections ${INTRO_SECTIONS.join(", ")}.`,
    fix: "Add the section as a heading, ## and its name.",
    *check({ intro }) {
      yield* missingSections("intro", intro, INTRO_SECTIONS);
    },
  },
  {
    id: "script-missing",
    levels: LEVELS.advice,
    description: "If scriptOperations names operations, there is a script.",
    fix: "Add script.csx, or remove scriptOperations.",
    *check({ script, properties, isWhole }) {
      const operations = textsOf(own(properties?.node, "scriptOperations"));
      if (!isWhole || script !== undefined || operations.length === 0) return;
      yield { part: "script", message: `The script for ${quoteValue(operations[0])} is missing.` };
    },
  },
  {
    id: "script-class",
    levels: LEVELS.refused,
    description: "The script has a class Script that extends ScriptBase.",
    fix: "Add public class Script : ScriptBase, with ExecuteAsync.",
    *check({ script }) {
      if (script === undefined || /\bclass\s+Script\s*:\s*ScriptBase\b/.test(script)) return;
      yield {
        part: "script",
        message: "The script does not have a class Script that extends ScriptBase.",
      };
    },
  },
  {
    id: "script-length",
    levels: LEVELS.refused,
    description: "The script is not larger than 1 MB.",
    fix: "Shorten the script, and move work to the service.",
    *check({ script }) {
      const { length } = script ?? "";
      if (length <= MAX_SCRIPT_CHARACTERS) return;
      const message = `The script has ${length} characters. Expected at most ${MAX_SCRIPT_CHARACTERS}.`;
      yield { part: "script", message };
    },
  },
];

function* missingSections(
  part: "readme" | "intro",
  text: Folder["readme"],
  sections: readonly string[],
): Generator<FileProblem> {
  if (text === undefined) return;
  const headings = text.split("\n").filter((line) => /^\s{0,3}#{1,6}\s/.test(line));
  const names = headings.map((line) => line.replace(/^[\s#]+/, "").toLowerCase());
  for (const section of sections) {
    if (names.some((name) => name.startsWith(section.toLowerCase()))) continue;
    yield { part, message: `The section ${quoteValue(section)} is missing.` };
  }
}

function* placeholders(part: "readme" | "intro", text: Folder["readme"]): Generator<FileProblem> {
  for (const [index, line] of (text ?? "").split("\n").entries()) {
    if (!/^(?:Required|Optional)\. [A-Z]/.test(line)) continue;
    yield {
      part,
      line: index + 1,
      message: `${quoteValue(line.trim())} is an instruction of the template.`,
    };
  }
}
