import type { SourceProblem } from "../../source/parsedSource";
import { LEVELS, type RuleText } from "../rule";

type SourceRule = RuleText & { readonly id: SourceProblem["rule"] };

/** Reported of a file that is not read, whatever kind it is. */
export const UNREADABLE_FILE: RuleText = {
  id: "source-unreadable",
  levels: LEVELS.refused,
  description: "Files can be read: they have at most 20 MB, and texts are UTF-8.",
  fix: "Save texts as UTF-8, and make sure that you may read the file.",
};

/** What is checked while a document is read, before any rule of its content. */
export const sourceRules: readonly SourceRule[] = [
  {
    id: "source-syntax",
    levels: LEVELS.refused,
    description: "Documents are valid JSON. A definition can also be YAML.",
    fix: "Correct the text at this place.",
  },
  {
    id: "source-duplicate-key",
    levels: LEVELS.advice,
    description: "Every property of an object has its own name.",
    fix: "Remove or rename one of the properties.",
  },
  {
    id: "source-object",
    levels: LEVELS.refused,
    description: "Documents are objects.",
    fix: "Make sure that this is the right file.",
  },
  {
    id: "source-too-deep",
    levels: LEVELS.refused,
    description: "Documents have a bounded number of levels.",
    fix: "Move parts to definitions, and refer to them.",
  },
  {
    id: "source-too-large",
    levels: LEVELS.refused,
    description: "Documents have a bounded length.",
    fix: "Remove what the connector does not need.",
  },
];
