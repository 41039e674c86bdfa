// A file of its own in the package, loaded by the first call that needs it and not before.
export { ManagedIdentityCredential } from "@azure/identity";
export { TableClient } from "@azure/data-tables";
export { QueueServiceClient } from "@azure/storage-queue";
export { queuePipeline, tryTimeout } from "../storage/tryTimeout";
