import type { SwaggerDocument } from "../document/swaggerDocument";
import type { Change, Severity } from "./change";
import { connectorVerdict } from "./connectorRules";
import { surfaceOf } from "./connectorSurface";
import { differences } from "./differences";
import { operationChanges } from "./operationChanges";
import { OPERATION_ADDED, OPERATION_REMOVED, OPERATION_RENAMED } from "./operationRules";
import { PLACE, type OperationSurface, type Surface } from "./surface";
import { toChange } from "./toChange";

/** A definition and where it is from, for errors. */
export interface SourcedDefinition {
  readonly source: string;
  readonly document: SwaggerDocument;
}

/** A host of the reserved domain stands for one that is not filled in yet (RFC 2606). */
const PLACEHOLDER_HOST = /(^|\.)example$/i;

const SEVERITIES: readonly Severity[] = ["breaking", "warning", "safe"];

/**
 * What changed between two definitions of a connector, and the effect of each change on flows, apps,
 * agents and workflows that use the old one. The most severe come first.
 *
 * @throws RangeError when a definition contradicts itself
 */
export function compareDefinitions(before: SourcedDefinition, after: SourcedDefinition): Change[] {
  const [old, next] = [surfaceFrom(before), surfaceFrom(after)];
  const changes = [...connectorChanges(old, next), ...changesOfOperations(old, next)];
  return changes.toSorted(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
}

function surfaceFrom({ source, document }: SourcedDefinition): Surface {
  try {
    return surfaceOf(document);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new RangeError(`${source}: ${cause.message}`, { cause });
  }
}

function connectorChanges({ connector: old }: Surface, { connector: next }: Surface): Change[] {
  const isUnfilled = [old.host, next.host].some((host) => PLACEHOLDER_HOST.test(host));
  return differences(old, next)
    .filter(({ path: [part = ""] }) => !(isUnfilled && ["host", "scheme"].includes(part)))
    .map((difference) => {
      const { before, after } = difference;
      return toChange(connectorVerdict(difference), { place: next[PLACE], before, after });
    });
}

function changesOfOperations(
  { operations: old }: Surface,
  { operations: next }: Surface,
): Change[] {
  const isNew = (id: string) => !(id in old);
  const renamed = new Map(
    Object.entries(old)
      .filter(([id]) => !(id in next))
      .flatMap(([id, { method, path }]) => {
        const found = Object.entries(next).find(
          ([other, each]) => isNew(other) && each.method === method && each.path === path,
        );
        return found ? [[id, found[0]] as const] : [];
      }),
  );
  const names = new Set([...Object.keys(old), ...Object.keys(next)]);
  const takenNames = new Set(renamed.values());
  return [...names].flatMap((operationId): Change[] => {
    const [was, is] = [old[operationId], next[operationId]];
    if (was && is) return operationChanges({ operationId, old: was, next: is });
    if (takenNames.has(operationId)) return [];
    const newName = renamed.get(operationId);
    if (newName !== undefined) return [renameChange(operationId, newName, next[newName])];
    return [presenceChange(operationId, was, is)];
  });
}

function renameChange(operationId: string, newName: string, is?: OperationSurface): Change {
  const place = is?.[PLACE] ?? [];
  return toChange(OPERATION_RENAMED, { operationId, place, before: operationId, after: newName });
}

function presenceChange(
  operationId: string,
  was: OperationSurface | undefined,
  is: OperationSurface | undefined,
): Change {
  const place = (is ?? was)?.[PLACE] ?? [];
  const verdict = was ? OPERATION_REMOVED : OPERATION_ADDED;
  return toChange(verdict, { operationId, place, before: was, after: is });
}
