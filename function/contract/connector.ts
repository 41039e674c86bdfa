import type { About } from "./about";
import type { Contract } from "./contract";
import type { Operation } from "./operation";
import type { QueueWorker } from "./queueWorker";

/** A connector: how it describes itself, its operations, and its work in the background. */
export interface Connector {
  readonly about: About;
  /** Every operation that is deployed and published, in the order of the definition. */
  readonly operations: readonly Operation[];
  /** Everything that works in the background, each on the messages of its queue. */
  readonly queueWorkers: readonly QueueWorker[];
  /** The worked example, in whose place `npm run init` puts a connector of one's own. @default false */
  readonly isExample?: true;
}

/**
 * The operation that stands for the connector: the one that its contract marks as primary, else the first.
 *
 * @throws RangeError when the connector has no operation
 */
export function primaryContract({ about, operations }: Connector): Contract {
  const contracts = operations.map(({ contract }) => contract);
  const primary = contracts.find(({ isPrimary }) => isPrimary) ?? contracts[0];
  if (primary) return primary;
  throw new RangeError(
    `The connector "${about.info.title}" has no operation. Register at least one.`,
  );
}
