import type { Storage } from "./storage";

/** A message that never expires by itself. */
const FOREVER = -1;

/** Where a message goes and when it is first seen. */
export interface Posting {
  readonly queueName: string;
  /** A JSON value. */
  readonly message: object;
  /** A whole number. @default 0 */
  readonly delaySeconds?: number;
}

/** Puts a message on a queue, in the encoding that the Functions host expects by default. */
export async function sendMessage(storage: Storage, posting: Posting): Promise<void> {
  const { queueName, message, delaySeconds = 0 } = posting;
  const text = Buffer.from(JSON.stringify(message)).toString("base64");
  await storage.queue(queueName, (queue) =>
    queue.sendMessage(text, { visibilityTimeout: delaySeconds, messageTimeToLive: FOREVER }),
  );
}

/** The queue that keeps what could not be processed, as the Functions host names it. */
export function poisonQueueOf(queueName: string): string {
  return `${queueName}-poison`;
}
