import { addressOf } from "../address";
import { Problem } from "../http/problem";
import type { Cursor, Ledger } from "../inspections/ledger";
import { operation } from "../operation";
import { askAgain } from "../polling";
import { contract } from "./contract";

/** How many inspections one answer holds at most. */
const BATCH_SIZE = 100;
const IDLE_SECONDS = 15;

/**
 * The first call begins at the newest inspection; each later one continues where the state that it
 * brings back ended. The state alone decides, so that any sequence of calls sees each inspection once.
 */
export const whenInspectionRecorded = operation(contract, async ({ query }, call) => {
  const { ledger } = call.services;
  const { turbineId } = query;
  const locationAt = ({ epoch, position }: Cursor): string => {
    const triggerState = `${epoch}.${position}`;
    return addressOf(call.origin, contract.route, { turbineId, triggerState });
  };
  // The platform sends the parameter empty on its first call.
  if (!query.triggerState) {
    return { status: 202, headers: askAgain(locationAt(await ledger.end()), IDLE_SECONDS) };
  }
  const cursor = await resume(ledger, query.triggerState);
  const found = await ledger.after(cursor.position, BATCH_SIZE + 1, turbineId);
  const batch = found.slice(0, BATCH_SIZE);
  const last = batch.at(-1);
  if (!last) return { status: 202, headers: askAgain(locationAt(cursor), IDLE_SECONDS) };
  const next = locationAt({ ...cursor, position: last.position });
  return {
    headers: askAgain(next, found.length > batch.length ? 0 : IDLE_SECONDS),
    jsonBody: batch.map(({ inspection }) => inspection),
  };
});

/** Where a state left off. In a ledger that was begun anew since, everything is new. */
async function resume(ledger: Ledger, triggerState: string): Promise<Cursor> {
  const [, epoch, position] = /^([0-9a-f-]{36})\.(\d{1,15})$/.exec(triggerState) ?? [];
  if (epoch === undefined) {
    throw new Problem(400, "The trigger state is not one that this trigger has given out.");
  }
  const end = await ledger.end();
  return end.epoch === epoch ? { epoch, position: Number(position) } : { ...end, position: 0 };
}
