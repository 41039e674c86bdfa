import type { ExtensionBundle } from "../../../functionsRuntime/hostJson";
import type { HostJson } from "../hostJson";
import type { Binding } from "../protocol";
import { type QueueConnection, type SettingLookup, queueConnection } from "./queueConnection";

/** A function that is called for each message of a queue. */
export interface QueueListing {
  readonly name: string;
  readonly trigger: "queueTrigger";
  /** As the package registered it; may hold `%SETTING%`. */
  readonly queueName: string;
  /** Name of the connection; its settings say where the queue is. @default "Storage" */
  readonly connection: string;
  /** Whether the code gets bytes rather than a string. */
  readonly isBinary: boolean;
}

/** A queue function whose queue is known. */
export interface QueueTrigger {
  readonly functionName: string;
  readonly queueName: string;
  readonly isBinary: boolean;
  readonly connection: QueueConnection;
}

const bundleId = "Microsoft.Azure.Functions.ExtensionBundle";

/**
 * Validates a queue trigger as Azure's host does before it serves a function.
 * @throws when the host would put the function in error, with the host's message.
 */
export function queueListing(
  name: string,
  binding: Binding,
  { extensionBundle }: HostJson,
): QueueListing {
  requireBundle(name, extensionBundle);
  const { queueName, connection, dataType, sdkBinding } = binding;
  if (queueName === undefined || queueName === "") {
    throw new Error(`Function "${name}" has a queue trigger without a queueName.`);
  }
  if (sdkBinding === true) {
    throw new Error(
      `Function "${name}" has a queue trigger with sdkBinding. The local Functions host passes messages only; remove it.`,
    );
  }
  return {
    name,
    trigger: "queueTrigger",
    queueName,
    connection: connection === undefined || connection === "" ? "Storage" : connection,
    isBinary: dataType?.toLowerCase() === "binary",
  };
}

/** Without its extension the host does not support queue triggers; Node.js packages get it from a bundle only. */
function requireBundle(name: string, bundle: ExtensionBundle | undefined): void {
  const advice = `Name it in host.json: "extensionBundle": {"id": "${bundleId}", "version": "[4.*, 5.0.0)"}.`;
  if (bundle === undefined) {
    throw new Error(
      `The '${name}' function is in error: The binding type(s) 'queueTrigger' are not registered. Please ensure the type is correct and the binding extension is installed. ${advice}`,
    );
  }
  const [, lowest, highest] =
    /^[[(]\s*(\d+)\.[^,]*,\s*(\d+)\.[^,]*[\])]$/.exec(bundle.version) ?? [];
  if (bundle.id !== bundleId || !(Number(lowest) <= 4 && Number(highest) > 4)) {
    throw new Error(
      `The '${name}' function is in error: The binding type(s) 'queueTrigger' were not found in the configured extension bundle ${bundle.id} ${bundle.version}. The local Functions host supports version 4. ${advice}`,
    );
  }
}

/**
 * Finds a function's queue by the app's settings.
 * @throws when the host would put the function in error: a name or a connection that does not resolve.
 */
export function queueTrigger(listing: QueueListing, setting: SettingLookup): QueueTrigger {
  const { name, isBinary } = listing;
  try {
    const queueName = resolvedName(listing.queueName, setting);
    const connection = queueConnection(resolvedName(listing.connection, setting), setting);
    return { functionName: name, queueName: checkedQueueName(queueName), isBinary, connection };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The '${name}' function is in error: ${reason}`, { cause: error });
  }
}

/** Puts app settings in the place of their names between percent signs. */
function resolvedName(text: string, setting: SettingLookup): string {
  return text.replaceAll(/%([^%]+)%/g, (whole, name: string) => {
    const value = setting(name);
    if (value === undefined) {
      throw new Error(`'${whole}' does not resolve to a value: there is no app setting ${name}.`);
    }
    return value;
  });
}

/** https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata; the host writes it in lower case. */
function checkedQueueName(stated: string): string {
  const name = stated.toLowerCase();
  if (/^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)) return name;
  throw new Error(
    `"${stated}" is not a valid queue name: expected 3 to 63 letters, digits and single hyphens, with a letter or digit at both ends.`,
  );
}
