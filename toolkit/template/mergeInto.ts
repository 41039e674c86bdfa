import { type DefinitionText, editDefinition } from "./text/definitionText";
import { type Edit, entriesEdit } from "./text/edit";
import { type MergePlan, mergePlan } from "./operations/mergePlan";
import type { TemplateOperation } from "./operations/templateOperations";

/** A definition's text after a merge, and what the merge did. */
export interface Merge {
  readonly source: DefinitionText;
  readonly plan: MergePlan;
}

/**
 * Adds what an app has and a definition lacks to the definition's text. Whatever the text says
 * stays as it is written; a second merge changes nothing.
 *
 * @param host the host that the definition is to have; undefined for its own
 * @throws Error when the text has a form that cannot be edited safely.
 */
export function mergeInto(
  source: DefinitionText,
  operations: readonly TemplateOperation[],
  host: string | undefined,
): Merge {
  const plan = mergePlan(source.definition, operations);
  const edits = [...plan.edits, ...hostEdits(source, host)];
  return { source: editDefinition(source, edits), plan };
}

function hostEdits({ definition }: DefinitionText, host: string | undefined): readonly Edit[] {
  if (host === undefined || definition["host"] === host) return [];
  return definition["host"] === undefined
    ? [entriesEdit(definition, [], { host })]
    : [{ kind: "value", at: ["host"], value: host }];
}
