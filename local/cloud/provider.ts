import type * as provider from "@pulumi/pulumi/provider";
import { isDeepStrictEqual } from "node:util";
import type { Cloud } from "./cloud";
import { putResource, removeResource } from "./resourceChanges";
import type { AcceptedResource, ResourceType } from "./resourceType";
import { findType, typeNamed } from "./resourceTypes";
import { isWire, plain, secret, type Wire } from "../../providers/rest/wire";

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
    const type = findType(tokenOf(urn));
    const item = this.#cloud.inventory.find(id);
    // What an earlier version of the emulator made of a type that is no longer emulated counts as gone.
    const outputs = type && item && (type.read ? await type.read(item, this.#cloud) : item.outputs);
    if (outputs === undefined) return { id: "", props: {} };
    this.#known.add(id);
    // Without inputs here, the engine keeps the ones it has, with their secrets marked.
    return { id, props: { ...props, ...outputs } };
  }

  async delete(id: string, urn: string): Promise<void> {
    // Of a type that is no longer emulated there is nothing to remove.
    if (findType(tokenOf(urn)) === undefined) return;
    // What is in a group or an account goes with it.
    await removeResource(this.#cloud, id);
  }

  async invoke(token: string): Promise<provider.InvokeResult> {
    throw new Error(`The local emulator does not support the function ${token}.`);
  }

  async #put(token: string, id: string, resource: AcceptedResource, news: Wire): Promise<Wire> {
    const change = { id, token, resource, inputs: comparable(news) };
    const outputs = await putResource(this.#cloud, change);
    this.#known.add(id);
    // As azure-native does, so that the next comparison is with the inputs, not with the outputs.
    return { ...news, ...outputs, __inputs: secret(news) };
  }
}

/** Finds how a resource is emulated by its type. @throws Error when it is not */
function typeOf(urn: string): { token: string; type: ResourceType } {
  const token = tokenOf(urn);
  return { token, type: typeNamed(token) };
}

/** The type in a resource's URN, which may be preceded by its parents' types. */
function tokenOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
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
