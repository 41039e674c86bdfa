import type { Panel } from "../../local/panel";

/** What differs from the example call as it is printed. */
export interface ExampleOptions {
  readonly method?: string;
  /** In addition to the example's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Query parameters in addition to the example's own. */
  readonly query?: Readonly<Record<string, string>>;
}

/** Sends the example call of a deployment, whatever its connector is; without credentials of its own. */
export async function sendExample(
  { exampleCall }: Pick<Panel, "exampleCall">,
  { method, headers = {}, query = {} }: ExampleOptions = {},
): Promise<Response> {
  if (!exampleCall) throw new Error("The deployment has no output exampleCall.");
  const { url, body } = exampleCall;
  const address = new URL(url);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return fetch(address, {
    method: method ?? exampleCall.method,
    headers: { ...exampleCall.headers, ...headers },
    ...(body !== undefined && { body }),
  });
}

/** The header in which the Functions host accepts its key. */
export function keyHeader(key: string): Record<string, string> {
  return { "x-functions-key": key };
}
