import * as pulumi from "@pulumi/pulumi";
import { FunctionConnector } from "../../infra/functionConnector";
import { MAIN_CONNECTOR } from "../../infra/earlierResources";
import { type MockRun } from "../support/mockEngine";
import { project, run, sampleArgs } from "./mockRuns";

/** Names in Azure that have to differ, by the input that has them. */
const nameInputs = [
  "resourceGroupName",
  "workspaceName",
  "resourceName",
  "name",
  "accountName",
] as const;

async function runTwo(second: Partial<typeof sampleArgs> = {}): Promise<MockRun> {
  return run(async () => {
    const main = new FunctionConnector(MAIN_CONNECTOR, sampleArgs);
    const other = new FunctionConnector("returns", { ...sampleArgs, ...second });
    return { main: main.hostName, other: other.hostName };
  });
}

function ofComponent({ custom }: MockRun, component: string) {
  return custom.filter(({ label }) => label.includes(` ${component}-`));
}

/** What the resources of a component are called in Azure. */
function azureNames(stack: MockRun, component: string): Set<unknown> {
  // A key's name is its app's own matter.
  const named = ofComponent(stack, component).filter(({ label }) => !label.includes("FunctionKey"));
  const inputs = named.map((resource) => resource.inputs);
  const names = inputs.flatMap((each) => nameInputs.map((input) => each[input]));
  return new Set(names.filter((name) => name !== undefined));
}

test("two connectors of a program have the same resources under other names", async () => {
  const stack = await runTwo();
  const kinds = (component: string) =>
    ofComponent(stack, component)
      .map(({ label }) => label.replace(` ${component}-`, " "))
      .toSorted();
  expect(kinds("returns")).toEqual(kinds(MAIN_CONNECTOR));
  const labels = [...stack.custom, ...stack.components].map(({ label }) => label);
  expect(new Set(labels).size).toBe(labels.length);
  const names = azureNames(stack, MAIN_CONNECTOR);
  const others = azureNames(stack, "returns");
  expect(others.size).toBe(names.size);
  expect([...names].filter((name) => others.has(name))).toEqual([]);
  expect([...others]).toContain(`rg-${project.name}-dev--returns`);
});

test("a connector goes into a resource group and under names that a program chooses", async () => {
  const stack = await runTwo({
    resourceGroupName: "rg-shared",
    names: { functionApp: "func-of-my-own" },
  });
  const made = ofComponent(stack, "returns");
  expect(made.filter(({ label }) => label.startsWith("resources:ResourceGroup"))).toEqual([]);
  const groups = made.map(({ inputs }) => inputs["resourceGroupName"]).filter(Boolean);
  expect(new Set(groups)).toEqual(new Set(["rg-shared"]));
  expect(stack.outputs).toMatchObject({ other: "func-of-my-own.azurewebsites.net" });
});

function make(name: string): () => FunctionConnector {
  return () => new FunctionConnector(name, sampleArgs);
}

test("a name that does not fit Azure is refused before anything is registered", async () => {
  const registered: string[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ name }) => {
      registered.push(name);
      return { id: name, state: {} };
    },
    call: () => ({}),
  });
  expect(make("Returns")).toThrow(`The connector's name "Returns" cannot be used in Azure names`);
  expect(make("Returns")).toThrow(pulumi.RunError);
  expect(registered).toEqual([]);
});
