import { PNG } from "pngjs";
import { about } from "./sampleConnector/about";

const SIDE_PIXELS = 192;
const WHITE = 0xff_ff_ff;

/** The sample connector's icon: a white square on its brand colour, without transparency. */
export function sampleIcon(): Buffer {
  const brand = Number.parseInt(about.brandColor.slice(1), 16);
  const data = Buffer.alloc(SIDE_PIXELS * SIDE_PIXELS * 3);
  for (let pixel = 0; pixel < SIDE_PIXELS * SIDE_PIXELS; pixel++) {
    const [x, y] = [pixel % SIDE_PIXELS, Math.floor(pixel / SIDE_PIXELS)];
    const isInSquare = [x, y].every((at) => at >= 64 && at < 128);
    data.writeUIntBE(isInSquare ? WHITE : brand, pixel * 3, 3);
  }
  const png = new PNG({ width: SIDE_PIXELS, height: SIDE_PIXELS, inputHasAlpha: false });
  png.data = data;
  return PNG.sync.write(png, { colorType: 2, inputHasAlpha: false, inputColorType: 2 });
}
