import { readFileSync } from "node:fs";
import { type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { deployer } from "../../../local/identity/deployer";
import { deployerTokenFile } from "../../../local/identity/deployerAssertion";
import type { Started } from "./startedCloud";

/** What a REST call was answered with. */
export interface RestAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Parsed JSON; undefined for no body. */
  body: any; // eslint-disable-line typescript/no-explicit-any
}

/** One REST call. */
export interface RestCallOptions {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Uint8Array;
}

/** Where a cloud's certificate is, which clients must trust. */
export function certificateOf({ directory }: Started): string {
  return readFileSync(join(directory, "certificate.pem"), "utf8");
}

/** Sends one request over https. */
export async function httpsCall(
  started: Started,
  url: string,
  { method = "GET", headers = {}, body }: RestCallOptions = {},
): Promise<RestAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, headers, ca: certificateOf(started), agent: false },
      (response) => {
        buffer(response).then((bytes) => {
          const text = bytes.toString("utf8");
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: text === "" ? undefined : JSON.parse(text),
          });
        }, reject);
      },
    );
    sent.on("error", reject).end(body);
  });
}

/** Address of a cloud's Azure Resource Manager, without a final slash. */
export function armOrigin({ armPort }: Started): string {
  return `https://127.0.0.1:${armPort}`;
}

/** A form that asks the directory for the deployer's token. */
export function tokenForm(started: Started, changes: Record<string, string> = {}): string {
  return new URLSearchParams({
    grant_type: "client_credentials",
    client_id: deployer.clientId,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: readFileSync(deployerTokenFile(started.directory), "utf8"),
    scope: "https://management.azure.com/.default",
    ...changes,
  }).toString();
}

/** Asks the directory for a token. */
export async function askForToken(started: Started, form: string): Promise<RestAnswer> {
  const { tenantId } = started.cloud;
  return httpsCall(started, `${armOrigin(started)}/${tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form,
  });
}

/** The deployer's token for Azure Resource Manager, or for another scope. */
export async function deployerToken(started: Started, scope?: string): Promise<string> {
  const { body } = await askForToken(started, tokenForm(started, scope ? { scope } : {}));
  return String(body.access_token);
}

/** Calls Azure Resource Manager as the deployer. */
export type ArmClient = (method: string, path: string, body?: unknown) => Promise<RestAnswer>;

/** Versions of the APIs that a path's last namespace belongs to. */
const apiVersions: [RegExp, string][] = [
  [/\/providers\/Microsoft\.Authorization\/./i, "2022-04-01"],
  [/\/providers\/[^/]+(\/register)?$/i, "2022-09-01"],
  [/\/providers\/Microsoft\.Web\/./i, "2024-04-01"],
  [/\/providers\/Microsoft\.Storage\/./i, "2023-05-01"],
  [/./, "2022-09-01"],
];

/** Makes a client of a cloud's Azure Resource Manager, which names an api-version that fits the path. */
export async function armClient(started: Started): Promise<ArmClient> {
  const token = await deployerToken(started);
  return async (method, path, body) => {
    const url = new URL(path, armOrigin(started));
    const [, version = ""] = apiVersions.find(([api]) => api.test(url.pathname)) ?? [];
    if (!url.searchParams.has("api-version")) url.searchParams.set("api-version", version);
    return httpsCall(started, url.href, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };
}
