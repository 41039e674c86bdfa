import { jsonPathOf } from "../source/jsonPath";
import type { Reported } from "../text/reported";
import type { FunctionApp, Omission, ProgrammingModel } from "./app/functionApp";
import type { JsonObject } from "../document/json";
import type { Difference, MergePlan, NamedOperation } from "./operations/mergePlan";

/** What is reported of a template, or of a merge: it is for people to look at, and refuses nothing. */
interface Warning extends Reported {
  readonly severity: "warning";
}

/** What is reported of an operation of the definition. */
type OperationWarning = NamedOperation & Warning;

/** What `template --json` prints. */
export interface TemplateReport {
  /** How the app says which functions it has. */
  readonly model: ProgrammingModel;
  readonly added: readonly NamedOperation[];
  /** In the definition and in the app. */
  readonly kept: readonly NamedOperation[];
  readonly changed: readonly (OperationWarning & Pick<Difference, "applied">)[];
  /** Removed from the app. They stay in the definition. */
  readonly removed: readonly OperationWarning[];
  /** Functions that are not in the definition, or not with all their methods and paths. */
  readonly skipped: readonly (Warning & { readonly function: string })[];
  /** The file that has the definition; absent when it is not written to one. */
  readonly file?: string;
  /** Whether the file was written: it is not when it is unchanged. */
  readonly written?: boolean;
  /** Absent when it is in a file. */
  readonly definition?: JsonObject;
}

/** The report on an app and its definition, without where the definition goes. */
export function templateReport(
  app: FunctionApp,
  plan: MergePlan,
  omissions: readonly Omission[],
): TemplateReport {
  const all = [...app.omissions, ...omissions, ...plan.omissions];
  return {
    model: app.model,
    added: plan.added,
    kept: plan.kept,
    changed: plan.changed.map((difference) => changedOperation(difference)),
    removed: plan.removed.map((operation) => removedOperation(operation)),
    skipped: all.map((omission) => skippedFunction(omission)),
  };
}

/** The report for people, beside the definition itself, line by line. */
export function reportLines({ changed, removed, skipped }: TemplateReport): readonly string[] {
  return [
    ...skipped.map(({ message }) => `Skipped: ${message}`),
    ...changed.map(({ applied, message }) => `${applied ? "Changed" : "Unresolved"}: ${message}`),
    ...removed.map(({ message }) => `Removed: ${message}`),
  ];
}

/** What a merge did, in one line. */
export function mergeSummary({ added, kept, removed, file, written }: TemplateReport): string {
  const counts = `${added.length} added, ${kept.length} kept, ${removed.length} removed`;
  return `${file ?? ""}: ${counts}${written === true ? "" : "; unchanged, not written"}.`;
}

function changedOperation({ message, applied, ...operation }: Difference) {
  return {
    ...warningOf(operation, `${nameOf(operation)}: ${message}.`),
    ...(!applied && { fix: "Change its security in the definition, or its function's authLevel." }),
    applied,
  };
}

function removedOperation(operation: NamedOperation): OperationWarning {
  return {
    ...warningOf(operation, `${nameOf(operation)} is no longer in the app. It was kept.`),
    fix: "Delete it from the definition once no flow or app uses it.",
  };
}

function warningOf(operation: NamedOperation, message: string): OperationWarning {
  const path = jsonPathOf(["paths", operation.route, operation.method]);
  return { severity: "warning", path, ...operation, message };
}

function skippedFunction({ functionName, message }: Omission): TemplateReport["skipped"][number] {
  return {
    severity: "warning",
    path: jsonPathOf(["paths"]),
    function: functionName,
    message: `"${functionName}" ${message}.`,
  };
}

function nameOf({ method, route, operationId }: NamedOperation): string {
  const id = operationId === undefined ? "" : ` (${operationId})`;
  return `${method.toUpperCase()} ${route}${id}`;
}
