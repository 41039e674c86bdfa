import { unzipSync } from "fflate";

/** What a zip may hold, so that no zip takes the machine's memory or minutes of its time. */
const MAX_ENTRIES = 10_000;
/** Of the chosen files together. Deflate makes a byte at most 1,032 of one. */
const MAX_PACKED_BYTES = 4_000_000;
const MAX_UNPACKED_BYTES = 20_000_000;

/**
 * Unpacks files of an untrusted zip. Names are not paths to write to: they may be anything.
 *
 * @param isWanted chooses the files by their name in the zip
 * @throws Error when it is not a zip, or is too large
 */
export function unpackZip(
  zip: Uint8Array,
  isWanted: (name: string) => boolean,
): ReadonlyMap<string, Uint8Array> {
  let entries = 0;
  let packedBytes = 0;
  let unpackedBytes = 0;
  const files = unzipSync(zip, {
    filter: ({ name, size, originalSize }) => {
      entries += 1;
      if (entries > MAX_ENTRIES) throw new Error(`it has more than ${MAX_ENTRIES} entries`);
      if (!isWanted(name)) return false;
      packedBytes += size;
      unpackedBytes += originalSize;
      if (packedBytes > MAX_PACKED_BYTES || unpackedBytes > MAX_UNPACKED_BYTES) {
        throw new Error(`its files are too large (${name})`);
      }
      return true;
    },
  });
  return new Map(Object.entries(files));
}
