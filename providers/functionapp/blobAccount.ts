import type { Answer } from "../rest/answer";
import type { AzureSession } from "../rest/azureSession";
import type { Operation } from "../rest/resourceType";
import type { RestRequest } from "../rest/restClient";
import { isBusy } from "../rest/retries";
import { notYet, waitUntil } from "../rest/wait";
import { API_VERSIONS, STORAGE_VERSION } from "./apiVersions";
import { assignDeployerRole, roleLine } from "./deployerRole";

/** Roles are published to hold within 10 minutes; a new account's name spreads meanwhile. */
const LIMIT_MINUTES = 15;

/** A request to an account's blobs. */
export interface BlobRequest extends Omit<RestRequest, "url" | "scope" | "signal" | "isRetried"> {
  /** Path and query under the account's address, without a slash at its beginning. */
  readonly path: string;
  /** What it is for, to follow "until": "$web/index.html is uploaded". */
  readonly until: string;
  /** True where it need not be done, since there is nothing to do it to. @default false */
  readonly mayBeGone?: boolean;
}

/** The blobs of a storage account, by the deployer's own token. */
export class BlobAccount {
  readonly #session: AzureSession;
  readonly #operation: Operation;
  readonly #accountId: string;
  readonly #endpoint: string;
  #assignment: Promise<Answer> | undefined;

  constructor(
    session: AzureSession,
    operation: Operation,
    { accountId, blobEndpoint }: { accountId: string; blobEndpoint: string },
  ) {
    this.#session = session;
    this.#operation = operation;
    this.#accountId = accountId;
    this.#endpoint = blobEndpoint;
  }

  /** Asks once, and again only where the service is busy. */
  ask(request: Pick<BlobRequest, "method" | "path" | "body" | "headers">): Promise<Answer> {
    return this.#send(request, true);
  }

  /**
   * Asks until it is done: until the deployer's role holds, which it is given when it has none, and the account and its
   * container are there.
   *
   * @throws Error in one sentence when the deployer may not do it, or it took too long
   */
  async do({ until, mayBeGone = false, ...request }: BlobRequest): Promise<Answer> {
    const limitMinutes = this.#operation.limitMinutes(LIMIT_MINUTES);
    return waitUntil(
      {
        until,
        limitMinutes,
        advice:
          "run pulumi up again, and if the account has a firewall, open it to this machine first",
        attempt: async () => {
          const answer = await this.#send(request, false);
          const { status } = answer;
          if (status >= 200 && status < 300) return { value: answer };
          if (mayBeGone && (await this.isGone(answer))) return { value: answer };
          if (status === 403) await this.#requireRole(answer);
          else if (!isComing(answer)) throw new Error(`Storage refused it: ${answer.summary}.`);
          return notYet(answer);
        },
      },
      this.#operation,
    );
  }

  /** True when an answer means that the blob, its container or the account is not there. */
  async isGone({ status, code, header }: Answer): Promise<boolean> {
    if (status === 404 && header("x-ms-error-code") !== "") return true;
    // The name of an account that is deleted is not found, and neither is any where there is no network.
    if (status !== 404 && code !== "ENOTFOUND") return false;
    const account = await this.#session.arm({
      method: "GET",
      path: this.#accountId,
      apiVersion: API_VERSIONS.storage,
      signal: this.#operation.signal,
    });
    return account.status === 404;
  }

  /** Lets the deployer upload, without waiting until it may. */
  async openToDeployer(): Promise<void> {
    await this.#assign();
  }

  #assign(): Promise<Answer> {
    this.#assignment ??= assignDeployerRole(this.#session, this.#accountId, this.#operation.signal);
    return this.#assignment;
  }

  /** @throws Error when a role is missing that the deployer cannot give itself */
  async #requireRole(refusal: Answer): Promise<void> {
    const assigned = await this.#assign();
    if (assigned.status !== 403) return;
    const { oid } = await this.#session.deployer(this.#operation.signal);
    throw new Error(
      `The deployer may neither write to the storage account (${refusal.summary}) nor assign itself the role for it ` +
        `(${assigned.summary}); an owner runs: ${roleLine(this.#accountId, oid)}`,
    );
  }

  #send(
    { path, headers, ...request }: Pick<BlobRequest, "method" | "path" | "body" | "headers">,
    isRetried: boolean,
  ): Promise<Answer> {
    return this.#session.storage({
      ...request,
      url: `${this.#endpoint}${path}`,
      headers: { ...headers, "x-ms-version": STORAGE_VERSION },
      signal: this.#operation.signal,
      isRetried,
    });
  }
}

/**
 * True for the answers of an account that is still being made: its name is not known everywhere, its container is not
 * there, or it is busy.
 */
function isComing({ status, code }: Answer): boolean {
  return (
    status === 0 ||
    isBusy(status) ||
    status === 404 ||
    (status === 409 && code === "ContainerBeingDeleted")
  );
}
