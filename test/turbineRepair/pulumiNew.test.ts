import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parse as parseYaml } from "yaml";
import { findPulumi } from "../../local/pulumiCli/findPulumi";
import { startLocalStack, type LocalStack } from "../support/localStack";
import { copyProject, type ProjectCopy } from "../support/projectCopy";
import { projectFolder } from "../support/projectFolder";
import { keyHeader, sendExample } from "../support/sendExample";

// A start takes seconds, and the machine may be busy.
jest.setTimeout(180_000);

let template: ProjectCopy;
let folder: string;
let stack: LocalStack | undefined;

beforeAll(async () => {
  template = copyProject();
  folder = `${template.folder}-new`;
  const backend = join(folder, ".backend");
  mkdirSync(backend, { recursive: true });
  const { command } = await findPulumi();
  const plugin = join(projectFolder, "test", "turbineRepair", "languagePlugin");
  const args = ["--yes", "--force", "--offline", "--name", "fuel-quote"];
  execFileSync(
    command.command,
    ["new", template.folder, ...args, "--description", "Quotes fuel."],
    {
      cwd: folder,
      stdio: "pipe",
      env: {
        ...process.env,
        PATH: `${plugin}${delimiter}${process.env["PATH"]}`,
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: "of a test",
        PULUMI_HOME: join(backend, "home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
    },
  );
  rmSync(backend, { recursive: true });
});

afterAll(async () => {
  await stack?.stop();
  template?.remove();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(root, name)).isFile())
    .toSorted();
}

test("pulumi new copies every file as it is, but for the project's and the stack's", () => {
  const files = filesOf(template.folder);
  expect(filesOf(folder)).toEqual(files);
  const changed = files.filter(
    (file) => !readFileSync(join(template.folder, file)).equals(readFileSync(join(folder, file))),
  );
  expect(changed).toEqual(["Pulumi.dev.yaml", "Pulumi.yaml"]);
});

test("the project has its own name, and the stack's configuration has no other's", () => {
  const project = parseYaml(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as object;
  expect(project).toMatchObject({ name: "fuel-quote", description: "Quotes fuel." });
  expect(project).not.toHaveProperty("template");
  const { config } = parseYaml(readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8")) as {
    config: object;
  };
  expect(config).toEqual({ "fuel-quote:hosting": "flex", "fuel-quote:location": "westeurope" });
});

test("the new project deploys", async () => {
  stack = await startLocalStack({ folder });
  expect(stack.project).toBe("fuel-quote");
  const headers = keyHeader(stack.apiKey);
  expect(await sendExample(stack, { headers })).toMatchObject({ ok: true });
});
