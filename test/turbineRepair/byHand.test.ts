import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startLocalStack } from "../support/localStack";
import { OwnProject } from "./ownProject";

// What docs/make-it-yours.md says to do by hand, without `npm run init`.

const CONNECTOR = `import * as v from "valibot";
import { texts } from "../contract/contract";
import type { Connector } from "../contract/connector";
import { operation } from "../contract/operation";
import { about } from "./about";

const texted = (summary: string) =>
  texts({ description: \`\${summary}.\`, "x-ms-summary": summary });

const calculateQuote = operation(
  {
    operationId: "CalculateQuote",
    route: "quotes/{grade}",
    method: "GET",
    access: "credential",
    summary: "Calculate a quote",
    description: "Calculates what fuel costs.",
    visibility: "important",
    request: {
      path: v.object({ grade: v.pipe(v.picklist(["diesel", "petrol"]), texted("Grade")) }),
      query: v.object({ litres: v.pipe(v.number(), v.minValue(1), texted("Litres")) }),
    },
    response: {
      description: "The quote.",
      "x-ms-summary": "Quote",
      schema: v.object({ cents: v.pipe(v.number(), texted("Cents")) }),
    },
  },
  ({ path, query }) => ({ jsonBody: { cents: query.litres * (path.grade === "diesel" ? 150 : 170) } }),
);

export const fuelQuote: Connector = { about, operations: [calculateQuote], queueWorkers: [] };
`;

let project: OwnProject;
beforeAll(() => {
  project = new OwnProject();
  const about = project.read("function/turbineRepair/about.ts");
  for (const folder of ["function/turbineRepair", "test/turbineRepair"]) {
    rmSync(join(project.folder, folder), { recursive: true });
  }
  mkdirSync(join(project.folder, "function", "fuelQuote"));
  const own = about
    .replaceAll("Turbine Repair", "Fuel Quote")
    .replaceAll("TurbineRepair", "FuelQuote")
    .replace(/^import .*sampleFlow";\n/m, "")
    .replace(/^ {2}sampleFlow,\n/m, "");
  project.write("function/fuelQuote/about.ts", own);
  project.write("function/fuelQuote/fuelQuote.ts", CONNECTOR);
  project.write(
    "function/thisConnector.ts",
    'export { fuelQuote as thisConnector } from "./fuelQuote/fuelQuote";\n',
  );
});
afterAll(() => project.remove());

describe("one operation in the place of the example", () => {
  test("has a definition that lint finds nothing wrong with", () => {
    const out = "connector/apiDefinition.swagger.json";
    expect(project.connector("definition", "--out", out)).toMatchObject({ status: 0, stderr: "" });
    expect(project.read(out)).toContain('"enum": [\n');
    expect(project.connector("lint", "connector")).toMatchObject({ status: 0, stderr: "" });
  });

  test("has a package for certification, whose flow calls it", () => {
    const out = join(project.folder, "dist", "certify");
    const made = project.connector(
      "package",
      "--host",
      "a.b",
      "--variant",
      "certify",
      "--out",
      out,
    );
    expect(made).toMatchObject({ status: 0, stderr: "" });
    const { findings } = JSON.parse(project.connector("lint", "--json", out).stdout) as {
      findings: { rule: string }[];
    };
    const others = findings.filter(({ rule }) => !rule.startsWith("placeholder-"));
    expect(others).toEqual([]);
  });

  test("deploys on this machine, and the printed curl line calls it", async () => {
    const stack = await startLocalStack({ folder: project.folder });
    try {
      const body = execFileSync("/bin/sh", ["-c", stack.curl ?? ""], { encoding: "utf8" });
      expect(JSON.parse(body)).toEqual({ cents: 150 });
    } finally {
      await stack.stop();
    }
  }, 600_000);

  test("leaves all tests of the machinery green", () => {
    const tests = ["test/function", "test/functionsRuntime", "test/infra"];
    expect(project.test(...tests)).toEqual({ status: 0, failed: "" });
  }, 900_000);
});
