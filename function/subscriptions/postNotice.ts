import { lookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { isIP } from "node:net";
import {
  isAdmittedLoopback,
  isPublicAddress,
  problemOf,
  type CallbackRules,
} from "./callbackAddress";

/** Flows answer at once and work afterwards; who takes longer is not there. */
const TIMEOUT_MS = 10_000;

/** How a receiver took a notice. */
export interface Outcome {
  /** @default it did not answer */
  readonly status?: number;
  /** Why the notice is not delivered, without the address. @default it is */
  readonly problem?: string;
  /** How long the receiver asks to be left alone. */
  readonly retryAfterSeconds?: number;
}

/** Sends one notice. Redirects are not followed: they could lead to where notices may not go. */
export async function postNotice(
  callbackUrl: string,
  notice: object,
  rules: CallbackRules,
): Promise<Outcome> {
  // The rules may have become stricter since the subscription was made.
  const problem = problemOf(callbackUrl, rules);
  if (problem !== undefined) return { problem: `The callback address cannot be used: ${problem}` };
  try {
    return outcomeOf(await post(new URL(callbackUrl), JSON.stringify(notice), rules));
  } catch (error) {
    return { problem: `The receiver cannot be reached (${reasonOf(error)}).` };
  }
}

async function post(url: URL, body: string, rules: CallbackRules): Promise<IncomingMessage> {
  const options: RequestOptions = {
    method: "POST",
    headers: {
      host: url.host,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    // A connection of its own for each, to the very address that was looked at.
    agent: false,
    ...(!isAdmittedLoopback(url, rules) && (await publicTarget(url))),
  };
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(url, options, (response) => {
      // What it says beside its status does not matter.
      response.destroy();
      resolve(response);
    })
      .on("error", reject)
      .end(body);
  });
}

/** The first of a host's addresses, when all of them are public; the certificate is still the host's. */
async function publicTarget({ hostname }: URL): Promise<RequestOptions> {
  const host = hostname.replace(/^\[|\]$/g, "");
  const addresses = (await lookup(host, { all: true })).map(({ address }) => address);
  for (const address of addresses) {
    if (!(await isPublicAddress(address))) {
      throw new Error(`its host leads to ${address}, a private address`);
    }
  }
  return { hostname: addresses[0] ?? host, servername: isIP(host) === 0 ? host : "" };
}

function outcomeOf({ statusCode: status = 0, headers }: IncomingMessage): Outcome {
  if (status >= 200 && status < 300) return { status };
  const retryAfterSeconds = Number(headers["retry-after"]);
  return {
    status,
    problem: `The receiver answered ${status}.`,
    ...(retryAfterSeconds > 0 && { retryAfterSeconds }),
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "AbortError" || error.name === "TimeoutError") {
    return `no answer within ${TIMEOUT_MS / 1000} s`;
  }
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
