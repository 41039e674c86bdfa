import type { InvocationContext } from "@azure/functions";
import type { Services } from "./services";

/** Work that is done when a message arrives. Each message may arrive more than once. */
export interface QueueWorker {
  /** Also the name of the deployed function. */
  readonly name: string;
  readonly queueName: string;
  /** When it throws, the host brings the message again a few times, then moves it to the poison queue. */
  handle(message: unknown, services: Services, context: InvocationContext): Promise<void>;
}
