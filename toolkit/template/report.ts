import type { FunctionApp, Omission, ProgrammingModel } from "./app/functionApp";
import type { JsonObject } from "../document/json";
import type { Difference, MergePlan, NamedOperation } from "./operations/mergePlan";

/** What `template --json` prints. */
export interface TemplateReport {
  /** How the app says which functions it has. */
  readonly model: ProgrammingModel;
  readonly added: readonly NamedOperation[];
  /** In the definition and in the app. */
  readonly kept: readonly NamedOperation[];
  readonly changed: readonly Difference[];
  /** Removed from the app. They stay in the definition. */
  readonly removed: readonly NamedOperation[];
  /** Functions that are not in the definition, or not with all their methods and paths. */
  readonly skipped: readonly { readonly function: string; readonly message: string }[];
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
    changed: plan.changed,
    removed: plan.removed,
    skipped: all.map(({ functionName, message }) => ({ function: functionName, message })),
  };
}

/** The report for people, beside the definition itself, line by line. */
export function reportLines({ changed, removed, skipped }: TemplateReport): readonly string[] {
  return [
    ...skipped.map(({ function: name, message }) => `Skipped: "${name}" ${message}.`),
    ...changed.map((each) => {
      return `${each.applied ? "Changed" : "Unresolved"}: ${nameOf(each)}: ${each.message}.`;
    }),
    ...removed.map((each) => `Removed: ${nameOf(each)} is no longer in the app. It was kept.`),
  ];
}

/** What a merge did, in one line. */
export function mergeSummary({ added, kept, removed, file, written }: TemplateReport): string {
  const counts = `${added.length} added, ${kept.length} kept, ${removed.length} removed`;
  return `${file ?? ""}: ${counts}${written === true ? "" : "; unchanged, not written"}.`;
}

function nameOf({ method, route, operationId }: NamedOperation): string {
  const id = operationId === undefined ? "" : ` (${operationId})`;
  return `${method.toUpperCase()} ${route}${id}`;
}
