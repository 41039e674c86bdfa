/** Looks up an app setting; names are case-insensitive, as for the host. */
export type SettingLookup = (name: string) => string | undefined;

/** Where a trigger's queues are, and the identity with which the host reaches them. */
export interface QueueConnection {
  readonly serviceUri: string;
  readonly clientId: string;
}

/** @param appSettings by their names. */
export function settingLookup(appSettings: Readonly<Record<string, string>>): SettingLookup {
  const settings = new Map(
    Object.entries(appSettings).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return (name) => settings.get(name.toLowerCase());
}

/**
 * Finds a connection by the name that a trigger gives: the settings `NAME__queueServiceUri`, `NAME__credential` and
 * `NAME__clientId`, first with the prefix "AzureWebJobs", as the host does.
 * @throws an error that names the settings, when they are missing or do not describe an identity.
 */
export function queueConnection(name: string, setting: SettingLookup): QueueConnection {
  const prefixed = `AzureWebJobs${name}`;
  const used = [prefixed, name].find((candidate) => isThere(candidate, setting));
  if (used === undefined) {
    const advised = name === "Storage" ? prefixed : name;
    throw new Error(
      `Storage account connection string '${prefixed}' does not exist, and neither does '${name}'. ${howTo(advised)}`,
    );
  }
  if (setting(used) !== undefined) {
    throw new Error(
      `The app setting ${used} is a connection string, with a key. The local Functions host reaches queues by identity only. ${howTo(used)}`,
    );
  }
  const serviceUri = setting(`${used}__queueServiceUri`);
  const clientId = setting(`${used}__clientId`);
  const credential = setting(`${used}__credential`);
  if (serviceUri === undefined || clientId === undefined || credential !== "managedidentity") {
    throw new Error(
      `The connection '${used}' does not use a user-assigned identity. ${howTo(used)}`,
    );
  }
  if (!URL.canParse(serviceUri)) {
    throw new Error(`The app setting ${used}__queueServiceUri is "${serviceUri}". Expected a URL.`);
  }
  return { serviceUri, clientId };
}

function isThere(name: string, setting: SettingLookup): boolean {
  const members = ["", "__queueServiceUri", "__serviceUri", "__accountName", "__credential"];
  return members.some((member) => setting(`${name}${member}`) !== undefined);
}

function howTo(name: string): string {
  return `Set ${name}__queueServiceUri, ${name}__credential to managedidentity, and ${name}__clientId.`;
}
