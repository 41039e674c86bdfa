import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import type { LookupFunction } from "node:net";
import { isAdmittedLoopback, problemOf, type CallbackRules } from "./callbackAddress";
import { leadProblemOf, lookUp } from "./publicAddress";

/** How a receiver took a notice. */
export interface Outcome {
  /** @default it did not answer */
  readonly status?: number;
  /** Why the notice is not delivered, as a sentence without the address. @default it is */
  readonly problem?: string;
  /** How long the receiver asks to be left alone. */
  readonly retryAfterSeconds?: number;
}

/** Which addresses notices may go to, and how long a receiver may take to answer. */
export interface PostingRules extends CallbackRules {
  readonly timeoutSeconds: number;
}

/** Sends one notice. Redirects are not followed: they could lead to where notices may not go. */
export async function postNotice(
  callbackUrl: string,
  notice: object,
  rules: PostingRules,
): Promise<Outcome> {
  // The rules may have become stricter since the subscription was made.
  const problem = problemOf(callbackUrl, rules);
  if (problem !== undefined) return { problem: `The callback address cannot be used: ${problem}.` };
  try {
    return outcomeOf(await post(new URL(callbackUrl), JSON.stringify(notice), rules));
  } catch (error) {
    return { problem: `The receiver cannot be reached: ${reasonOf(error, rules)}.` };
  }
}

async function post(url: URL, body: string, rules: PostingRules): Promise<IncomingMessage> {
  const options: RequestOptions = {
    method: "POST",
    headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
    signal: AbortSignal.timeout(Math.ceil(rules.timeoutSeconds * 1000)),
    // A connection of its own for each, to an address that was looked at.
    agent: false,
    ...(!isAdmittedLoopback(url, rules) && { lookup: await lookedUp(url) }),
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

/** Answers with the addresses that were looked at, so that the host cannot lead elsewhere since. */
async function lookedUp(url: URL): Promise<LookupFunction> {
  const addresses = await lookUp(url);
  const problem = await leadProblemOf(addresses);
  if (problem !== undefined) throw new Error(problem);
  return (_hostName, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, addresses);
    else callback(null, first?.address ?? "", first?.family);
  };
}

function outcomeOf({ statusCode: status = 0, headers }: IncomingMessage): Outcome {
  if (status >= 200 && status < 300) return { status };
  const retryAfterSeconds = secondsOf(headers["retry-after"] ?? "");
  return {
    status,
    problem: `The receiver answered ${status}.`,
    ...(retryAfterSeconds > 0 && { retryAfterSeconds }),
  };
}

/** A number of seconds or a date (RFC 9110, section 10.2.3); NaN when it is neither. */
function secondsOf(retryAfter: string): number {
  return /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - Date.now()) / 1000;
}

function reasonOf(error: unknown, { timeoutSeconds }: PostingRules): string {
  const { name, code, message } = error as NodeJS.ErrnoException;
  return name === "AbortError" ? `no answer within ${timeoutSeconds} s` : (code ?? message);
}
