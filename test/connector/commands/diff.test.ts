import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { definition } from "../../../connector/definition/definition";
import { thisConnector } from "../../../function/thisConnector";
import { GONE, BASE, UNIT, edited } from "../../support/changedDefinitions";
import { fakePulumi, runConnector, type PulumiAnswers } from "../../support/connectorCommand";
import { projectName } from "../../support/projectName";

/** Serves a document until the action ends. */
async function whileServing<Result>(
  document: unknown,
  action: (address: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/apiDefinition.swagger.json" ? 200 : 404;
    response.end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await action(`http://127.0.0.1:${port}/apiDefinition.swagger.json`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const diff = (args: readonly string[], path?: string) => runConnector(["diff", ...args], path);

describe("diff of a stack", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "connector-diff-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, value: unknown): string {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(value));
    return file;
  }

  const pulumi = (answers: PulumiAnswers) => fakePulumi(folder, answers);

  const CONFIG = {
    [`${projectName}:auth`]: { value: "apiKey", secret: false },
    [`${projectName}:apiKeyLocation`]: { value: "query", secret: false },
  };

  test("finds nothing between what a stack has published and the code that it was made of", async () => {
    const published = {
      ...definition({ connector: thisConnector }),
      host: "127.0.0.1:7071",
      schemes: ["http"],
    };
    const result = await whileServing(published, (definitionUrl) =>
      diff(["--stack", "dev"], pulumi({ output: { definitionUrl }, config: CONFIG })),
    );
    expect(result).toEqual({ status: 0, stdout: "No changes.\n", stderr: "" });
    expect(readFileSync(join(folder, "calls"), "utf8").split("\n")).toEqual([
      "stack output --json --stack dev --non-interactive",
      "config --json --stack dev --non-interactive",
      "",
    ]);
  });

  test("takes the stack's way to authenticate for granted", async () => {
    const published = definition({
      connector: thisConnector,
      auth: { modes: ["basic"], keyLocation: "query" },
    });
    const basic = { ...CONFIG, [`${projectName}:auth`]: { value: "basic", secret: false } };
    const result = await whileServing(published, (definitionUrl) =>
      diff(["--stack", "dev"], pulumi({ output: { definitionUrl }, config: basic })),
    );
    expect(result).toEqual({ status: 0, stdout: "No changes.\n", stderr: "" });
  });

  test("compares what a stack has published with a file", async () => {
    const next = write("new.json", edited({ [UNIT]: GONE }));
    const result = await whileServing(BASE, (definitionUrl) =>
      diff(["--stack", "dev", next], pulumi({ output: { definitionUrl } })),
    );
    expect(result.status).toBe(1);
    expect(result.stdout).toContain("input-removed");
  });

  test("says what is missing: the CLI, the stack, its output, a response", async () => {
    const stack = ["--stack", "dev"];
    expect((await diff(stack, join(folder, "none"))).stderr).toMatch(
      /^error: Pulumi CLI not found on PATH/,
    );
    const noStack = pulumi({ failure: "error: no stack named 'dev' found" });
    expect((await diff(stack, noStack)).stderr).toMatch(
      /^error: pulumi stack output --json --stack dev failed: no stack named 'dev' found\. Log in /,
    );
    const noOutput = pulumi({ output: { hostName: "h" } });
    expect((await diff(stack, noOutput)).stderr).toBe(
      'error: The stack "dev" has no output "definitionUrl"; it has: hostName. ' +
        "Deploy it first, with pulumi up.\n",
    );
    const gone = await whileServing({}, (address) => Promise.resolve(address));
    expect((await diff(stack, pulumi({ output: { definitionUrl: gone } }))).stderr).toBe(
      `error: ${gone} does not respond (ECONNREFUSED). ` +
        "Check the address, and that its server is running.\n",
    );
    const elsewhere = await whileServing({}, (address) =>
      diff(stack, pulumi({ output: { definitionUrl: `${address}x` } })),
    );
    expect(elsewhere.stderr).toMatch(/^error: .*jsonx responded with 404\. Expected 200 /);
  });
});
