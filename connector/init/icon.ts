import { PNG } from "pngjs";
import { GLYPH_HEIGHT, GLYPH_WIDTH, strokesOf, type Point, type Stroke } from "./glyphs";

/** An icon in the two forms that the project keeps. */
export interface Icon {
  /** What the connector is published with. */
  readonly png: Buffer;
  /** The same picture, to draw on. */
  readonly svg: string;
}

/** Of the sizes that certification takes (100 to 230 pixels), one that halves well. */
const SIZE_PIXELS = 192;
const UNIT_PIXELS = 14;
const STROKE_PIXELS = 13;
/** Between two letters, in units of the glyphs' grid. */
const GAP_UNITS = 2;

/**
 * Draws one or two initials in white on a colour.
 *
 * @param initials capital letters or digits
 * @param color `#rrggbb`
 * @param title what the picture is called, for people who cannot see it
 */
export function iconOf(initials: string, color: string, title: string): Icon {
  const strokes = strokesOfText(initials);
  return { png: pngOf(strokes, color), svg: svgOf(strokes, color, title) };
}

/** The strokes of a text in the middle of the picture, in pixels. */
function strokesOfText(text: string): Stroke[] {
  const letters = [...text];
  const widthUnits = letters.length * (GLYPH_WIDTH + GAP_UNITS) - GAP_UNITS;
  const left = (SIZE_PIXELS - widthUnits * UNIT_PIXELS) / 2;
  const top = (SIZE_PIXELS - GLYPH_HEIGHT * UNIT_PIXELS) / 2;
  return letters.flatMap((letter, index) => {
    const start = left + index * (GLYPH_WIDTH + GAP_UNITS) * UNIT_PIXELS;
    const place = ([x, y]: Point): Point => [start + x * UNIT_PIXELS, top + y * UNIT_PIXELS];
    return strokesOf(letter).map((stroke) => stroke.map(place));
  });
}

function svgOf(strokes: readonly Stroke[], color: string, title: string): string {
  const size = SIZE_PIXELS;
  const lines = strokes.map(
    (stroke) => `    <polyline points="${stroke.map((point) => point.join(",")).join(" ")}" />`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}">
  <title>${title}</title>
  <rect width="${size}" height="${size}" fill="${color}" />
  <g fill="none" stroke="#ffffff" stroke-width="${STROKE_PIXELS}" stroke-linecap="round" stroke-linejoin="round">
${lines.join("\n")}
  </g>
</svg>
`;
}

function pngOf(strokes: readonly Stroke[], color: string): Buffer {
  const png = new PNG({ width: SIZE_PIXELS, height: SIZE_PIXELS });
  const background = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const segments = strokes.flatMap((stroke) => stroke.slice(1).map((to, at) => [stroke[at]!, to]));
  for (let y = 0; y < SIZE_PIXELS; y += 1) {
    for (let x = 0; x < SIZE_PIXELS; x += 1) {
      const center: Point = [x + 0.5, y + 0.5];
      const nearest = Math.min(...segments.map(([a, b]) => distance(center, a!, b!)));
      // How much of the pixel the stroke covers, which makes the edges smooth.
      const coverage = Math.min(1, Math.max(0, STROKE_PIXELS / 2 - nearest + 0.5));
      const rgb = background.map((channel) => Math.round(channel + (255 - channel) * coverage));
      png.data.set([...rgb, 255], (y * SIZE_PIXELS + x) * 4);
    }
  }
  // RGB without alpha: certification refuses transparency.
  return PNG.sync.write(png, { colorType: 2 });
}

/** From a point to the nearest point of a segment. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
  const clamped = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - clamped * dx, y - ay - clamped * dy);
}
