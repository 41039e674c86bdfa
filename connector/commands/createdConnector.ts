import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { utf8Text } from "../../toolkit/source/utf8Text";
import { PACKAGE_FILES, type CreatedConnector } from "../package/packageFiles";

const settings = v.object({
  connectorId: v.exactOptional(v.string()),
  environment: v.exactOptional(v.string()),
});

/**
 * The connector that was created from an earlier package in the folder, so that a new one updates it.
 *
 * @throws Error when its settings cannot be read
 */
export function createdConnector(folder: string): CreatedConnector {
  const file = join(folder, PACKAGE_FILES.settings);
  if (!existsSync(file)) return {};
  try {
    return v.parse(settings, JSON.parse(utf8Text(readFileSync(file), file)));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `Cannot read ${file}, which names the connector that was created from it: ${reason}. ` +
        "Correct it, or name a new folder.",
      { cause },
    );
  }
}
