import type { OutputMap } from "@pulumi/pulumi/automation";
import { keyHeader, sendExample } from "../support/sendExample";

/** How long one call may take: the first one after a deployment starts the app. */
const CALL_TIMEOUT_MS = 120_000;

/** @throws Error that names the call whose response is not as expected */
async function expectStatus(what: string, response: Promise<Response>, status: number) {
  const received = await response;
  if (received.status === status) return received;
  const text = (await received.text()).slice(0, 300);
  throw new Error(`${what} responded with status ${received.status}, expected ${status}: ${text}`);
}

function get(url: unknown): Promise<Response> {
  return fetch(String(url), { signal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
}

/**
 * Checks, with one call each and nothing tried again, that a deployment serves its callers.
 *
 * @throws Error with the first that it does not serve
 */
export async function expectServed(outputs: OutputMap): Promise<void> {
  const { exampleCall, apiKey, definitionUrl, tryItUrl, hostName } = valuesOf(outputs);
  const call = { exampleCall } as Parameters<typeof sendExample>[0];
  await expectStatus(
    "The call with the key",
    sendExample(call, { headers: keyHeader(String(apiKey)) }),
    200,
  );
  await expectStatus("The call without a key", sendExample(call), 401);
  const definition = await expectStatus("The definition", get(definitionUrl), 200);
  const { host } = (await definition.json()) as { host: string };
  if (host !== hostName)
    throw new Error(`The definition names the host ${host}, expected ${String(hostName)}.`);
  await expectStatus("The try-it page", get(tryItUrl), 200);
}

/** @throws Error when the app still accepts a key */
export async function expectRefused(outputs: OutputMap, oldKey: unknown): Promise<void> {
  const { exampleCall } = valuesOf(outputs);
  const call = { exampleCall } as Parameters<typeof sendExample>[0];
  await expectStatus(
    "The call with the old key",
    sendExample(call, { headers: keyHeader(String(oldKey)) }),
    401,
  );
}

function valuesOf(outputs: OutputMap): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}
