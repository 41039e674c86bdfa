import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as sdk from "postman-collection";
import type { Collection, RequestItem } from "../../toolkit/postman/collectionTypes";

/** The requests of a collection, by name, in folders or not. */
export function requestsOf({ item }: Collection): ReadonlyMap<string, RequestItem> {
  const items = item.flatMap((each) => ("item" in each ? each.item : [each]));
  return new Map(items.map((each) => [each.name, each]));
}

export function requestNamed(collection: Collection, name: string): RequestItem {
  const found = requestsOf(collection).get(name);
  if (!found) throw new Error(`no request ${name} in ${[...requestsOf(collection).keys()].join()}`);
  return found;
}

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/**
 * Sends a request of a collection as Postman does, by Postman's own model of collections, with values
 * for its variables, to an API on this machine.
 */
export async function send(
  collection: Collection,
  name: string,
  variables: Readonly<Record<string, string>> = {},
  answer: (received: Received) => Promise<string> = () => Promise.resolve(""),
): Promise<{ received: Received; answered: string }> {
  let received: Received | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      received = { method, url, headers, body: Buffer.concat(chunks).toString() };
      answer(received).then(
        (text) => response.end(text),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const baseUrl = `http://127.0.0.1:${port}`;
    const { url, ...init } = resolved(collection, name, { baseUrl, ...variables });
    const answered = await (await fetch(url, init)).text();
    if (!received) throw new Error("nothing was received");
    return { received, answered };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A request with its variables filled in and its authentication added. */
function resolved(
  collection: Collection,
  name: string,
  values: Readonly<Record<string, string>>,
): { url: string; method: string; headers: [string, string][]; body: string | null } {
  const model = new sdk.Collection(collection);
  const own = Object.entries(values).map(([key, value]) => ({ key, value }));
  const scope = new sdk.VariableScope(own, [model.variables]);
  const item = model.oneDeep(name);
  if (!sdk.Item.isItem(item)) throw new Error(`no request ${name}`);
  const fill = (text: string) => scope.replaceIn(text);
  const { request } = item;
  const settings = request.auth?.parameters().all() ?? [];
  const auth = new Map(settings.map(({ key, value }) => [key, fill(value)]));
  const credential: [string, string] = [auth.get("key") ?? "", auth.get("value") ?? ""];
  const type = request.auth?.type;
  const path = request.url.getPathWithQuery();
  const inPath = path.replaceAll(/:(\w+)/g, (_match, variable: string) =>
    encodeURIComponent(fill(request.url.variables.get(variable) ?? "")),
  );
  const url = new URL(fill(`{{baseUrl}}${inPath}`));
  for (const parameter of request.url.query.all()) {
    if (parameter.disabled) url.searchParams.delete(parameter.key);
  }
  if (type === "apikey" && auth.get("in") === "query") url.searchParams.append(...credential);
  const headers = request.headers
    .all()
    .filter(({ disabled }) => !disabled)
    .map((header): [string, string] => [header.key, fill(header.value)]);
  if (type === "apikey" && auth.get("in") === "header") headers.push(credential);
  if (type === "basic") {
    const credentials = Buffer.from(`${auth.get("username")}:${auth.get("password")}`);
    headers.push(["Authorization", `Basic ${credentials.toString("base64")}`]);
  }
  if (type === "oauth2") headers.push(["Authorization", `Bearer ${auth.get("accessToken")}`]);
  const body = request.body?.isEmpty() === false ? fill(request.body.toString()) : null;
  return { url: url.href, method: request.method, headers, body };
}
