import { readFileSync } from "node:fs";
import { join } from "node:path";
import { definition } from "../../connector/definition/definition";
import { make, merge, operationsOf } from "../support/functionApps";
import { projectFolder } from "../support/projectFolder";

describe("the template of this project's functions", () => {
  test("has the operations that the definition publishes", async () => {
    const { definition: made } = await make(join(projectFolder, "function"));
    const published: unknown = JSON.parse(JSON.stringify(definition()));
    const [described, expected] = [made, published as typeof made].map((document) =>
      operationsOf(document)
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted(),
    );
    expect(described).toEqual(expected);
  });

  test("merged into the project's definition changes nothing", async () => {
    const text = readFileSync(
      join(projectFolder, "connector", "apiDefinition.swagger.json"),
      "utf8",
    );
    const own = await merge(join(projectFolder, "function"), text, "apiDefinition.swagger.json");
    expect(own.text).toBe(text);
    expect(own.report).toMatchObject({ added: [], changed: [], removed: [] });
  });
});
