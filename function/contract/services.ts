import { SIGNING_KEY_SETTING, signerOf, type Signer } from "../security/signer";
import { storageOf, type Storage, type StorageClients } from "../storage/storage";

/** The app's settings and those of the platform: `process.env`, or a test's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What operations work with besides their input. Nothing is opened before it is asked for. */
export interface Services {
  readonly env: Environment;
  readonly storage: Storage;
  readonly signer: Signer;
}

/** Makes the services of one app. It neither opens storage nor asks for a setting yet. */
export function servicesOf(env: Environment, clients: StorageClients): Services {
  return { env, storage: storageOf(clients), signer: signerOf(env[SIGNING_KEY_SETTING]) };
}
