import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import type { LookupFunction } from "node:net";
import { isAdmittedLoopback, problemOf, type CallbackRules } from "./callbackAddress";
import { leadProblemOf, lookUp } from "./publicAddress";

/** How a receiver took a notification. */
export interface Outcome {
  /** Absent when it did not respond. */
  readonly status?: number;
  /** Why the notification is not delivered, as a sentence without the address. Absent when it is. */
  readonly problem?: string;
  /** How long the receiver asks to be left alone. */
  readonly retryAfterSeconds?: number;
}

/** Which addresses notifications may be sent to, and how long a receiver may take to respond. */
export interface PostingRules extends CallbackRules {
  readonly timeoutSeconds: number;
}

/** Sends one notification. Redirects are not followed: they could lead to where none may be sent. */
export async function postNotification(
  callbackUrl: string,
  notification: object,
  rules: PostingRules,
): Promise<Outcome> {
  // The rules may have become stricter since the subscription was made.
  const problem = problemOf(callbackUrl, rules);
  if (problem !== undefined) return { problem: `The callback address cannot be used: ${problem}.` };
  try {
    return outcomeOf(await post(new URL(callbackUrl), JSON.stringify(notification), rules));
  } catch (error) {
    return { problem: `The receiver cannot be reached: ${reasonOf(error, rules)}.` };
  }
}

async function post(url: URL, body: string, rules: PostingRules): Promise<IncomingMessage> {
  const options: RequestOptions = {
    method: "POST",
    headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
    signal: AbortSignal.timeout(Math.ceil(rules.timeoutSeconds * 1000)),
    // A connection of its own for each, to an address that was checked.
    agent: false,
    ...(!isAdmittedLoopback(url, rules) && { lookup: await checkedLookup(url) }),
  };
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(url, options, (response) => {
      // Nothing of the response but its status matters.
      response.destroy();
      resolve(response);
    })
      .on("error", reject)
      .end(body);
  });
}

/** Resolves to the addresses that were checked, so that the host cannot lead elsewhere since. */
async function checkedLookup(url: URL): Promise<LookupFunction> {
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
    problem: `The receiver responded with ${status}.`,
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
  return name === "AbortError" ? `no response within ${timeoutSeconds} s` : (code ?? message);
}
