import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { definition } from "../../connector/definition/definition";
import { packageFiles } from "../../connector/package/packageFiles";
import { thisConnector } from "../../function/thisConnector";
import { lintDocuments } from "../../toolkit/lint/lintDocuments";
import { authOf } from "../support/sampleAuth";
import { projectFolder } from "../support/projectFolder";

const fileOf = (name: string) => readFileSync(join(projectFolder, "connector", name));
const { brandColor } = thisConnector.about;

describe("the connector that is registered", () => {
  test("has the committed definition", () => {
    const made = `${JSON.stringify(definition({ connector: thisConnector }), null, 2)}\n`;
    expect(made).toBe(fileOf("apiDefinition.swagger.json").toString("utf8"));
  });

  test("would be taken by the platform as it is", async () => {
    const icon = fileOf("icon.png");
    const files = packageFiles({
      connector: thisConnector,
      auth: authOf("apiKey"),
      host: "app.azurewebsites.net",
      icon,
    });
    const findings = await lintDocuments(
      {
        definition: String(files["apiDefinition.swagger.json"]),
        properties: String(files["apiProperties.json"]),
        settings: String(files["settings.json"]),
        icon,
        readme: String(files["README.md"]),
        intro: String(files["intro.md"]),
      },
      { isWhole: true, fileNames: Object.keys(files), variant: "deploy" },
    );
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});

/** The numbers from 0 up to a length. */
function along(length: number): number[] {
  return Array.from({ length }, (_pixel, index) => index);
}

describe("its icon", () => {
  const { width, height, data } = PNG.sync.read(fileOf("icon.png"));
  const colorAt = (x: number, y: number) =>
    `#${data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3).toString("hex")}`;

  test("is filled with the brand colour to the edge, and shows something on it", () => {
    const border = [
      ...along(width).flatMap((x) => [colorAt(x, 0), colorAt(x, height - 1)]),
      ...along(height).flatMap((y) => [colorAt(0, y), colorAt(width - 1, y)]),
    ];
    expect(new Set(border)).toEqual(new Set([brandColor]));
    const inner = along(height).flatMap((y) => along(width).map((x) => colorAt(x, y)));
    expect(inner.filter((color) => color !== brandColor).length).toBeGreaterThan(1_000);
  });

  test("is drawn in the same colour", () => {
    expect(fileOf("icon.svg").toString("utf8")).toContain(`fill="${brandColor}"`);
  });
});
