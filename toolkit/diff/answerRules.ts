import type { Difference, Verdict } from "./change";
import type { FieldChange } from "./fieldChange";
import { outputVerdict } from "./outputRules";
import type { OperationPair, OperationSurface } from "./surface";

/**
 * What a change of an answer does. Makers work with what a call that succeeds answers; an error's
 * content reaches them as text at most.
 */
export function answerVerdict(pair: OperationPair, change: Difference | FieldChange): Verdict {
  const status = "path" in change ? (change.path[1] ?? "") : (change.name.split("/")[0] ?? "");
  const verdict = verdictOf(pair, change, status);
  if (isSuccess(pair.old, status) || isSuccess(pair.next, status)) return verdict;
  const { mend: _mend, ...rest } = verdict;
  return { ...rest, level: "safe", message: "What it answers to a call that fails changed." };
}

function verdictOf(pair: OperationPair, change: Difference | FieldChange, status: string): Verdict {
  if ("name" in change) {
    const isWhole = change.fact === undefined && change.name === status;
    return isWhole ? contentVerdict(change) : outputVerdict(change);
  }
  const [, , inside] = change.path;
  if (inside === undefined) return statusVerdict(pair, change, status);
  if (inside === "texts")
    return { kind: "text-changed", level: "safe", message: "Its texts changed." };
  return {
    kind: "answer-header-changed",
    level: change.event === "added" ? "safe" : "warning",
    message: "The platform follows some headers, such as Location and Retry-After.",
  };
}

function statusVerdict({ old }: OperationPair, { event }: Difference, status: string): Verdict {
  if (event === "removed") {
    const hasContent = old.outputs[status]?.schema !== undefined;
    return {
      kind: "answer-removed",
      level: hasContent ? "breaking" : "warning",
      message: "It is gone. Flows and formulas that read its content get nothing.",
      mend: "Go on answering it.",
    };
  }
  const hadContent = Object.entries(old.outputs).some(
    ([other, { schema }]) => schema && isSuccess(old, other),
  );
  return {
    kind: "answer-added",
    level: hadContent ? "warning" : "safe",
    message: hadContent ? "It is new. Flows know the content of one answer only." : "It is new.",
  };
}

function contentVerdict({ event }: FieldChange): Verdict {
  return event === "removed"
    ? {
        kind: "answer-content-removed",
        level: "breaking",
        message: "It says no more what it contains. Flows and formulas that read it fail.",
        mend: "Leave its schema in the definition.",
      }
    : {
        kind: "answer-content-added",
        level: "warning",
        message:
          "It says what it contains. Formulas that use the operation get a value of another type.",
      };
}

/** Whether a status is one of success. Where none is, the default answer counts as that. */
export function isSuccess({ outputs }: OperationSurface, status: string): boolean {
  if (status.startsWith("2")) return true;
  return status === "default" && !Object.keys(outputs).some((each) => each.startsWith("2"));
}
