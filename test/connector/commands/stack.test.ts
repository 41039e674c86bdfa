import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakePulumi, runConnector } from "../../support/connectorCommand";
import { projectName } from "../../support/projectName";

const folder = mkdtempSync(join(tmpdir(), "connector-package-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("of a stack", () => {
  const CONFIG = {
    [`${projectName}:auth`]: { value: "basic", secret: false },
    [`${projectName}:apiKeyLocation`]: { value: "query", secret: false },
    [`${projectName}:password`]: { secret: true },
  };

  const pulumi = (output: object) => fakePulumi(folder, { output, config: CONFIG });

  test("takes its host and how its callers authenticate", async () => {
    const out = join(folder, "stack");
    const path = pulumi({ hostName: "func-dev.azurewebsites.net", apiKey: "[secret]" });
    const ended = await runConnector(["package", "--stack", "dev", "--out", out], path);
    expect(ended).toMatchObject({ status: 0 });
    const read = (name: string) => JSON.parse(readFileSync(join(out, name), "utf8"));
    expect(read("apiDefinition.swagger.json")).toMatchObject({
      host: "func-dev.azurewebsites.net",
      schemes: ["https"],
      securityDefinitions: { basic: { type: "basic" } },
    });
    expect(Object.keys(read("apiProperties.json").properties.connectionParameters)).toEqual([
      "username",
      "password",
    ]);
  });

  test.each(["another-project:auth", "auth"])(
    "authenticates by the project's own configuration, whatever %s says",
    async (key) => {
      const foreign = { [key]: { value: "none", secret: false } };
      const output = { hostName: "a.example" };
      const configs = [
        { ...foreign, ...CONFIG },
        { ...CONFIG, ...foreign },
      ];
      const read = (config: object) =>
        runConnector(["definition", "--stack", "dev"], fakePulumi(folder, { output, config }));
      for (const { stdout } of await Promise.all(configs.map(read))) {
        expect(JSON.parse(stdout)).toMatchObject({
          securityDefinitions: { basic: { type: "basic" } },
        });
      }
    },
  );

  test("calls a stack of this machine by http", async () => {
    const out = join(folder, "local");
    const path = pulumi({ hostName: "127.0.0.1:40971" });
    expect(await runConnector(["package", "--stack", "local", "--out", out], path)).toMatchObject({
      status: 0,
    });
    const text = readFileSync(join(out, "apiDefinition.swagger.json"), "utf8");
    expect(JSON.parse(text)).toMatchObject({ host: "127.0.0.1:40971", schemes: ["http"] });
  });

  test("the commands definition and postman take both too", async () => {
    const out = join(folder, "other-commands");
    const path = pulumi({ hostName: "127.0.0.1:40971" });
    const [written, printed, postman] = await Promise.all([
      runConnector(["package", "--stack", "local", "--out", out], path),
      runConnector(["definition", "--stack", "local"], path),
      runConnector(["postman", "--stack", "local"], path),
    ]);
    // On a busy machine they report on stderr that they wait for the CLI.
    for (const ended of [written, printed, postman]) expect(ended).toMatchObject({ status: 0 });
    expect(printed.stdout).toBe(readFileSync(join(out, "apiDefinition.swagger.json"), "utf8"));
    const { variable } = JSON.parse(postman.stdout) as { variable: Record<string, string>[] };
    expect(variable).toMatchObject([
      { key: "baseUrl", value: "http://127.0.0.1:40971" },
      { key: "username", value: "" },
      { key: "password", value: "" },
      ...variable.slice(3),
    ]);
  });

  test.each(["definition", "package", "postman"])(
    "goes with no host and no authentication of the command %s's own",
    async (command) => {
      const path = pulumi({ hostName: "a.example" });
      for (const other of ["--host", "--auth"]) {
        const args = [command, "--stack", "dev", other, "none", "--out", join(folder, "no")];
        expect(await runConnector(args, path)).toMatchObject({
          status: 1,
          stderr: expect.stringContaining(`${other} `),
        });
      }
      expect(existsSync(join(folder, "no"))).toBe(false);
    },
  );

  test("writes nothing when the stack is not deployed", async () => {
    const out = join(folder, "undeployed");
    const { status, stderr } = await runConnector(
      ["package", "--stack", "dev", "--out", out],
      pulumi({}),
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: The stack "dev" has no output "hostName"; [^\n]*\n$/m);
    expect(existsSync(out)).toBe(false);
  });
});
