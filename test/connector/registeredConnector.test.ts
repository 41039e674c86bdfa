import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { definition } from "../../connector/definition/definition";
import { withHost } from "../../connector/definition/withHost";
import { packageFiles } from "../../connector/package/packageFiles";
import { thisConnector } from "../../function/thisConnector";
import { lintDocuments } from "../../toolkit/lint/lintDocuments";
import { make, merge, operationsOf } from "../support/functionApps";
import { lintPackage } from "../support/lintPackage";
import { authOf } from "../support/sampleAuth";
import { projectFolder } from "../support/projectFolder";

const fileOf = (name: string) => readFileSync(join(projectFolder, "connector", name));
const { brandColor } = thisConnector.about;

/** The levels and rules of what lint finds in a definition. */
function rulesOf(document: object): string[] {
  const { findings } = lintDocuments({ definition: document });
  return findings.map(({ rule, severity }) => `${severity} ${rule}`);
}

describe("the connector that is registered", () => {
  test("has the committed definition", () => {
    const made = `${JSON.stringify(definition({ connector: thisConnector }), null, 2)}\n`;
    expect(made).toBe(fileOf("apiDefinition.swagger.json").toString("utf8"));
  });

  test("would be taken by the platform as it is", () => {
    const files = packageFiles({
      connector: thisConnector,
      auth: authOf("apiKey"),
      host: "app.azurewebsites.net",
      icon: fileOf("icon.png"),
    });
    const findings = lintPackage(files);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("is advised on a host of this machine, and on nothing else than before", () => {
    const made = definition({ connector: thisConnector });
    const advice = ["warning host-production", "warning scheme-https"];
    expect(rulesOf(withHost(made, { host: "127.0.0.1:7071" })).toSorted()).toEqual(
      [...rulesOf(made), ...advice].toSorted(),
    );
  });

  test("has a definition to which the template of its own functions adds nothing", async () => {
    const folder = join(projectFolder, "function");
    const { definition: made } = await make(folder);
    const text = fileOf("apiDefinition.swagger.json").toString("utf8");
    const [described, expected] = [made, JSON.parse(text) as typeof made].map((document) =>
      operationsOf(document)
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted(),
    );
    expect(described).toEqual(expected);
    const merged = await merge(folder, text, "apiDefinition.swagger.json");
    expect(merged.text).toBe(text);
    expect(merged.report).toMatchObject({ added: [], changed: [], removed: [] });
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
