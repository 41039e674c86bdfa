import { readFile } from "node:fs/promises";

/**
 * The marks of Pulumi's wire format. They are Pulumi's own constants, written again because its module loads all of
 * its SDK, which a provider has no use for at its start; a test holds them equal.
 * https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts
 */
export const signatures = {
  key: "4dabf18193072939515e22adb298388d",
  secret: "1b47061264138c4ac30d75fd1eb44270",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** What the engine sends for a value that is not known before the deployment. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

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
      throw new Error(`Expected an asset from a file or a string, not from ${String(uri)}.`);
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
  if (!isWire(value) || value instanceof WireAsset) return value;
  switch (value[signatures.key]) {
    case undefined:
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
    case signatures.secret:
      return plain(value["value"]);
    case signatures.output:
      return "value" in value ? plain(value["value"]) : unknownValue;
    case signatures.asset:
      return new WireAsset(value);
    case signatures.archive:
      throw new Error("Expected assets, not archives.");
    default:
      throw new Error(
        `Expected a plain value; for a resource, pass its id or its name: ${JSON.stringify(value)}`,
      );
  }
}

/** Marks a value as secret. */
export function secret(value: unknown): Wire {
  return { [signatures.key]: signatures.secret, value };
}

/** True for a value that {@link secret} or the engine has marked. */
export function isSecret(value: unknown): boolean {
  return isWire(value) && value[signatures.key] === signatures.secret;
}

/** True if a plain value, or anything in it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (value === null || typeof value !== "object" || value instanceof WireAsset) return false;
  return Object.values(value).some(hasUnknown);
}
