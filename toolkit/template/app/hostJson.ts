import { join } from "node:path";
import {
  DEFAULT_HOST_JSON,
  HOST_JSON_VERSION,
  readHostJson,
  type HostJson,
} from "../../../functionsRuntime/hostJson";
import { parseAppFile } from "./parseAppFile";

/**
 * What an app's host.json says; what the host takes for granted where the folder has none. One of
 * another version is read all the same: people complete it before they deploy.
 *
 * @param note gets a sentence where Azure would not start the app with it
 * @throws Error when it is not JSON, or a value in it has the wrong type
 */
export function hostJsonOf(folder: string, note: (sentence: string) => void): HostJson {
  const file = join(folder, "host.json");
  const content = parseAppFile(file);
  if (content === undefined) return DEFAULT_HOST_JSON;
  const hostJson = contentOf(file, content);
  if (hostJson.version !== HOST_JSON_VERSION) {
    note(
      `${file} has the version ${JSON.stringify(hostJson.version)}, with which Azure does not start ` +
        `the app. Expected "${HOST_JSON_VERSION}".`,
    );
  }
  return hostJson;
}

function contentOf(file: string, content: unknown): HostJson {
  try {
    return readHostJson(content);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${file} ${reason}`, { cause });
  }
}
