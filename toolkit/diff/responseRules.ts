import type { Difference, Verdict } from "./change";
import type { FieldChange } from "./fieldChange";
import { outputVerdict } from "./outputRules";
import type { OperationPair, OperationSurface } from "./surface";

/**
 * The effect of a change of a response. Makers use the content of successful responses; that of an
 * error response reaches them as text at most.
 */
export function responseVerdict(pair: OperationPair, change: Difference | FieldChange): Verdict {
  const status = "path" in change ? (change.path[1] ?? "") : (change.name.split("/")[0] ?? "");
  const verdict = verdictOf(pair, change, status);
  if (isSuccess(pair.old, status) || isSuccess(pair.next, status)) return verdict;
  const { fix: _fix, ...rest } = verdict;
  return { ...rest, severity: "safe", message: "The response to a call that fails changed." };
}

function verdictOf(pair: OperationPair, change: Difference | FieldChange, status: string): Verdict {
  if ("name" in change) {
    const isWhole = change.fact === undefined && change.name === status;
    return isWhole ? contentVerdict(change) : outputVerdict(change);
  }
  const [, , inside] = change.path;
  if (inside === undefined) return statusVerdict(pair, change, status);
  if (inside === "texts")
    return { rule: "text-changed", severity: "safe", message: "Its texts changed." };
  return {
    rule: "response-header-changed",
    severity: change.event === "added" ? "safe" : "warning",
    message: "The platform uses some headers, such as Location and Retry-After.",
  };
}

function statusVerdict({ old }: OperationPair, { event }: Difference, status: string): Verdict {
  if (event === "removed") {
    const hasContent = old.outputs[status]?.schema !== undefined;
    return {
      rule: "response-removed",
      severity: hasContent ? "breaking" : "warning",
      message: "It was removed. Flows and formulas that read its content get nothing.",
      fix: "Keep the response.",
    };
  }
  const hadContent = Object.entries(old.outputs).some(
    ([other, { schema }]) => schema && isSuccess(old, other),
  );
  return {
    rule: "response-added",
    severity: hadContent ? "warning" : "safe",
    message: hadContent
      ? "It was added. Flows use the content of one response only."
      : "It was added.",
  };
}

function contentVerdict({ event }: FieldChange): Verdict {
  return event === "removed"
    ? {
        rule: "response-content-removed",
        severity: "breaking",
        message: "It no longer describes its content. Flows and formulas that read it fail.",
        fix: "Keep its schema in the definition.",
      }
    : {
        rule: "response-content-added",
        severity: "warning",
        message:
          "It now describes its content. Formulas that use the operation get a value of another type.",
      };
}

/** Whether a status means success. Where no status does, the default response counts as success. */
export function isSuccess({ outputs }: OperationSurface, status: string): boolean {
  if (status.startsWith("2")) return true;
  return status === "default" && !Object.keys(outputs).some((each) => each.startsWith("2"));
}
