import { RestError, type TableServiceClientOptions } from "@azure/data-tables";
import { newPipeline, type StoragePipelineOptions } from "@azure/storage-queue";

type AdditionalPolicies = NonNullable<TableServiceClientOptions["additionalPolicies"]>;
type QueuePipeline = ReturnType<typeof newPipeline>;
type QueueCredential = Parameters<typeof newPipeline>[0];

/** What the libraries' requests have in common. */
interface LimitedRequest {
  readonly url: string;
  timeout: number;
  readonly abortSignal?: { readonly aborted: boolean } | undefined;
}

/** Policies by which a client of tables, or of tokens, gives up each try that takes longer. */
export function tryTimeout(timeoutMs: number): AdditionalPolicies {
  const policy: AdditionalPolicies[number]["policy"] = {
    name: "tryTimeout",
    sendRequest: (request, next) => sendWithin(timeoutMs, request, next),
  };
  return [{ policy, position: "perRetry" }];
}

/**
 * A pipeline by which a client of queues gives up a request that takes longer. Its own policies are
 * of an older kind and stand above the retries, so such a request is not tried again.
 */
export function queuePipeline(
  credential: QueueCredential,
  { timeoutMs, ...options }: StoragePipelineOptions & { readonly timeoutMs: number },
): QueuePipeline {
  const pipeline = newPipeline(credential, options);
  pipeline.factories.push({
    create: (next) => ({
      sendRequest: (request) => sendWithin(timeoutMs, request, (same) => next.sendRequest(same)),
    }),
  });
  return pipeline;
}

/** The libraries know no limit of their own. They try again after an error like this one. */
async function sendWithin<Request extends LimitedRequest, Response>(
  timeoutMs: number,
  request: Request,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  request.timeout = timeoutMs;
  try {
    return await send(request);
  } catch (error) {
    const isGivenUp = error instanceof Error && error.name === "AbortError";
    if (!isGivenUp || request.abortSignal?.aborted === true) throw error;
    const { host } = new URL(request.url);
    throw new RestError(`${host} did not respond within ${timeoutMs} ms.`, { code: "ETIMEDOUT" });
  }
}
