import { project, runSample } from "./mockRuns";

const role = "azure-native:authorization:RoleAssignment";
const password = "random:index/randomPassword:RandomPassword";

/**
 * The resources of stacks that the program of version 1.0.0 made, as far as they are still made: its components,
 * with their children. Code, key, site and package are resources of another provider now.
 */
const earlierStack: Record<string, string[]> = {
  "Monitoring::monitoring": [
    "azure-native:operationalinsights:Workspace::workspace",
    "azure-native:applicationinsights:Component::component",
  ],
  "HostStorage::host-storage": [
    "azure-native:storage:StorageAccount::host-account",
    "azure-native:storage:BlobContainer::deployments",
  ],
  "ContentStorage::content-storage": ["azure-native:storage:StorageAccount::content-account"],
  "AppIdentity::app-identity": [
    "azure-native:managedidentity:UserAssignedIdentity::identity",
    `${role}::host-storage-owner`,
    `${role}::queue-contributor`,
    `${role}::table-contributor`,
    `${role}::metrics-publisher`,
    `${role}::packages-reader`,
  ],
  "Secrets::secrets": [
    `${password}::api-key`,
    `${password}::basic-password`,
    `${password}::signing-key`,
  ],
  "FunctionApp::function-app": [
    "azure-native:web:AppServicePlan::plan",
    "azure-native:web:WebApp::app",
  ],
};

const earlierUrns = [
  "azure-native:resources:ResourceGroup::resource-group",
  ...Object.entries(earlierStack).flatMap(([component, children]) => {
    const [type = "", name = ""] = component.split("::");
    const token = `${project.name}:infra:${type}`;
    return [`${token}::${name}`, ...children.map((child) => `${token}$${child}`)];
  }),
].map((end) => `urn:pulumi:dev::${project.name}::${end}`);

/** The URNs by which the resources of some runs were known before, each by its resources now. */
async function knownBefore(name?: string): Promise<Map<string, Set<string>>> {
  const option = name === undefined ? {} : { name };
  const stacks = [
    await runSample({}, option),
    await runSample({ hosting: "consumption" }, option),
    await runSample({ auth: { modes: ["basic"], keyLocation: "query" } }, option),
  ];
  const known = new Map<string, Set<string>>();
  for (const { label, earlierUrns: urns } of stacks.flatMap((stack) => [
    ...stack.custom,
    ...stack.components,
  ])) {
    for (const urn of urns) known.set(urn, (known.get(urn) ?? new Set()).add(label));
  }
  return known;
}

test("what an earlier stack has and is still made goes on as one resource, and nothing of it is made anew", async () => {
  const known = await knownBefore();
  expect(earlierUrns.filter((urn) => known.get(urn)?.size !== 1)).toEqual([]);
  const taken = new Set(earlierUrns.flatMap((urn) => [...(known.get(urn) ?? [])]));
  expect(taken.size).toBe(earlierUrns.length);
});

test("a connector of another name takes over nothing of an earlier stack", async () => {
  const known = await knownBefore("second");
  expect(earlierUrns.filter((urn) => known.has(urn))).toEqual([]);
});
