import type { Call } from "../contract/operation";
import { addressOf } from "../http/address";
import { askAgain } from "../http/askAgain";
import { Problem } from "../http/problem";
import type { Storage } from "../storage/storage";
import type { Ledger } from "./ledger";
import type { Cursor, Filter } from "./ledgerTable";

/** What a polling trigger reads, and how it is asked. */
export interface PollingTriggerOptions<Item extends object> {
  /** Route of the operation, which the next poll goes to. */
  readonly route: string;
  /** Items that the trigger returns, in their order. */
  ledger(storage: Storage): Ledger<Item>;
  /** How many items one response holds at most. @default 100 */
  readonly batchSize?: number;
  /** Wait before the next poll when no more items are there. @default 15 */
  readonly idleSeconds?: number;
}

/** Input of the operation: its query has the ledger's filter, and the state of `fields.ts`. */
interface Poll {
  readonly query: Filter & { readonly triggerState?: string | undefined };
}

/** Response of a poll: the items that are new, or 202 without any. Both say where to poll next. */
type PollResponse<Item> =
  | { readonly headers: Record<string, string>; readonly jsonBody: Item[]; readonly status?: never }
  | {
      readonly headers: Record<string, string>;
      readonly status: 202;
      readonly jsonBody?: never;
    };

/**
 * The handler of a polling trigger: 200 with a batch of items that are new, or 202 when none are;
 * `Location` carries the state and the filter, `Retry-After` is 0 while more items wait.
 *
 * The first call begins at the newest item; each later one continues where the state that it brings
 * back ended. The state alone decides, so that any sequence of calls sees each item once.
 *
 * The operation's contract has `triggerState` and the properties of the ledger's `filterBy` in its
 * query, `askAgainHeaders` on its response and on `pending`, and an array as its response's schema.
 */
export function pollingTrigger<Item extends object>({
  route,
  ledger: ledgerIn,
  batchSize = 100,
  idleSeconds = 15,
}: PollingTriggerOptions<Item>) {
  return async (
    { query: { triggerState, ...filter } }: Poll,
    { origin, services }: Call,
  ): Promise<PollResponse<Item>> => {
    const ledger = ledgerIn(services.storage);
    const askAfter = ({ epoch, position }: Cursor, waitSeconds: number) => {
      const query = { ...filter, triggerState: `${epoch}.${position}` };
      return askAgain(addressOf(origin, route, query), waitSeconds);
    };
    const end = await ledger.end();
    if (triggerState === undefined) return { status: 202, headers: askAfter(end, idleSeconds) };
    const seen = resume(triggerState, end);
    const found = await ledger.after(seen.position, batchSize + 1, filter);
    const batch = found.slice(0, batchSize);
    const jsonBody = batch.map(({ item }) => item);
    const { position } = batch.at(-1) ?? seen;
    if (found.length > batchSize) return { headers: askAfter({ ...seen, position }, 0), jsonBody };
    // Up to the end, which was read first, the filter has left out what was not found.
    const next = { ...seen, position: Math.max(position, end.position) };
    const headers = askAfter(next, idleSeconds);
    return batch.length > 0 ? { headers, jsonBody } : { status: 202, headers };
  };
}

/** Where a state left off. In a ledger that was begun anew since, everything is new. */
function resume(triggerState: string, end: Cursor): Cursor {
  const [, epoch, position] = /^([0-9a-f-]{36})\.(\d{1,15})$/.exec(triggerState) ?? [];
  if (epoch === undefined) {
    throw new Problem(400, "The trigger state is not one that this trigger has given out.");
  }
  return { epoch: end.epoch, position: epoch === end.epoch ? Number(position) : 0 };
}
