import * as v from "valibot";
import type { Answer } from "../rest/answer";
import type { AzureSession } from "../rest/azureSession";
import type { Operation } from "../rest/resourceType";
import { isBusy } from "../rest/retries";
import { notYet, waitUntil, type NotYet, type Reached } from "../rest/wait";
import { azTarget, nameOf } from "./inputs";
import { deploymentHostOf, isSiteGone, Site } from "./site";

/** Roles of the app's identity may take 10 minutes to hold, and until then publishing fails. */
const LIMIT_MINUTES = 20;

/** Looks after which a deployment that was never seen is taken for one whose record was lost. */
const LOOKS_WITHOUT_RECORD = 12;

/** States of a deployment. https://github.com/Azure/azure-dev/blob/main/cli/azd/pkg/azsdk/funcapp_host_client.go */
const STATES = { cancelled: -1, failed: 3, succeeded: 4, conflict: 5, partlySucceeded: 6 } as const;

const deploymentSchema = v.object({
  status: v.number(),
  status_text: v.nullish(v.string()),
  message: v.nullish(v.string()),
});

/**
 * Publishes a package to an app on Flex Consumption, as azd, the Azure CLI and the core tools do, and waits until the
 * platform has taken it.
 *
 * @returns the platform's id of the deployment; empty if it gave none
 * @throws Error with the platform's own reason, when it refuses the package
 */
export async function publish(
  session: AzureSession,
  appId: string,
  packageZip: Uint8Array,
  operation: Operation,
): Promise<string> {
  const limitMinutes = operation.limitMinutes(LIMIT_MINUTES);
  const advice =
    "run pulumi up again, and check that the app's identity may write to the storage of its packages";
  const host = await findDeploymentHost(session, appId, operation, limitMinutes);
  const publishing = new Publishing(session, `https://${host}`, packageZip, operation.signal);
  return waitUntil(
    {
      until: `${nameOf(appId)} has taken its package`,
      limitMinutes,
      advice,
      attempt: () => publishing.step(),
    },
    operation,
  );
}

/** An app's host for packages is there a moment after the app. */
function findDeploymentHost(
  session: AzureSession,
  appId: string,
  operation: Operation,
  limitMinutes: number,
): Promise<string> {
  const site = new Site(session, appId, operation.signal);
  return waitUntil(
    {
      until: `${nameOf(appId)} has a host that takes packages`,
      limitMinutes: Math.min(5, limitMinutes),
      advice: `check that it is on Flex Consumption with: az functionapp show ${azTarget(appId)}`,
      attempt: async () => {
        const answer = await site.get();
        const host = deploymentHostOf(answer);
        if (answer.status === 200 && host !== "") return { value: host };
        if (answer.status === 200) return { notYet: "that it has none" };
        if (isBusy(answer.status) || answer.status === 0 || isSiteGone(answer))
          return notYet(answer);
        throw new Error(`${nameOf(appId)} cannot be looked up: ${answer.summary}.`);
      },
    },
    operation,
  );
}

type Step = Reached<string> | NotYet;

/** One package on its way: it is sent, followed, and sent again where the platform was not ready for it. */
class Publishing {
  readonly #session: AzureSession;
  readonly #host: string;
  readonly #package: Uint8Array;
  readonly #signal: AbortSignal;
  /** What is followed; undefined until the package is accepted. */
  #deployment: { id: string; wasSeen: boolean; looks: number } | undefined;

  constructor(session: AzureSession, host: string, packageZip: Uint8Array, signal: AbortSignal) {
    this.#session = session;
    this.#host = host;
    this.#package = packageZip;
    this.#signal = signal;
  }

  step(): Promise<Step> {
    return this.#deployment === undefined ? this.#send() : this.#follow(this.#deployment);
  }

  async #send(): Promise<Step> {
    const answer = await this.#session.deploymentHost({
      method: "POST",
      url: `${this.#host}/api/publish?RemoteBuild=false&Deployer=pulumi`,
      body: this.#package,
      headers: { "content-type": "application/zip", "cache-control": "no-cache" },
      signal: this.#signal,
      timeoutMs: 10 * 60_000,
      isRetried: false,
    });
    const { status, body } = answer;
    if (status === 200 || status === 202) {
      this.#deployment = { id: typeof body === "string" ? body : "", wasSeen: false, looks: 0 };
      return { notYet: "that the package was accepted", hasMoved: true };
    }
    if (status === 409) return notYet(answer, "that another deployment is running");
    // A deployment host that is not up yet answers 404, 502 or 503.
    if (status === 0 || status === 404 || isBusy(status)) return notYet(answer);
    throw new Error(`The package was refused: ${answer.summary}.`);
  }

  async #follow(deployment: { id: string; wasSeen: boolean; looks: number }): Promise<Step> {
    const { id } = deployment;
    const answer = await this.#session.deploymentHost({
      method: "GET",
      url: `${this.#host}/api/deployments/${id === "" ? "latest" : encodeURIComponent(id)}`,
      signal: this.#signal,
      isRetried: false,
    });
    deployment.looks += 1;
    const { success, output } = v.safeParse(deploymentSchema, answer.body);
    // One that is going on is answered with 202 or 200.
    if ((answer.status === 200 || answer.status === 202) && success) {
      deployment.wasSeen = true;
      return this.#judge(answer, id, output);
    }
    if (answer.status === 404) {
      // The machine that took the package is recycled when it is through, and the record with it; early on, there is
      // none yet. Whether the app has its code is looked at next.
      if (deployment.wasSeen || deployment.looks > LOOKS_WITHOUT_RECORD) return { value: id };
      return notYet(answer, "no record of the deployment");
    }
    if (answer.status === 0 || answer.status === 200 || isBusy(answer.status))
      return notYet(answer);
    throw new Error(`The deployment of the package cannot be followed: ${answer.summary}.`);
  }

  #judge(answer: Answer, id: string, found: v.InferOutput<typeof deploymentSchema>): Step {
    const reason = found.status_text || found.message || "the platform gives no reason";
    switch (found.status) {
      case STATES.succeeded:
      // The code is there, and the record was cut short: https://github.com/Azure/azure-cli/issues/33184
      case STATES.partlySucceeded:
        return { value: id };
      case STATES.cancelled:
      case STATES.conflict:
        this.#deployment = undefined;
        return notYet(answer, "that another deployment took its place");
      case STATES.failed:
        if (isRoleComing(reason)) {
          this.#deployment = undefined;
          return { notYet: `that the app's identity may not write to its storage yet: ${reason}` };
        }
        throw new Error(`The platform could not deploy the package: ${reason}`);
      default:
        return { notYet: `that the deployment is in state ${found.status}${reasonOf(found)}` };
    }
  }
}

function reasonOf({ status_text: text }: v.InferOutput<typeof deploymentSchema>): string {
  return text ? ` (${text})` : "";
}

/**
 * True for the failure of an app whose roles do not hold in storage yet; some time later, the same package is taken.
 * https://github.com/Azure/azure-dev/issues/8026
 */
function isRoleComing(reason: string): boolean {
  return (
    /storage/i.test(reason) && /\b403\b|forbidden|AuthorizationPermissionMismatch/i.test(reason)
  );
}
