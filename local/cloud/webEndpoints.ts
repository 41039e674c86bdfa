import type { BlobServiceClient } from "@azure/storage-blob";
import { choosePort, type PortChoice } from "../storage/portChoice";
import { StaticWebsite } from "../storage/staticWebsite";

/** The web endpoint of a storage account. */
export interface WebEndpoint {
  /** Its address, with a final slash. */
  readonly url: string;
  /** Stops it, unless another account has the same. */
  readonly close: () => Promise<void>;
}

/**
 * The web endpoints of storage accounts. Accounts that ask for the same port share one, as all do when the user has
 * chosen it: which of them will publish a website is not known when they are made.
 */
export class WebEndpoints {
  /** By the port that was asked for. */
  readonly #shared = new Map<number, Promise<StaticWebsite>>();

  /** @throws Error that names the port when another program has it. */
  async open(account: BlobServiceClient, choice: PortChoice): Promise<WebEndpoint> {
    const wanted = choice.fixed === 0 ? choice.remembered : choice.fixed;
    const website = await (wanted === 0 ? listen(choice) : this.#listenOnce(wanted, choice));
    website.add(account);
    const close = async (): Promise<void> => {
      if (website.remove(account)) return;
      this.#shared.delete(wanted);
      await website.stop();
    };
    return { url: website.url, close };
  }

  async #listenOnce(wanted: number, choice: PortChoice): Promise<StaticWebsite> {
    const known = this.#shared.get(wanted);
    if (known !== undefined) return known;
    const starting = listen(choice);
    this.#shared.set(wanted, starting);
    try {
      return await starting;
    } catch (error) {
      this.#shared.delete(wanted);
      throw error;
    }
  }
}

async function listen(choice: PortChoice): Promise<StaticWebsite> {
  return StaticWebsite.start(await choosePort(choice));
}
