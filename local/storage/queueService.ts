import type { TokenCredential } from "@azure/identity";
import { QueueServiceClient, type StoragePipelineOptions } from "@azure/storage-queue";

/** How a queue service is reached. */
export interface QueueServiceOptions {
  /** Its address, over https. */
  readonly url: string;
  readonly credential: TokenCredential;
  /** The certificate to trust, in PEM. */
  readonly trustedCertificate: string;
  /** How often a request is tried; without it, the library's own number. */
  readonly maxTries?: number;
}

/** A client of an account's queues that trusts one certificate in addition to the usual ones. */
export function queueService(options: QueueServiceOptions): QueueServiceClient {
  const { url, credential, trustedCertificate, maxTries } = options;
  // The library hands `tlsOptions` on to its pipeline, but does not name it among its options.
  const pipeline: StoragePipelineOptions & { tlsOptions: { ca: string } } = {
    tlsOptions: { ca: trustedCertificate },
    ...(maxTries !== undefined && { retryOptions: { maxTries } }),
  };
  return new QueueServiceClient(url, credential, pipeline);
}
