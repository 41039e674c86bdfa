import { readFileSync } from "node:fs";
import { join } from "node:path";
import { definition } from "../../connector/definition/definition";
import { withHost } from "../../connector/definition/withHost";
import { lintDocuments } from "../../toolkit/lint/lintDocuments";
import { projectFolder } from "../support/projectFolder";

test("the committed definition has no error and no warning", () => {
  const file = join(projectFolder, "connector", "apiDefinition.swagger.json");
  expect(lintDocuments({ definition: readFileSync(file, "utf8") }).findings).toEqual([]);
});

test("neither has one with a host on this machine, but for advice on that host", () => {
  const local = withHost(definition(), { host: "127.0.0.1:7071", scheme: "http" });
  const { findings } = lintDocuments({ definition: local });
  expect(findings.map(({ rule }) => rule).toSorted()).toEqual(["host-production", "scheme-https"]);
  expect(findings.every(({ severity }) => severity === "warning")).toBe(true);
});
