import { readFile } from "node:fs/promises";
import * as rpc from "@pulumi/pulumi/runtime/rpc";

/** What the engine sends for a value that is not known before the deployment. */
export const unknownValue = rpc.unknownValue;

/** Properties as the engine sends them: secrets, outputs and assets are objects with a signature. */
export type Wire = Record<string, unknown>;

/** A file or a string that a property holds. */
export class WireAsset {
  /** SHA-256 of the content, in hex. */
  readonly hash: string;
  readonly #path: string;
  readonly #text: string;

  /** @throws Error when the content would have to be fetched from elsewhere. */
  constructor({ hash, path = "", text = "", uri = "" }: Wire) {
    if (uri !== "") {
      throw new Error(
        `The local emulator supports assets from files and strings, not from ${String(uri)}.`,
      );
    }
    this.hash = String(hash);
    this.#path = String(path);
    this.#text = String(text);
  }

  /** The content. A path is relative to the folder of the program's main file, which is this process's too. */
  async read(): Promise<Buffer> {
    return this.#path === "" ? Buffer.from(this.#text) : readFile(this.#path);
  }
}

/** True for an object that is not an array. */
export function isWire(value: unknown): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The properties without their markers: plain values, and {@link WireAsset}s. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isWire(value)) return value;
  switch (value[rpc.specialSigKey]) {
    case undefined:
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
    case rpc.specialSecretSig:
      return plain(value["value"]);
    case rpc.specialOutputValueSig:
      return "value" in value ? plain(value["value"]) : unknownValue;
    case rpc.specialAssetSig:
      return new WireAsset(value);
    case rpc.specialArchiveSig:
      throw new Error("The local emulator supports assets, not archives.");
    default:
      throw new Error(
        `The local emulator cannot read this value; for a resource, pass its id or its name: ${JSON.stringify(value)}`,
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
