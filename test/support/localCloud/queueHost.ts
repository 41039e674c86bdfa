import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import type { FunctionsHost } from "../../../local/functionsHost/functionsHost";
import type {
  FunctionsHostLimits,
  FunctionsHostSettings,
} from "../../../local/functionsHost/settings";
import type { GatedStorage, Someone } from "./gatedStorage";
import { queuePackage, reportingSource, startReports } from "./messageReports";
import { settings, startHost } from "./startedHost";

const running = new Set<FunctionsHost>();
// What is through would go on asking for messages.
afterEach(async () => {
  await Promise.all([...running].map((host) => host.stop()));
  running.clear();
});

/** What a host that reads queues is started with, beside its storage. */
export interface QueueHostOptions {
  readonly limits?: Partial<FunctionsHostLimits>;
  /** App settings beside those of the connection `AzureWebJobsStorage`. */
  readonly appSettings?: Record<string, string>;
  /** As whom the host reads. @default somebody who may do everything with queues */
  readonly identity?: Someone;
  /** Address of the queues. @default those of the account `keyless` */
  readonly serviceUri?: string;
  /** Whether it runs on when the test is through, until the test file is. @default false */
  readonly isKept?: boolean;
}

/** Settings with a connection to the storage's queues. */
export function queueSettings(
  storage: GatedStorage,
  identity: Someone,
  { appSettings = {}, serviceUri }: QueueHostOptions = {},
): FunctionsHostSettings {
  return {
    ...settings,
    appSettings: {
      AzureWebJobsStorage__queueServiceUri:
        serviceUri ?? storage.emulator.endpoints("keyless").queue,
      AzureWebJobsStorage__credential: "managedidentity",
      AzureWebJobsStorage__clientId: identity.principal.clientId,
      ...appSettings,
    },
  };
}

/** Starts a host with an identity that opens the account `keyless`. */
export async function startQueueHost(storage: GatedStorage, options: QueueHostOptions = {}) {
  const { identity = storage.someone("Storage Queue Data Contributor"), limits } = options;
  const started = await startHost({
    settings: queueSettings(storage, identity, options),
    platform: {
      isUp: () => true,
      environment: {},
      credential: (clientId) => {
        if (clientId === identity.principal.clientId) return identity;
        throw new Error(`No identity ${clientId} is assigned.`);
      },
      trustedCertificate: storage.certificate,
    },
    limits: { longestPollMs: 200, crashPauseMs: 10, ...limits },
  });
  if (options.isKept !== true) running.add(started.host);
  return { ...started, identity };
}

/** A client of the account `keyless` that may do everything with queues. */
export function queuesOf(storage: GatedStorage): QueueServiceClient {
  const options: object = { tlsOptions: { ca: storage.certificate } };
  const owner = storage.someone("Storage Queue Data Contributor");
  return new QueueServiceClient(storage.emulator.endpoints("keyless").queue, owner, options);
}

/** A message as the host's default encoding writes it. */
export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** A queue of a test's own, and its poison queue; the first is there. */
export async function makeQueue(storage: GatedStorage) {
  const name = `q-${randomUUID()}`;
  const queues = queuesOf(storage);
  const queue = queues.getQueueClient(name);
  await queue.create();
  return { name, queue, poison: queues.getQueueClient(`${name}-poison`) };
}

/** What a host with one queue function is started with. */
export interface ReportingOptions extends QueueHostOptions {
  /** host.json's `extensions.queues`. */
  readonly queues?: object;
  /** Of the trigger, beside its queue. */
  readonly trigger?: object;
  /** That are there when it starts. */
  readonly messages?: readonly string[];
}

/** A host whose function `jobs` reports the messages of a queue of its own. */
export async function startReporting(storage: GatedStorage, options: ReportingOptions = {}) {
  const { queues, trigger = {}, messages = [] } = options;
  const reports = await startReports();
  const made = await makeQueue(storage);
  const source = reportingSource(reports.url, { queueName: made.name, ...trigger });
  const zip = queuePackage(source, queues);
  for (const message of messages) await made.queue.sendMessage(base64(message));
  const started = await startQueueHost(storage, options);
  await started.host.deploy(zip);
  return { ...started, ...made, reports, zip };
}

/** Waits until a queue holds so many messages, seen or not; the test's own time is the bound. */
export async function untilCount(queue: QueueClient, count: number): Promise<void> {
  while ((await countOf(queue)) !== count) await delay(20);
}

/** How many messages a queue holds, seen or not; none if it is not there. */
export async function countOf(queue: QueueClient): Promise<number> {
  if (!(await queue.exists())) return 0;
  return (await queue.getProperties()).approximateMessagesCount ?? 0;
}

/** Waits until the log has a line; the test's own time is the bound. */
export async function untilLogged(lines: readonly string[], text: string): Promise<void> {
  while (!lines.some((line) => line.includes(text))) await delay(20);
}
