import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { AzureError } from "./azureError";

/** One resource that the emulator holds. */
export interface Item {
  /** Resource id, as Azure Resource Manager has it. */
  id: string;
  /** Pulumi's type token. */
  type: string;
  /** Inputs as last accepted. */
  inputs: Record<string, unknown>;
  /** What the provider reported to Pulumi beyond the inputs. */
  outputs: Record<string, unknown>;
  /** What Azure stores and does not return: account keys, function keys. */
  hidden: Record<string, unknown>;
}

/** Everything that is deployed on this machine; it survives a restart. */
export class Inventory {
  readonly #file: string;
  readonly #items: Map<string, Item>;

  constructor(file: string) {
    this.#file = file;
    const items: Item[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
    this.#items = new Map(items.map((item) => [normal(item.id), item]));
  }

  find(id: string): Item | undefined {
    return this.#items.get(normal(id));
  }

  /** @throws AzureError when the resource is not there. */
  get(id: string): Item {
    const item = this.find(id);
    if (item === undefined)
      throw new AzureError("ResourceNotFound", `The resource '${id}' was not found.`);
    return item;
  }

  all(): Item[] {
    return [...this.#items.values()];
  }

  ofType(type: string): Item[] {
    return this.all().filter((item) => item.type === type);
  }

  put(item: Item): void {
    this.#items.set(normal(item.id), item);
    this.#save();
  }

  /** A resource and all that is under it, the oldest first. */
  within(id: string): Item[] {
    return this.all().filter((item) => isWithin(item.id, id));
  }

  remove(id: string): void {
    this.#items.delete(normal(id));
    this.#save();
  }

  #save(): void {
    // It holds keys: for this user only. A rename never leaves half a file.
    const temporary = `${this.#file}.new`;
    writeFileSync(temporary, JSON.stringify(this.all(), null, 1), { mode: 0o600 });
    renameSync(temporary, this.#file);
  }
}

/** True for a resource itself and for what is under it. */
export function isWithin(id: string, scope: string): boolean {
  return `${normal(id)}/`.startsWith(`${normal(scope)}/`);
}

/** Azure compares ids without regard to case. */
function normal(id: string): string {
  return id.toLowerCase();
}
