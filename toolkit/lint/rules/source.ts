import type { SourceProblem } from "../../source/parsedSource";
import { LEVELS, type RuleText } from "../rule";

type SourceRule = RuleText & { readonly id: SourceProblem["rule"] };

/** What is checked while a document is read, before any rule of its content. */
export const sourceRules: readonly SourceRule[] = [
  {
    id: "source-syntax",
    levels: LEVELS.refused,
    description: "Documents are JSON, or YAML where a definition is called .yaml.",
    fix: "Correct the text where it is named.",
  },
  {
    id: "source-duplicate-key",
    levels: LEVELS.advice,
    description: "No object has two properties of one name.",
    fix: "Remove or rename one of them.",
  },
  {
    id: "source-object",
    levels: LEVELS.refused,
    description: "Documents are objects, with properties by name.",
    fix: "See that this is the file that was meant.",
  },
  {
    id: "source-too-deep",
    levels: LEVELS.refused,
    description: "Documents have a bounded number of levels.",
    fix: "Describe parts of it in definitions, and refer to them.",
  },
  {
    id: "source-too-large",
    levels: LEVELS.refused,
    description: "Documents have a bounded length.",
    fix: "Leave out what the connector does not need.",
  },
];
