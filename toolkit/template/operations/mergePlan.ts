import {
  type DefinedOperation,
  declaredPathParameters,
  definedOperations,
} from "./definedOperations";
import { type Edit, withEdits } from "../text/edit";
import type { Method } from "../../document/methods";
import type { Omission } from "../app/functionApp";
import { isObject, type JsonObject } from "../../document/json";
import { type NewOperation, newOperationEdits, newOperations } from "./newOperations";
import { securityQuestion } from "./operationSecurity";
import { pathParameterNames } from "../route/pathKey";
import { pathParameter } from "../route/pathParameter";
import { type Placement, placements } from "./placement";
import type { TemplateOperation } from "./templateOperations";

/** An operation, as reports name it. */
export interface NamedOperation {
  readonly method: Method;
  /** Its path in the definition, which starts at the base path. */
  readonly route: string;
  readonly operationId?: string;
  /** The function behind it. */
  readonly function?: string;
}

/** A difference between an operation and its function. */
export interface Difference extends NamedOperation {
  /** Reads after the operation: "its function is anonymous, yet …". */
  readonly message: string;
  /** True where the definition was changed; else it is unresolved, for people to decide. */
  readonly applied: boolean;
}

/** How a definition comes to have an app's operations, and how the two compare. */
export interface MergePlan {
  readonly edits: readonly Edit[];
  readonly added: readonly NamedOperation[];
  /** In the definition and in the app. */
  readonly kept: readonly NamedOperation[];
  readonly changed: readonly Difference[];
  /** In the definition only. They stay there. */
  readonly removed: readonly NamedOperation[];
  readonly omissions: readonly Omission[];
}

/** An operation that both the definition and the app have. */
type Match = Placement & { readonly match: DefinedOperation };

/**
 * Compares a definition with an app's operations. What the definition says about an operation is
 * people's and stays. What it lacks is added: operations, and path parameters that a path names and
 * nothing declares. All other differences are reported.
 */
export function mergePlan(
  definition: JsonObject,
  operations: readonly TemplateOperation[],
): MergePlan {
  const { placed, outside } = placements(definition, operations);
  const matches = placed.filter((each): each is Match => each.match !== undefined);
  const additions = newOperations(
    definition,
    placed.filter(({ match }) => match === undefined),
  );
  const parameters = matches.flatMap((match) => undeclaredParameters(definition, match));
  const matched = new Set(matches.map(({ match }) => match.operation));
  const edits = [
    ...newOperationEdits(definition, additions),
    ...parameters.map(({ edit }) => edit),
  ];
  const edited = withEdits(definition, edits);
  return {
    edits,
    added: additions.map((addition) => nameOfAddition(addition)),
    kept: matches.map((match) => nameOfMatch(match)),
    changed: [
      ...parameters.map(({ difference }) => difference),
      ...matches.flatMap((match) =>
        security(edited, match.template, match.match.operation, nameOfMatch(match)),
      ),
      ...additions.flatMap((addition) =>
        security(edited, addition.placement.template, addition.operation, nameOfAddition(addition)),
      ),
    ],
    removed: definedOperations(definition)
      .filter(({ operation }) => !matched.has(operation))
      .map((each) => nameOfDefined(each)),
    omissions: outside.map((template) => ({
      functionName: template.functionName,
      message:
        `takes ${template.method.toUpperCase()} ${template.path}, ` +
        `which is outside the definition's basePath ${JSON.stringify(definition["basePath"])}`,
    })),
  };
}

/** The edit that declares the parameters that a path names and nothing declares, if there are any. */
function undeclaredParameters(
  definition: JsonObject,
  placement: Match,
): [] | [{ edit: Edit; difference: Difference }] {
  const { match, template } = placement;
  const declared = declaredPathParameters(definition, match);
  if (declared === undefined) return [];
  const names = pathParameterNames(match.path);
  const missing = template.parameters.flatMap((parameter, index) => {
    const name = names[index];
    return name === undefined || declared.includes(name) ? [] : [{ name, parameter }];
  });
  if (missing.length === 0) return [];
  const items = missing.map(({ name, parameter }) => pathParameter(name, parameter));
  const at = ["paths", match.path, match.method];
  const edit: Edit =
    match.operation["parameters"] === undefined
      ? { kind: "entries", at, entries: { parameters: items } }
      : { kind: "items", at: [...at, "parameters"], items };
  const message = `declares the path parameter ${missing.map(({ name }) => name).join(", ")} now`;
  return [{ edit, difference: { ...nameOfMatch(placement), message, applied: true } }];
}

function security(
  definition: unknown,
  { authLevel }: TemplateOperation,
  operation: JsonObject,
  name: NamedOperation,
): readonly Difference[] {
  const message = isObject(definition)
    ? securityQuestion(definition, operation, authLevel)
    : undefined;
  return message === undefined ? [] : [{ ...name, message, applied: false }];
}

function nameOfDefined({ method, path, operation }: DefinedOperation): NamedOperation {
  const { operationId } = operation;
  return { method, route: path, ...(typeof operationId === "string" ? { operationId } : {}) };
}

function nameOfMatch({ match, template }: Match): NamedOperation {
  return { ...nameOfDefined(match), function: template.functionName };
}

function nameOfAddition({ placement, operationId }: NewOperation): NamedOperation {
  const { template, path } = placement;
  return { method: template.method, route: path, operationId, function: template.functionName };
}
