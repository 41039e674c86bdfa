import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Wire } from "../../../providers/rest/wire";
import { create, type TypeName } from "./engine";
import type { Started } from "./startedCloud";

/** What comes of trying to create a resource. */
interface Attempt {
  says: string;
  /** Whether anything in the cloud is different now. */
  changes: boolean;
}

/** Tries to create a resource. */
export async function attempt(started: Started, type: TypeName, inputs: Wire): Promise<Attempt> {
  const inventory = (): string => readFileSync(join(started.directory, "resources.json"), "utf8");
  const before = inventory();
  const says = await create(started.provider, type, inputs).then(() => "done", String);
  return { says, changes: inventory() !== before };
}

/** What a creation that is refused with this message leaves: everything as it was. */
export function refusal(message: RegExp): Attempt {
  return { says: expect.stringMatching(message), changes: false };
}
