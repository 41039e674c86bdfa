import type { LoopbackCertificate } from "../../storage/loopbackCertificate";
import { choosePort } from "../../storage/portChoice";
import { HttpsListener, type RestHandler } from "../rest/httpsListener";

/** The scm sites of function apps (Kudu): where code is published, apart from where it runs. */
export class ScmSites {
  readonly #certificate: LoopbackCertificate;
  readonly #handlerOf: (appId: string) => RestHandler;
  readonly #listeners = new Map<string, HttpsListener>();
  /** What goes on for each app after the call that began it was answered. */
  readonly #work = new Map<string, Promise<void>>();

  /** @param handlerOf Makes what answers the calls for an app. */
  constructor(certificate: LoopbackCertificate, handlerOf: (appId: string) => RestHandler) {
    this.#certificate = certificate;
    this.#handlerOf = handlerOf;
  }

  /**
   * Starts the scm site of an app, if it does not run.
   *
   * @param rememberedPort The last port used; 0 for none.
   * @returns its port.
   */
  async start(appId: string, rememberedPort: number): Promise<number> {
    const running = this.#listeners.get(appId);
    if (running !== undefined) return running.port;
    const port = await choosePort({ fixed: 0, remembered: rememberedPort });
    const name = `${appId.split("/").at(-1)}, scm`;
    const handler = this.#handlerOf(appId);
    const listener = await HttpsListener.start(this.#certificate, port, name, handler);
    this.#listeners.set(appId, listener);
    return listener.port;
  }

  /** Host name, with its port, of an app's scm site; undefined if the app has none. */
  host(appId: string): string | undefined {
    return this.#listeners.get(appId)?.host;
  }

  /** Lets something go on for an app; the site does not stop before it has ended. */
  goOn(appId: string, work: Promise<void>): void {
    this.#work.set(appId, work);
  }

  /** Stops the scm site of an app, if it runs. */
  async stop(appId: string): Promise<void> {
    const listener = this.#listeners.get(appId);
    this.#listeners.delete(appId);
    await listener?.stop();
    await this.#work.get(appId);
    this.#work.delete(appId);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#listeners.keys()].map((appId) => this.stop(appId)));
  }
}
