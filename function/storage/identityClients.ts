import type { Environment } from "../contract/services";
import type { StorageClients } from "./storage";

/** The settings' prefix: the app's own storage, where the Functions host keeps its things too. */
export const STORAGE_CONNECTION = "AzureWebJobsStorage";

/** With the retries, a caller gets an error within 20 seconds when storage does not respond. */
const TRY_TIMEOUT_MS = 5_000;
/** Three tries in all. */
const RETRIES = { maxRetries: 2, retryDelayInMs: 200, maxRetryDelayInMs: 1000 };
/** Storage's queue client has its own names and counts the first attempt too. */
const QUEUE_RETRIES = { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1000 };

/**
 * Clients that authenticate by the app's identity, from the Functions host's own settings.
 *
 * The libraries are loaded here and not with the app: operations without state never wait for them.
 *
 * @param tryTimeoutMs after how long one try of a request is given up
 */
export function identityClients(
  env: Environment,
  tryTimeoutMs: number = TRY_TIMEOUT_MS,
): StorageClients {
  const setting = (name: string): string => {
    const value = env[`${STORAGE_CONNECTION}__${name}`];
    if (value) return value;
    throw new Error(
      `The app setting ${STORAGE_CONNECTION}__${name} is not set. Deploy the stack again.`,
    );
  };
  const load = async () => {
    const {
      ManagedIdentityCredential,
      queuePipeline,
      QueueServiceClient,
      TableClient,
      tryTimeout,
    } = await import("../libraries/storage");
    const additionalPolicies = tryTimeout(tryTimeoutMs);
    const clientId = setting("clientId");
    const credential = new ManagedIdentityCredential({ clientId, additionalPolicies });
    const queues = new QueueServiceClient(
      setting("queueServiceUri"),
      queuePipeline(credential, { retryOptions: QUEUE_RETRIES, timeoutMs: tryTimeoutMs }),
    );
    const tableServiceUri = setting("tableServiceUri");
    const table = (name: string) =>
      new TableClient(tableServiceUri, name, credential, {
        additionalPolicies,
        retryOptions: RETRIES,
      });
    return { table, queue: (name: string) => queues.getQueueClient(name) };
  };
  let loading: ReturnType<typeof load> | undefined;
  const loaded = () => (loading ??= load());
  return {
    table: async (name) => (await loaded()).table(name),
    queue: async (name) => (await loaded()).queue(name),
  };
}
