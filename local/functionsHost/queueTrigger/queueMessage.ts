import type { TypedData } from "../protocol";

/** A message as storage delivers it. */
export interface QueueMessage {
  readonly id: string;
  /** As it is stored. */
  readonly text: string;
  /** How often it was delivered, including this time. */
  readonly dequeueCount: number;
  readonly popReceipt: string;
  readonly insertionTime: Date;
  readonly expirationTime: Date;
  readonly nextVisibleTime: Date;
}

/** What a call for a message is made with. */
export interface MessageInput {
  readonly input: TypedData;
  readonly triggerMetadata: Readonly<Record<string, TypedData>>;
}

/**
 * The bytes that a message's text encodes.
 * @returns undefined when the text is not written as host.json's `messageEncoding` says.
 */
export function messageBytes(text: string, encoding: "base64" | "none"): Buffer | undefined {
  if (encoding === "none") return Buffer.from(text);
  const digits = text.replaceAll(/\s/g, "");
  const isBase64 = digits.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(digits);
  return isBase64 ? Buffer.from(digits, "base64") : undefined;
}

/**
 * What the host sends to code for a message: a text, of which the library makes the JSON value that it holds, or
 * bytes; and what it knows of the message.
 * @throws TypeError when code expects text, and the bytes are not valid UTF-8.
 */
export function messageInput(
  message: QueueMessage,
  bytes: Uint8Array,
  isBinary: boolean,
): MessageInput {
  const metadata = {
    dequeueCount: { int: message.dequeueCount },
    expirationTime: time(message.expirationTime),
    id: { string: message.id },
    insertionTime: time(message.insertionTime),
    nextVisibleTime: time(message.nextVisibleTime),
    popReceipt: { string: message.popReceipt },
  };
  if (isBinary) return { input: { bytes }, triggerMetadata: metadata };
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  const input = { string: text };
  return { input, triggerMetadata: { queueTrigger: input, ...metadata } };
}

/** A time as .NET formats it, with its offset from UTC. */
function time(date: Date): TypedData {
  return { json: JSON.stringify(date.toISOString().replace(/\.000Z$|Z$/, "+00:00")) };
}
