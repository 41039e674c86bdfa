import { PNG } from "pngjs";

/** An icon's pixels, as far as rules look at them. */
export interface Icon {
  readonly width: number;
  readonly height: number;
  /** Colours of the four corners as #rrggbb; undefined where the pixels were not read. */
  readonly corners: readonly string[] | undefined;
  /** True where a pixel lets something through; undefined where the pixels were not read. */
  readonly isTransparent: boolean | undefined;
}

const SIGNATURE = "89504e470d0a1a0a";
/** Width and height are in the first chunk, IHDR (PNG specification, 11.2.2). */
const WIDTH_OFFSET = 16;
const HEIGHT_OFFSET = 20;
/** Nonzero where lines are interlaced: the unpacked size of such an image is not bounded. */
const INTERLACE_OFFSET = 28;
/** No icon is larger; reading the pixels of a huge one would take the machine's memory. */
const MAX_PIXELS = 2_000_000;

/**
 * Reads a PNG image.
 *
 * @returns a text that says why it cannot be read, where it cannot
 */
export function readIcon(content: Uint8Array): Icon | string {
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (buffer.toString("hex", 0, SIGNATURE.length / 2) !== SIGNATURE)
    return "it does not have the PNG signature";
  if (buffer.length <= INTERLACE_OFFSET) return "it ends within its header";
  const width = buffer.readUInt32BE(WIDTH_OFFSET);
  const height = buffer.readUInt32BE(HEIGHT_OFFSET);
  if (width * height > MAX_PIXELS || buffer[INTERLACE_OFFSET] !== 0) {
    return { width, height, corners: undefined, isTransparent: undefined };
  }
  try {
    const { data } = PNG.sync.read(buffer);
    const offsets = [0, width - 1, width * (height - 1), width * height - 1];
    return {
      width,
      height,
      corners: offsets.map((offset) => `#${data.toString("hex", offset * 4, offset * 4 + 3)}`),
      isTransparent: hasTransparentPixel(data),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function hasTransparentPixel(rgba: Buffer): boolean {
  for (let index = 3; index < rgba.length; index += 4) if (rgba[index] !== 255) return true;
  return false;
}
