import type { JsonPath } from "../source/jsonPath";
import type { Change, Difference, Verdict } from "./change";
import { responseVerdict, isSuccess } from "./responseRules";
import { argumentChange } from "./argumentChange";
import { differences } from "./differences";
import { fieldChange, type FieldChange } from "./fieldChange";
import { inputVerdict } from "./inputRules";
import { operationVerdict } from "./operationRules";
import { outputVerdict } from "./outputRules";
import { renamesIn, type Rename } from "./renames";
import { PLACE, type OperationPair } from "./surface";
import { toChange } from "./toChange";

/** The facts that are still compared in a field whose type changed: the rest follows from that. */
const BESIDE_TYPE = new Set(["type", "required", "in", "visibility"]);

/** The differences of an operation that both definitions have, and the effect of each. */
export function operationChanges(pair: OperationPair): Change[] {
  const all = differences(pair.old, pair.next);
  const renames = renamesIn(all).filter(({ removed }) => !isInError(pair, removed));
  const rest = all.filter(
    (difference) =>
      !renames.some(({ removed, added }) => removed === difference || added === difference),
  );
  const changes = [
    ...renames.map((rename) => renameChange(pair, rename)),
    ...rest.filter(({ path }) => !isInField(path)).map((each) => partChange(pair, each)),
    ...withoutConsequences(
      rest.filter(({ path }) => isInField(path)).map((each) => located(pair, each)),
    ).map((each) => fieldVerdict(pair, each)),
  ];
  const argument = argumentChange(pair, changes);
  return argument ? [...changes, argument] : changes;
}

/** Makers do not use the names of fields in error responses. */
function isInError({ old }: OperationPair, { path: [part, status = ""] }: Difference): boolean {
  return part === "outputs" && !isSuccess(old, status);
}

function isInField([part, , inside]: readonly string[]): boolean {
  return (
    part === "inputs" || part === "notification" || (part === "outputs" && inside === "schema")
  );
}

/** A field's difference, and of what the field is a part. */
interface Located {
  readonly side: "input" | "output" | "notification";
  readonly change: FieldChange;
}

function located({ old, next }: OperationPair, difference: Difference): Located {
  const [part, key = "", ...path] = difference.path;
  if (part === "inputs") {
    const change = fieldChange({ ...difference, path }, key, old.inputs[key], next.inputs[key]);
    return { side: "input", change };
  }
  if (part === "outputs") {
    const [before, after] = [old.outputs[key]?.schema, next.outputs[key]?.schema];
    const inSchema = { ...difference, path: path.slice(1) };
    return { side: "output", change: fieldChange(inSchema, key, before, after) };
  }
  const inNotification = { ...difference, path: difference.path.slice(1) };
  const change = fieldChange(inNotification, "notification", old.notification, next.notification);
  return { side: "notification", change };
}

function withoutConsequences(all: readonly Located[]): Located[] {
  const retyped = all.filter(({ change }) => change.fact === "type");
  return all.filter(
    ({ side, change }) =>
      !retyped.some(
        (other) =>
          other.side === side &&
          (change.name.startsWith(`${other.change.name}/`) ||
            (change.name === other.change.name && !BESIDE_TYPE.has(change.fact ?? "type"))),
      ),
  );
}

function fieldVerdict(pair: OperationPair, { side, change }: Located): Change {
  return toChange(VERDICTS[side](pair, change), {
    operationId: pair.operationId,
    subject: side === "notification" ? change.name : `${side} ${change.name}`,
    place: change.place,
    before: change.before,
    after: change.after,
  });
}

const VERDICTS = {
  input: (_pair: OperationPair, change: FieldChange) => inputVerdict(change),
  output: responseVerdict,
  notification: (_pair: OperationPair, change: FieldChange) => outputVerdict(change),
};

function partChange(pair: OperationPair, difference: Difference): Change {
  const { operationId, old, next } = pair;
  const { path, before, after } = difference;
  const [part, status = "", inside] = path;
  if (part !== "outputs") {
    return toChange(operationVerdict(difference), {
      operationId,
      place: next[PLACE],
      before,
      after,
    });
  }
  return toChange(responseVerdict(pair, difference), {
    operationId,
    subject: ["response", status, ...(inside === undefined ? [] : path.slice(-1))].join(" "),
    place: (next.outputs[status] ?? old.outputs[status])?.[PLACE] ?? [],
    before,
    after,
  });
}

function renameChange(pair: OperationPair, { removed, added }: Rename): Change {
  const [before = "", after = ""] = [removed.path.at(-1), added.path.at(-1)];
  const isStatus = removed.path[0] === "outputs" && removed.path.length === 2;
  const place = (added.after as { readonly [PLACE]?: JsonPath })[PLACE] ?? [];
  const about = { operationId: pair.operationId, place, before, after };
  if (isStatus) return toChange(STATUS_CHANGED, { ...about, subject: `response ${before}` });
  const { side, change } = located(pair, removed);
  const rule = side === "input" ? "input-renamed" : "output-renamed";
  const subject = side === "notification" ? change.name : `${side} ${change.name}`;
  return toChange({ ...RENAMED, rule }, { ...about, subject });
}

const RENAMED: Omit<Verdict, "rule"> = {
  severity: "breaking",
  message: "It was renamed. Flows and formulas refer to it by the old name.",
  fix: "Keep the name. Makers see its x-ms-summary, which may change.",
};

const STATUS_CHANGED: Verdict = {
  rule: "response-status-changed",
  severity: "warning",
  message: "The same response has another status. Flows that check the status do not expect it.",
  fix: "Keep the old status.",
};
