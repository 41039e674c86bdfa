import { own, textOf } from "../../document/json";
import type { Folder } from "../model/folder";
import { readIcon, type Icon } from "../model/icon";
import { memoizePerObject } from "../../document/memoizePerObject";
import { quoteValue } from "../../text/messageText";
import { REFUSED_BRAND_COLORS } from "../refusedBrandColors";
import { LEVELS, type RuleText } from "../rule";
import type { FolderRule } from "./folderRule";

/** Certification policy 5000.2.1.2 */
const MAX_BYTES = 1_048_576;
/** Certification policy 5000.2.1.4 */
const PIXELS = { least: 100, most: 230 } as const;
/** How far a channel of the background may be from the brand color: exports round. */
const MAX_DISTANCE = 8;

export const iconRules: readonly FolderRule[] = [
  {
    id: "icon-missing",
    levels: LEVELS.certificationAdvice,
    description:
      "A connector for certification has an icon, unless it is by an independent publisher.",
    fix: "Add icon.png.",
    *check({ icon, isWhole, definition }) {
      const title = textOf(own(definition?.info, "title")) ?? "";
      if (!isWhole || icon !== undefined || title.includes("(Independent Publisher)")) return;
      yield { part: "icon", message: "The icon is missing." };
    },
  },
  {
    id: "icon-format",
    code: "5000.2.1.3",
    levels: LEVELS.certification,
    description: "The icon is a PNG image.",
    fix: "Export the icon as PNG.",
    *check({ icon }) {
      const read = icon && readOnce(icon);
      if (typeof read !== "string") return;
      yield { part: "icon", message: `The icon is not a valid PNG image: ${quoteValue(read)}.` };
    },
  },
  {
    id: "icon-bytes",
    code: "5000.2.1.2",
    levels: LEVELS.certification,
    description: "The icon is smaller than 1 MB.",
    fix: "Export the icon at 230 by 230 pixels.",
    *check({ icon }) {
      const bytes = icon?.byteLength ?? 0;
      if (bytes < MAX_BYTES) return;
      const message = `The icon has ${bytes} bytes. Expected fewer than ${MAX_BYTES}.`;
      yield { part: "icon", message };
    },
  },
  onIcon({
    id: "icon-pixels",
    code: "5000.2.1.4",
    levels: LEVELS.certification,
    description: "The icon is a square with sides of 100 to 230 pixels.",
    fix: "Export the icon at 230 by 230 pixels.",
    fault: ({ width, height }) => {
      const isRight = width === height && width >= PIXELS.least && width <= PIXELS.most;
      if (isRight) return undefined;
      return `The icon is ${width} by ${height} pixels. Expected a square with sides of 100 to 230.`;
    },
  }),
  onIcon({
    id: "icon-opaque",
    code: "5000.2.1.5",
    levels: LEVELS.certification,
    description: "The icon does not have transparent pixels.",
    fix: "Fill the background with the brand color.",
    fault: ({ isTransparent }) =>
      isTransparent === true ? "The icon has transparent pixels." : undefined,
  }),
  onIcon({
    id: "icon-background",
    code: "5000.2.1.1",
    levels: LEVELS.advice,
    description:
      "The icon's background has the brand color, which is neither white nor the default.",
    fix: "Use the same color for the icon's background and iconBrandColor.",
    fault: ({ corners, isTransparent }, { properties }) => {
      if (corners === undefined || isTransparent === true) return undefined;
      const [background = ""] = corners;
      if (corners.some((corner) => !isAlike(corner, background))) return undefined;
      if (REFUSED_BRAND_COLORS.includes(background)) return `The background is ${background}.`;
      const brand = textOf(own(properties?.node, "iconBrandColor")) ?? "";
      if (!/^#[0-9a-f]{6}$/i.test(brand) || isAlike(brand, background)) return undefined;
      return `The background is ${background}, but iconBrandColor is ${quoteValue(brand)}.`;
    },
  }),
];

/** Every rule looks at the same image. */
const readOnce = memoizePerObject(readIcon);

interface IconRule extends RuleText {
  readonly fault: (icon: Icon, folder: Folder) => string | undefined;
}

function onIcon({ fault, ...text }: IconRule): FolderRule {
  return {
    ...text,
    *check(folder) {
      const icon = folder.icon && readOnce(folder.icon);
      const message = typeof icon === "object" ? fault(icon, folder) : undefined;
      if (message !== undefined) yield { part: "icon", message };
    },
  };
}

/** True for two colors, #rrggbb, that look the same. */
function isAlike(one: string, other: string): boolean {
  return [1, 3, 5].every((start) => {
    const [a, b] = [one, other].map((color) => Number.parseInt(color.slice(start, start + 2), 16));
    return Math.abs((a ?? 0) - (b ?? 0)) <= MAX_DISTANCE;
  });
}
