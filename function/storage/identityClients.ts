import type { Environment } from "../services";
import type { StorageClients } from "./storage";

/** The settings' prefix: the app's own storage, where the Functions host keeps its things too. */
export const STORAGE_CONNECTION = "AzureWebJobsStorage";

/** Bounded, so that a caller hears of unreachable storage within seconds. */
const RETRIES = { maxRetries: 2, retryDelayInMs: 200, maxRetryDelayInMs: 1000 };
/** Storage's queue client has its own names and counts the first attempt too. */
const QUEUE_RETRIES = { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1000 };

/**
 * Clients that come in by the app's identity.
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
  let loading: Promise<Awaited<ReturnType<typeof load>>> | undefined;
  const load = async () => {
    const { ManagedIdentityCredential, TableClient, QueueClient } =
      await import("../libraries/storage");
    const credential = new ManagedIdentityCredential({ clientId: setting("clientId") });
    return { TableClient, QueueClient, credential };
  };
  const loaded = () => (loading ??= load());
  return {
    table: async (name) => {
      const { TableClient, credential } = await loaded();
      return new TableClient(setting("tableServiceUri"), name, credential, {
        retryOptions: RETRIES,
      });
    },
    queue: async (name) => {
      const { QueueClient, credential } = await loaded();
      const url = new URL(name, setting("queueServiceUri")).href;
      return new QueueClient(url, credential, { retryOptions: QUEUE_RETRIES });
    },
  };
}
