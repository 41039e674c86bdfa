import type * as provider from "@pulumi/pulumi/provider";
import { isDeepStrictEqual } from "node:util";
import type { Cloud } from "./cloud";
import type { AcceptedResource, ResourceType } from "./resourceType";
import { typeNamed } from "./resourceTypes";
import { isWire, plain, secret, type Wire } from "./wire";

/** The provider that the Pulumi engine talks to in place of azure-native and random. */
export class EmulatorProvider implements provider.Provider {
  /** It replaces several providers, and must not be older than any version that the program requires. */
  readonly version = "1000.0.0";
  readonly #cloud: Cloud;
  /** Ids of the resources that the engine has in its state, as far as this process knows. */
  readonly #known = new Set<string>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  async check(urn: string, olds: Wire, news: Wire): Promise<provider.CheckResult> {
    const { type } = typeOf(urn);
    const defaults = type.defaults?.() ?? {};
    const kept = Object.keys(defaults).filter((name) => name in olds);
    const inputs = {
      ...defaults,
      ...Object.fromEntries(kept.map((name) => [name, olds[name]])),
      ...news,
    };
    return { inputs, failures: type.problems(plain(inputs)) };
  }

  async diff(id: string, urn: string, olds: Wire, news: Wire): Promise<provider.DiffResult> {
    const { type } = typeOf(urn);
    this.#known.add(id);
    const before = inputsOf(olds);
    const after = comparable(news);
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
    const replaces = changed.filter((name) => type.replaceOnChanges.includes(name));
    return {
      changes: changed.length > 0,
      replaces,
      // As azure-native does: a name that the program chose cannot be there twice.
      deleteBeforeReplace: replaces.length > 0 && type.isNamedApart !== true,
    };
  }

  async create(urn: string, news: Wire): Promise<provider.CreateResult> {
    const { type, token } = typeOf(urn);
    const resource = type.accept(plain(news));
    const id = resource.identify(this.#cloud);
    // A resource that the engine does not know was left by a deployment that was killed: it is adopted.
    if (this.#known.has(id) && this.#cloud.inventory.find(id) !== undefined)
      throw new Error(`cannot create already existing resource '${id}'`);
    return { id, outs: await this.#put(token, id, resource, news) };
  }

  async update(id: string, urn: string, _olds: Wire, news: Wire): Promise<provider.UpdateResult> {
    const { type, token } = typeOf(urn);
    return { outs: await this.#put(token, id, type.accept(plain(news)), news) };
  }

  async read(id: string, urn: string, props: Wire): Promise<provider.ReadResult> {
    const { type } = typeOf(urn);
    const item = this.#cloud.inventory.find(id);
    const outputs = item && (type.read ? await type.read(item, this.#cloud) : item.outputs);
    if (outputs === undefined) return { id: "", props: {} };
    this.#known.add(id);
    // Without inputs here, the engine keeps the ones it has, with their secrets marked.
    return { id, props: { ...props, ...outputs } };
  }

  async delete(id: string, urn: string): Promise<void> {
    const { type } = typeOf(urn);
    const { inventory } = this.#cloud;
    // What is in a group or an account goes with it, the newest first, since it may need what is older.
    const doomed = inventory.within(id).filter((item) => !type.isSingleton || item.id === id);
    for (const item of doomed.toReversed()) {
      await typeNamed(item.type).remove?.(item, this.#cloud);
      await this.#cloud.storageAccounts.save();
      inventory.remove(item.id);
    }
  }

  async invoke(token: string): Promise<provider.InvokeResult> {
    if (token !== "azure-native:authorization:getClientConfig") {
      throw new Error(
        `The local emulator does not support the function ${token}; it supports azure-native:authorization:getClientConfig.`,
      );
    }
    const { subscriptionId, tenantId } = this.#cloud;
    return { outputs: { subscriptionId, tenantId, clientId: "", objectId: "" } };
  }

  async #put(token: string, id: string, resource: AcceptedResource, news: Wire): Promise<Wire> {
    const { inventory } = this.#cloud;
    const { outputs, hidden = {} } = await resource.put(this.#cloud, id, inventory.find(id));
    // The inventory never has what storage may yet lose.
    await this.#cloud.storageAccounts.save();
    inventory.put({ id, type: token, inputs: comparable(news), outputs, hidden });
    this.#known.add(id);
    // As azure-native does, so that the next comparison is with the inputs, not with the outputs.
    return { ...news, ...outputs, __inputs: secret(news) };
  }
}

/** Finds how a resource is emulated by the type in its URN, which may be preceded by its parents' types. */
function typeOf(urn: string): { token: string; type: ResourceType } {
  const token = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return { token, type: typeNamed(token) };
}

function inputsOf(olds: Wire): Wire {
  const inputs = plain(olds["__inputs"]);
  return isWire(inputs) ? comparable(inputs) : {};
}

/** Plain data: an asset is its hash. */
function comparable(inputs: Wire): Wire {
  const copy: Wire = JSON.parse(JSON.stringify(plain(inputs)));
  return copy;
}
