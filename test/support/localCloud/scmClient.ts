import { httpsCall, deployerToken, type RestAnswer } from "./restClient";
import type { Started } from "./startedCloud";

/** Calls an app's scm site as the deployer. */
export class ScmClient {
  readonly #started: Started;
  readonly #origin: string;
  readonly #token: string;

  private constructor(started: Started, origin: string, token: string) {
    this.#started = started;
    this.#origin = origin;
    this.#token = token;
  }

  /** @param appId Id of an app with an scm site. */
  static async of(started: Started, appId: string): Promise<ScmClient> {
    const host = started.cloud.scmSites.host(appId);
    return new ScmClient(started, `https://${host}`, await deployerToken(started));
  }

  async get(path: string): Promise<RestAnswer> {
    return httpsCall(this.#started, `${this.#origin}${path}`, {
      headers: { authorization: `Bearer ${this.#token}` },
    });
  }

  /** Publishes a package. */
  async publish(
    packageZip: Uint8Array,
    {
      query = "RemoteBuild=false&Deployer=test",
      contentType = "application/zip",
    }: { query?: string; contentType?: string } = {},
  ): Promise<RestAnswer> {
    return httpsCall(this.#started, `${this.#origin}/api/publish?${query}`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.#token}`, "content-type": contentType },
      body: packageZip,
    });
  }

  /** Waits until a deployment has ended. @returns how Kudu describes it then */
  async ended(id: string): Promise<RestAnswer["body"]> {
    for (;;) {
      const { status, body } = await this.get(`/api/deployments/${id}`);
      if (status === 200) return body;
      if (status !== 202) throw new Error(`Deployment ${id}: ${status} ${JSON.stringify(body)}`);
    }
  }
}
