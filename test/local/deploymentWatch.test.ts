import { DeploymentWatch } from "../../local/deploymentWatch";

/** What people read when the engine reported these errors. */
function explained(...messages: string[]): string {
  const watch = new DeploymentWatch(() => undefined);
  for (const [sequence, message] of messages.entries()) {
    const diagnosticEvent = { severity: "error", message, color: "never" } as const;
    watch.onEvent({ sequence, timestamp: 0, diagnosticEvent });
  }
  return (watch.explain(new Error("the whole log")) as Error).message;
}

const set =
  "On this machine, instead of pulumi config set, set a value with: npm start -- -c KEY=VALUE";
const remove =
  "On this machine, instead of pulumi config rm, leave the key out, and delete it where " +
  "Pulumi.local.yaml has it";

test.each<[string, string, string[]]>([
  ["sets a value", "a:hosting is wrong. Set it with: pulumi config set hosting VALUE", [set]],
  ["lacks a value", "Missing a:b: set it by `pulumi config set a:b <value>`", [set]],
  ["removes a key", "a:hostng is not known. Remove it with: pulumi config rm hostng", [remove]],
  ["does both", "run: pulumi config set b VALUE && pulumi config rm a:b", [set, remove]],
  ["is about something else", "The account name is taken.", []],
])("of an error that %s people read once how npm start does it", (_what, message, advice) => {
  expect(explained(message, message)).toBe([message, ...advice].join("\n"));
});

test("an error that the engine did not report is left as it is", () => {
  expect(explained()).toBe("the whole log");
});
