import {
  HOST_JSON_VERSION,
  readHostJson as readCommon,
  type HostJson as CommonHostJson,
} from "../../functionsRuntime/hostJson";
import { readQueueOptions, type QueueOptions } from "../../functionsRuntime/queueOptions";

/** What a package's host.json says, as far as it is used here. */
export interface HostJson extends CommonHostJson {
  /** `extensions.queues`. */
  readonly queues: QueueOptions;
}

/**
 * Reads a package's host.json.
 * @throws an error that names the value that the host would not start with.
 */
export function readHostJson(json: Readonly<Record<string, unknown>>): HostJson {
  if (json["version"] !== HOST_JSON_VERSION) {
    throw new Error(
      `The package's host.json has the version ${JSON.stringify(json["version"])}. Expected "${HOST_JSON_VERSION}".`,
    );
  }
  try {
    return { ...readCommon(json), queues: readQueueOptions(json) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The package's host.json ${reason}`, { cause });
  }
}
