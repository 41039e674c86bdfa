import { PNG } from "pngjs";
import { GLYPH_HEIGHT, GLYPH_WIDTH, strokesOf } from "../../../connector/init/glyphs";
import { iconOf } from "../../../connector/init/icon";

test("initials are drawn in white, on a colour that fills the icon to its border", () => {
  const { png, svg } = iconOf("FQ", "#0b5cad", "Fuel Quote");
  const { width, height, data } = PNG.sync.read(png);
  expect({ width, height }).toEqual({ width: 192, height: 192 });
  const pixels = Array.from({ length: width * height }, (_, at) => data.readUInt32BE(at * 4));
  const border = pixels.filter((_, at) => at < width || at % width === 0 || at % width === 191);
  expect(new Set(border)).toEqual(new Set([0x0b5cadff]));
  expect(pixels.filter((pixel) => pixel === 0xffffffff).length).toBeGreaterThan(1000);
  expect(svg).toContain('<rect width="192" height="192" fill="#0b5cad" />');
  expect(svg.match(/<polyline/g)).toHaveLength(4);
});

test("every English capital and every digit can be drawn, each in another way", () => {
  const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".split("");
  const drawn = characters.map(strokesOf);
  expect(new Set(drawn.map((strokes) => JSON.stringify(strokes))).size).toBe(characters.length);
  for (const [x, y] of drawn.flat(2)) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(GLYPH_WIDTH);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(GLYPH_HEIGHT);
  }
});
