import { queueService } from "../../storage/queueService";
import type { FunctionListing } from "../functionListing";
import type { HostLog } from "../hostLog";
import type { Invoke } from "../protocol";
import type { FunctionsHostLimits, FunctionsHostSettings, HostPlatform } from "../settings";
import { CrashPause } from "./crashPause";
import { settingLookup } from "./queueConnection";
import { queueTrigger } from "./queueListing";
import { QueueListener } from "./queueListener";
import type { QueueOptions } from "../../../functionsRuntime/queueOptions";
import { TriggerQueue } from "./triggerQueue";

/** What the queue listeners of an app are made of. */
export interface QueueListenersOptions {
  readonly settings: FunctionsHostSettings;
  readonly platform: HostPlatform;
  readonly limits: FunctionsHostLimits;
  /** host.json's `extensions.queues`. */
  readonly options: QueueOptions;
  readonly log: HostLog;
}

/**
 * Makes a listener for each queue function of a package; none of them listens yet.
 * @throws when a queue's name or its connection does not resolve with the app's settings.
 */
export function queueListeners(
  listings: readonly FunctionListing[],
  invoke: Invoke,
  { settings, platform, limits, options, log }: QueueListenersOptions,
): readonly QueueListener[] {
  const setting = settingLookup(settings.appSettings);
  const crashPause = new CrashPause(limits.crashPauseMs);
  return listings
    .filter((listing) => listing.trigger === "queueTrigger")
    .map((listing) => {
      const trigger = queueTrigger(listing, setting);
      const { serviceUri, clientId } = trigger.connection;
      const service = queueService({
        url: serviceUri,
        credential: platform.credential(clientId),
        trustedCertificate: platform.trustedCertificate,
        // The listener waits and tries again by itself.
        maxTries: 1,
      });
      return new QueueListener({
        trigger,
        queue: new TriggerQueue(service, trigger.queueName),
        options,
        invoke,
        crashPause,
        log,
        leaseMs: limits.messageLeaseMs,
        longestPollMs: limits.longestPollMs,
      });
    });
}
