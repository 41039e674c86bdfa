import { resolve } from "node:path";
import { readFile } from "node:fs/promises";
import * as rpc from "@pulumi/pulumi/runtime/rpc";

/** What the engine sends for a value that is not known before the deployment. */
export const unknownValue = rpc.unknownValue;

/** Properties as the engine sends them: secrets, outputs and assets are objects with a signature. */
export type Wire = Record<string, unknown>;

/** A file or a text that a property holds. */
export class WireAsset {
  readonly #content: { path?: string; text?: string };

  constructor(
    /** SHA-256 of the content, in hex. */
    readonly hash: string,
    content: { path?: string; text?: string },
  ) {
    this.#content = content;
  }

  /** The content. A path counts from the folder of the program's main file, which is this process's too. */
  async read(): Promise<Buffer> {
    const { path, text } = this.#content;
    if (text !== undefined && text !== "") return Buffer.from(text);
    if (path !== undefined && path !== "") return readFile(resolve(path));
    return Buffer.alloc(0);
  }
}

/** The properties without what is marked on them: plain values, and {@link WireAsset}s. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  const object = value as Wire;
  switch (object[rpc.specialSigKey]) {
    case undefined:
      return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, plain(inner)]));
    case rpc.specialSecretSig:
      return plain(object["value"]);
    case rpc.specialOutputValueSig:
      return "value" in object ? plain(object["value"]) : unknownValue;
    case rpc.specialAssetSig:
      return new WireAsset(String(object["hash"]), object as { path?: string; text?: string });
    default:
      throw new Error(
        `The local stand-in cannot read a value of this kind: ${Object.keys(object).join(", ")}`,
      );
  }
}

/** Marks a value as secret. */
export function secret(value: unknown): Wire {
  return { [rpc.specialSigKey]: rpc.specialSecretSig, value };
}

/** True if a plain value, or anything in it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (value === null || typeof value !== "object" || value instanceof WireAsset) return false;
  return Object.values(value).some(hasUnknown);
}
