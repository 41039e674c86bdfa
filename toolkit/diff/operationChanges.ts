import type { Change, Difference, Verdict } from "./change";
import { answerVerdict, isSuccess } from "./answerRules";
import { argumentChange } from "./argumentChange";
import { differences } from "./differences";
import { fieldChange, type FieldChange } from "./fieldChange";
import { inputVerdict } from "./inputRules";
import { operationVerdict } from "./operationRules";
import { outputVerdict } from "./outputRules";
import { renamesIn, type Rename } from "./renames";
import { PLACE, type OperationPair } from "./surface";
import { toChange } from "./toChange";

/** What stays of interest in a field whose type changed: the rest follows from that. */
const BESIDE_TYPE = new Set(["type", "required", "in", "visibility"]);

/** The differences of an operation that both definitions have, and what each of them does. */
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

/** What a call that fails answers has no names that makers know. */
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
  readonly side: "input" | "output" | "notice";
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
  const inNotice = { ...difference, path: difference.path.slice(1) };
  const change = fieldChange(inNotice, "notice", old.notification, next.notification);
  return { side: "notice", change };
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
    subject: side === "notice" ? change.name : `${side} ${change.name}`,
    place: change.place,
    before: change.before,
    after: change.after,
  });
}

const VERDICTS = {
  input: (_pair: OperationPair, change: FieldChange) => inputVerdict(change),
  output: answerVerdict,
  notice: (_pair: OperationPair, change: FieldChange) => outputVerdict(change),
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
  return toChange(answerVerdict(pair, difference), {
    operationId,
    subject: ["answer", status, ...(inside === undefined ? [] : path.slice(-1))].join(" "),
    place: (next.outputs[status] ?? old.outputs[status])?.[PLACE] ?? "",
    before,
    after,
  });
}

function renameChange(pair: OperationPair, { removed, added }: Rename): Change {
  const [before = "", after = ""] = [removed.path.at(-1), added.path.at(-1)];
  const isStatus = removed.path[0] === "outputs" && removed.path.length === 2;
  const place = (added.after as { readonly [PLACE]?: string })[PLACE] ?? "";
  const about = { operationId: pair.operationId, place, before, after };
  if (isStatus) return toChange(STATUS_CHANGED, { ...about, subject: `answer ${before}` });
  const { side, change } = located(pair, removed);
  const kind = side === "input" ? "input-renamed" : "output-renamed";
  const subject = side === "notice" ? change.name : `${side} ${change.name}`;
  return toChange({ ...RENAMED, kind }, { ...about, subject });
}

const RENAMED: Omit<Verdict, "kind"> = {
  level: "breaking",
  message: "It has another name. Flows and formulas know it by the old one.",
  mend: "Leave the name as it was. Makers see its x-ms-summary, which may change.",
};

const STATUS_CHANGED: Verdict = {
  kind: "answer-status-changed",
  level: "warning",
  message: "The same answer has another status. Flows that look at the status do not know it.",
  mend: "Go on answering with the old status.",
};
