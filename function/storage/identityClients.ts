import type { Environment } from "../services";
import type { StorageClients } from "./storage";

/** The settings' prefix: the app's own storage, where the Functions host keeps its things too. */
export const STORAGE_CONNECTION = "AzureWebJobsStorage";

/** Bounded, so that a caller hears of unreachable storage within seconds. */
const RETRIES = { maxRetries: 2, retryDelayInMs: 200, maxRetryDelayInMs: 1000 };
/** Storage's queue client has its own names and counts the first attempt too. */
const QUEUE_RETRIES = { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1000 };

/**
 * Clients that come in by the app's identity, under the settings that the Functions host has them.
 *
 * The libraries are loaded here and not with the app: operations without state never wait for them.
 */
export function identityClients(env: Environment): StorageClients {
  const setting = (name: string): string => {
    const value = env[`${STORAGE_CONNECTION}__${name}`];
    if (value) return value;
    throw new Error(
      `The app setting ${STORAGE_CONNECTION}__${name} is not set. Deploy the stack again.`,
    );
  };
  const load = async () => {
    const { ManagedIdentityCredential, QueueServiceClient, TableClient } =
      await import("../libraries/storage");
    const credential = new ManagedIdentityCredential({ clientId: setting("clientId") });
    const queues = new QueueServiceClient(setting("queueServiceUri"), credential, {
      retryOptions: QUEUE_RETRIES,
    });
    const tableServiceUri = setting("tableServiceUri");
    const table = (name: string) =>
      new TableClient(tableServiceUri, name, credential, { retryOptions: RETRIES });
    return { table, queue: (name: string) => queues.getQueueClient(name) };
  };
  let loading: ReturnType<typeof load> | undefined;
  const loaded = () => (loading ??= load());
  return {
    table: async (name) => (await loaded()).table(name),
    queue: async (name) => (await loaded()).queue(name),
  };
}
