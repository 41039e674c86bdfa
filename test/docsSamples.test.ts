import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanDefinition } from "./fixtures/lint/cleanDefinition";
import { runConnector } from "./support/connectorCommand";
import { allText } from "./support/documents";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "docs-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writeDefinition(name: string, definition: object): void {
  writeFileSync(join(folder, name), JSON.stringify(definition, null, 2));
}

/** What the documents show for a command, without the prompt's line. */
function shown(command: string): string | undefined {
  const blocks = [...allText.matchAll(/^```\n\$ npm run connector -- (.+)\n([^]*?)^```$/gm)];
  return blocks.find(([, line]) => line === command)?.[2];
}

/** A definition with these paths. */
function definitionOf(paths: object): object {
  const info = { title: "Contoso", version: "1.0.0" };
  return { swagger: "2.0", info, host: "api.contoso.com", basePath: "/", paths };
}

/** The paths of an API with one operation. */
function statusPath(): object {
  const ok = { description: "Up.", schema: { type: "string" } };
  const get = { operationId: "GetStatus", summary: "Get the status", responses: { 200: ok } };
  return { "/api/status": { get } };
}

test("the documents show what lint prints", async () => {
  const { swagger: _, info, ...rest } = cleanDefinition;
  writeDefinition("apiDefinition.swagger.json", {
    swagger: "3.0",
    info: { ...info, title: "Contoso API" },
    ...rest,
  });
  const { stdout } = await runConnector(["lint", "apiDefinition.swagger.json"], undefined, {
    cwd: folder,
  });
  expect(stdout).toBe(shown("lint apiDefinition.swagger.json"));
});

test("the documents show what diff prints", async () => {
  writeDefinition("old.json", definitionOf(statusPath()));
  writeDefinition("new.json", definitionOf({}));
  const { stdout } = await runConnector(["diff", "old.json", "new.json"], undefined, {
    cwd: folder,
  });
  expect(stdout).toBe(shown("diff old.json new.json"));
});
