import { declaredPathParameters, definedOperations, pathsOf } from "./definedOperations";
import { type Edit, entriesEdit } from "../text/edit";
import type { JsonObject } from "../../document/json";
import { KEY_SCHEME_NAME, type NewSecurity, keyScheme, newSecurity } from "./operationSecurity";
import { pathParameterNames } from "../route/pathKey";
import { pathParameter } from "../route/pathParameter";
import type { Placement } from "./placement";
import { freeId } from "./uniqueIds";

/** An operation that a definition is to have. */
export interface NewOperation {
  readonly placement: Placement;
  readonly operationId: string;
  readonly security: NewSecurity;
  /** In the portal's form. */
  readonly operation: JsonObject;
}

/**
 * The new operations of a definition, in the form of the portal's template. What certification or
 * an import would refuse in that form is better here: a valid and unique operationId, a summary, a
 * description without a link, and every path parameter declared.
 */
export function newOperations(
  definition: JsonObject,
  placed: readonly Placement[],
): readonly NewOperation[] {
  const takenIds = definedOperations(definition).flatMap(({ operation: { operationId } }) =>
    typeof operationId === "string" ? [operationId] : [],
  );
  return placed.map((placement) => {
    const { template, path } = placement;
    const operationId = freeId(template.operationId, takenIds);
    takenIds.push(operationId);
    const security = newSecurity(definition, template.authLevel);
    const operation = {
      operationId,
      summary: template.summary,
      produces: [],
      consumes: [],
      parameters: parametersOf(definition, placement),
      description: "Replace with a sentence that says what the operation does.",
      responses: { "200": { description: "Success operation" } },
      ...(security.security === undefined ? {} : { security: security.security }),
    };
    return { placement: { ...placement, path }, operationId, security, operation };
  });
}

/** Those of the path, by the names that it has for them, but not what is declared for all of it. */
function parametersOf(definition: JsonObject, { template, path }: Placement): readonly unknown[] {
  const declared = declaredPathParameters(definition, { path, operation: {} }) ?? [];
  const names = pathParameterNames(path);
  return template.parameters.flatMap((parameter, index) => {
    const name = names[index] ?? parameter.name;
    return declared.includes(name) ? [] : [pathParameter(name, parameter)];
  });
}

/** The edits that add the operations to the definition, and their key's scheme when it needs one. */
export function newOperationEdits(
  definition: JsonObject,
  additions: readonly NewOperation[],
): readonly Edit[] {
  const items = new Map<string, JsonObject>();
  for (const { placement, operation } of additions) {
    const { path, template } = placement;
    items.set(path, { ...items.get(path), [template.method]: operation });
  }
  const isThere = (path: string) => Object.hasOwn(pathsOf(definition), path);
  const ofPaths = [...items].filter(([path]) => isThere(path));
  const newPaths = [...items].filter(([path]) => !isThere(path));
  return [
    ...ofPaths.map(([path, item]) => entriesEdit(definition, ["paths", path], item)),
    ...(newPaths.length > 0
      ? [entriesEdit(definition, ["paths"], Object.fromEntries(newPaths))]
      : []),
    ...(additions.some(({ security }) => security.addsKeyScheme)
      ? [entriesEdit(definition, ["securityDefinitions"], { [KEY_SCHEME_NAME]: keyScheme })]
      : []),
  ];
}
