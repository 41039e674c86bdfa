import type { Definition } from "../model/definition";
import { isFilled, objectAt, own } from "../../document/json";
import type { Operation } from "../model/operations";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Rule, type RuleText } from "../rule";

const ANNOTATION = "x-ms-api-annotation";
const MAX_ACTIVE = 2;

export const revisionRules: readonly Rule<Definition>[] = [
  onEachMember({
    id: "revision-missing",
    code: "OperationRevisionEmpty",
    levels: LEVELS.advice,
    description: "An operation of a family has a revision.",
    fix: "Add a revision, starting from 1.",
    fault: ({ revision, operation, family }) =>
      revision === undefined
        ? `${operation.label} is in the family ${quoteValue(family)}, but does not have a revision.`
        : undefined,
  }),
  onEachMember({
    id: "revision-suffix",
    code: "OperationIdShouldEndWithRevision",
    levels: LEVELS.advice,
    description: "The operationId of a later revision ends with its number, such as GetItemsV2.",
    fix: "End the operationId with V and the number of the revision.",
    fault: ({ revision, operation: { id } }) => {
      if (typeof revision !== "number" || id === undefined || revision < 2) return undefined;
      if (id.toUpperCase().endsWith(`V${revision}`)) return undefined;
      return `${quoteValue(id)} is revision ${revision}. Expected it to end with V${revision}.`;
    },
  }),
  onEachMember({
    id: "revision-duplicate",
    code: "OperationFamilyHasDuplicateRevisions",
    levels: LEVELS.refused,
    description: "Every operation of a family has its own revision.",
    fix: "Number the revisions in order.",
    fault: (member, family) => {
      if (member.revision === undefined) return undefined;
      const first = family.find(({ revision }) => revision === member.revision);
      if (first === undefined || first === member) return undefined;
      return `${first.operation.label} also has the revision ${quoteValue(member.revision)}.`;
    },
  }),
  onEachMember({
    id: "revisions-missing",
    code: "OperationFamilyHasManyEmptyRevisions",
    levels: LEVELS.advice,
    description: "At most one operation of a family does not have a revision.",
    fix: "Add a revision to the others.",
    fault: (member, family) => {
      const empty = family.filter(({ revision }) => revision === undefined);
      if (member.revision !== undefined || empty.indexOf(member) < 1) return undefined;
      return `${empty[0]?.operation.label} of family ${quoteValue(member.family)} does not have a revision either.`;
    },
  }),
  onEachMember({
    id: "family-active",
    code: "OperationFamilyHasManyActiveOperations",
    levels: LEVELS.advice,
    description: "A family has at most two operations that are not deprecated.",
    fix: "Set deprecated: true for the older ones.",
    fault: (member, family) => {
      const active = family.filter(isActive);
      if (active.indexOf(member) < MAX_ACTIVE) return undefined;
      return `${quoteValue(member.family)} has ${active.length} operations that are not deprecated.`;
    },
  }),
  onEachMember({
    id: "family-production",
    code: "OperationFamilyHasManyActiveProductionOperations",
    levels: LEVELS.advice,
    description: "A family has one active operation for production.",
    fix: "Set deprecated: true for the older ones.",
    fault: (member, family) => {
      const active = family.filter((other) => isActive(other) && other.status === "Production");
      if (active.indexOf(member) < 1) return undefined;
      return `${active[0]?.operation.label} of family ${quoteValue(member.family)} is also in production.`;
    },
  }),
];

/** An operation that belongs to a family: the revisions of one operation. */
interface Member {
  readonly operation: Operation;
  readonly family: string;
  readonly revision: unknown;
  readonly status: unknown;
}

interface MemberRule extends RuleText {
  readonly fault: (member: Member, family: readonly Member[]) => string | undefined;
}

function onEachMember({ fault, ...text }: MemberRule): Rule<Definition> {
  return {
    ...text,
    *check({ operations }) {
      const members = operations.flatMap(memberOf);
      for (const family of new Set(members.map((member) => member.family))) {
        const together = members.filter((member) => member.family === family);
        for (const member of together) {
          const message = fault(member, together);
          if (message !== undefined)
            yield { path: [...member.operation.path, ANNOTATION], message };
        }
      }
    },
  };
}

function memberOf(operation: Operation): Member[] {
  const annotation = objectAt(operation.node, ANNOTATION);
  const family = own(annotation, "family");
  if (!isFilled(family)) return [];
  const revision = own(annotation, "revision");
  return [{ operation, family, revision, status: own(annotation, "status") }];
}

function isActive({ operation }: Member): boolean {
  return own(operation.node, "deprecated") !== true;
}
