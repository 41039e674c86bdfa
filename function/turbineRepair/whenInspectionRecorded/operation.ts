import { addressOf } from "../../http/address";
import { askAgain } from "../../http/polling";
import { Problem } from "../../http/problem";
import type { Cursor } from "../../polling/ledgerTable";
import { operation } from "../../contract/operation";
import { contract } from "./contract";

/** How many inspections one answer holds at most. */
const BATCH_SIZE = 100;
const IDLE_SECONDS = 15;

/**
 * The first call begins at the newest inspection; each later one continues where the state that it
 * brings back ended. The state alone decides, so that any sequence of calls sees each inspection once.
 */
export const whenInspectionRecorded = operation(contract, async ({ query }, call) => {
  const { turbineId, triggerState } = query;
  const { ledger } = call.services;
  const askAfter = ({ epoch, position }: Cursor, waitSeconds: number) => {
    const state = { turbineId, triggerState: `${epoch}.${position}` };
    return askAgain(addressOf(call.origin, contract.route, state), waitSeconds);
  };
  const end = await ledger.end();
  if (triggerState === undefined) return { status: 202, headers: askAfter(end, IDLE_SECONDS) };
  const seen = resume(triggerState, end);
  const found = await ledger.after(seen.position, BATCH_SIZE + 1, turbineId);
  const batch = found.slice(0, BATCH_SIZE);
  const jsonBody = batch.map(({ inspection }) => inspection);
  const { position } = batch.at(-1) ?? seen;
  if (found.length > BATCH_SIZE) return { headers: askAfter({ ...seen, position }, 0), jsonBody };
  // Up to the end, which was read first, what was not found is of other turbines.
  const next = { ...seen, position: Math.max(position, end.position) };
  const headers = askAfter(next, IDLE_SECONDS);
  return batch.length > 0 ? { headers, jsonBody } : { status: 202, headers };
});

/** Where a state left off. In a ledger that was begun anew since, everything is new. */
function resume(triggerState: string, end: Cursor): Cursor {
  const [, epoch, position] = /^([0-9a-f-]{36})\.(\d{1,15})$/.exec(triggerState) ?? [];
  if (epoch === undefined) {
    throw new Problem(400, "The trigger state is not one that this trigger has given out.");
  }
  return { epoch: end.epoch, position: epoch === end.epoch ? Number(position) : 0 };
}
