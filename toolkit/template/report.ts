import type { FunctionApp, Omission, ProgrammingModel } from "./app/functionApp";
import type { JsonObject } from "./text/json";
import type { Difference, MergePlan, NamedOperation } from "./operations/mergePlan";

/** What `template --json` prints. */
export interface TemplateReport {
  /** How the app says which functions it has. */
  readonly model: ProgrammingModel;
  readonly added: readonly NamedOperation[];
  /** In the definition and in the app. */
  readonly kept: readonly NamedOperation[];
  readonly changed: readonly Difference[];
  /** In the definition only. They stay there. */
  readonly vanished: readonly NamedOperation[];
  /** Functions that are not in the definition, or not with all their methods and paths. */
  readonly skipped: readonly { readonly function: string; readonly reason: string }[];
  /** The file that has the definition; absent when it is not written to one. */
  readonly file?: string;
  /** Whether the file was written; it is not when nothing in it would change. */
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
    vanished: plan.vanished,
    skipped: all.map(({ functionName, reason }) => ({ function: functionName, reason })),
  };
}

/** What a person should know of a report beside the definition itself, line by line. */
export function reportLines({ changed, vanished, skipped }: TemplateReport): readonly string[] {
  return [
    ...skipped.map(({ function: name, reason }) => `Left out: "${name}" ${reason}.`),
    ...changed.map((each) => {
      return `${each.applied ? "Changed" : "To decide"}: ${nameOf(each)}: ${each.what}.`;
    }),
    ...vanished.map((each) => `Vanished: ${nameOf(each)} is no longer in the app. It was kept.`),
  ];
}

/** What a merge did, in one line. */
export function mergeSummary({ added, kept, vanished, file, written }: TemplateReport): string {
  const counts = `${added.length} added, ${kept.length} kept, ${vanished.length} vanished`;
  return `${file ?? ""}: ${counts}${written === true ? "" : "; not written, for nothing changed"}.`;
}

function nameOf({ method, path, operationId }: NamedOperation): string {
  const id = operationId === undefined ? "" : ` (${operationId})`;
  return `${method.toUpperCase()} ${path}${id}`;
}
