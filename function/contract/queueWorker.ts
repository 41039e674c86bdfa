import type { InvocationContext } from "@azure/functions";
import type { Services } from "./services";

/** Work that is done when a message arrives. Each message may arrive more than once. */
export interface QueueWorker {
  /** Also the name of the deployed function. */
  readonly name: string;
  readonly queueName: string;
  /** What it throws makes the host bring the message again, a few times, then set it aside. */
  handle(message: unknown, services: Services, context: InvocationContext): Promise<void>;
}
