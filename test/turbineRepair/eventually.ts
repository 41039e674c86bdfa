import { setTimeout as delay } from "node:timers/promises";

/**
 * What a function gives once it gives something; asked again and again, within bounds.
 *
 * @throws Error that names what was waited for, when it did not come
 */
export async function eventually<Value>(
  what: string,
  give: () => Value | undefined | false | Promise<Value | undefined | false>,
  { timeoutMs = 60_000, everyMs = 100 } = {},
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const value = await give();
    if (value !== undefined && value !== false) return value;
    await delay(everyMs);
  }
  throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`);
}
