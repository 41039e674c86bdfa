import * as pulumi from "@pulumi/pulumi";
import { readSettings } from "../../infra/config";
import { foreignKeys, providerNamespaces } from "../../infra/foreignKeys";
import { configuration, project } from "./mockRuns";

const owners = {
  project: "fuel-quote",
  known: ["location", "auth"],
  providers: ["pulumi", "azure-native", "random"],
};

test.each([
  ["the project's own", "fuel-quote:location", false],
  ["one of the project's earlier name", "old-name:location", true],
  ["any that the project knows", "old-name:auth", true],
  ["one that the project does not know", "old-name:colour", false],
  ["a provider's of the same name", "azure-native:location", false],
  ["another of a provider", "azure-native:tenantId", false],
  ["Pulumi's own", "pulumi:tags", false],
  ["one of a user's own package", "my-package:setting", false],
])("%s, %s: is foreign: %s", (_, key, isForeign) => {
  expect(foreignKeys([key], owners)).toEqual(isForeign ? [key] : []);
});

test("the providers are Pulumi's own and those that the project depends on", () => {
  expect(providerNamespaces()).toEqual(["pulumi", "azure-native", "random"]);
});

const read = () => readSettings(new pulumi.Config(project.name));

test("each foreign key is refused by name, with the way to fix it", async () => {
  await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) });
  pulumi.runtime.setAllConfig({
    ...configuration(),
    "old-name:location": "westeurope",
    "old-name:hosting": "flex",
    "azure-native:location": "westeurope",
  });
  expect(read).toThrow(pulumi.RunError);
  expect(read).toThrow(
    ["location", "hosting"]
      .map(
        (name) =>
          `Configuration old-name:${name} belongs to another project, expected ${project.name}:${name}. ` +
          `Rename the key in Pulumi.stack.yaml, or run: ` +
          `pulumi config set ${name} VALUE && pulumi config rm old-name:${name}`,
      )
      .join("\n"),
  );
});
