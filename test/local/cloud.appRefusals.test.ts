import type { EmulatorProvider } from "../../local/cloud/provider";
import type { Wire } from "../../providers/rest/wire";
import {
  consumptionAppInputs,
  deployBase,
  flexAppInputs,
  grant,
  hostAccountName,
  inGroup,
  planInputs,
  uploadPackage,
  withSetting,
  withValue,
  type Base,
} from "../support/localCloud/baseResources";
import { deployCode } from "../support/localCloud/deployments";
import { create, remove, type Resource } from "../support/localCloud/engine";
import { packageReturning, refusedPackages } from "../support/localCloud/functionPackage";
import { attempt, refusal } from "../support/localCloud/refusals";
import { start } from "../support/localCloud/startedCloud";
import {
  SETTINGS_REFUSED_BY_FLEX,
  SITE_PROPERTIES_REFUSED_BY_FLEX,
} from "../support/refusedByFlex";
import { flexSku, groupId, location, valid, type roles } from "../support/localCloud/validInputs";

let base: Base;
let provider: EmulatorProvider;
let poorIdentity: Resource;
let spareFlexPlan: Resource;

beforeAll(async () => {
  base = await deployBase(await start());
  ({ provider } = base);
  poorIdentity = await create(
    provider,
    "UserAssignedIdentity",
    inGroup({ resourceName: "id-poor" }),
  );
  spareFlexPlan = await create(provider, "AppServicePlan", planInputs("plan-spare", flexSku));
  await create(provider, "WebApp", flexAppInputs(base));
  const url = await uploadPackage(base, packageReturning("consumption"));
  await create(provider, "WebApp", consumptionAppInputs(base, url));
});

/** An app that nothing stands in the way of. */
function spareFlexApp(): Wire {
  return { ...flexAppInputs(base), name: "func-refused", serverFarmId: spareFlexPlan.id };
}

describe("an app is refused on Flex Consumption for", () => {
  const scale = ["functionAppConfig", "scaleAndConcurrency"] as const;
  const storage = ["functionAppConfig", "deployment", "storage"] as const;
  const refusedValues: [string, readonly string[], unknown, RegExp][] = [
    ["no functionAppConfig", ["functionAppConfig"], undefined, /FunctionAppConfig is required/],
    ["alwaysOn", ["siteConfig", "alwaysOn"], true, /AlwaysOn cannot be set/],
    ["the kind of a Windows app", ["kind"], "functionapp", /kind must be "functionapp,linux"/],
    ["an app that is not reserved", ["reserved"], false, /reserved true/],
    [
      "another language",
      ["functionAppConfig", "runtime", "name"],
      "python",
      /runtime\.name must be node/,
    ],
    ["an old Node", ["functionAppConfig", "runtime", "version"], "18", /one of 20, 22, 24/],
    [
      "a Node version with a tilde",
      ["functionAppConfig", "runtime", "version"],
      "~22",
      /one of 20, 22, 24/,
    ],
    ["no runtime", ["functionAppConfig", "runtime"], undefined, /runtime/],
    ["an odd memory size", [...scale, "instanceMemoryMB"], 1024, /one of 512, 2048, 4096/],
    ["no memory size", [...scale, "instanceMemoryMB"], undefined, /one of 512, 2048, 4096/],
    ["no instance", [...scale, "maximumInstanceCount"], 0, /from 1 to 1000/],
    ["too many instances", [...scale, "maximumInstanceCount"], 1001, /from 1 to 1000/],
    ["half an instance", [...scale, "maximumInstanceCount"], 1.5, /from 1 to 1000/],
    [
      "no deployment storage",
      ["functionAppConfig", "deployment"],
      undefined,
      /must be a blobContainer/,
    ],
    ["other deployment storage", [...storage, "type"], "fileShare", /must be a blobContainer/],
    [
      "deployment storage by its key",
      [...storage, "authentication"],
      { type: "StorageAccountConnectionString" },
      /UserAssignedIdentity only/,
    ],
    [
      "deployment storage that is not an address",
      [...storage, "value"],
      "deployments",
      /not the address/,
    ],
    [
      "deployment storage in no account",
      [...storage, "value"],
      "http://127.0.0.1/nowhere/deployments",
      /'nowhere' was not found/,
    ],
    ["a second app on its plan", ["serverFarmId"], "taken", /holds one app/],
  ];
  test.each(refusedValues)("%s", async (what, path, value, message) => {
    const spare = spareFlexApp();
    const wanted = what === "a second app on its plan" ? base.flexPlan.id : value;
    expect(await attempt(base.started, "WebApp", withValue(spare, path, wanted))).toEqual(
      refusal(message),
    );
  });

  test("the name of an app in another group", async () => {
    await create(provider, "ResourceGroup", { resourceGroupName: "rg-apps", location });
    const twin = { ...spareFlexApp(), resourceGroupName: "rg-apps", name: "func-consumption" };
    expect(await attempt(base.started, "WebApp", twin)).toEqual(
      refusal(/Conflict.*func-consumption already exists/),
    );
  });

  test.each(SITE_PROPERTIES_REFUSED_BY_FLEX)("the site configuration property %s", async (name) => {
    const inputs = withValue(spareFlexApp(), ["siteConfig", name], "any");
    expect(await attempt(base.started, "WebApp", inputs)).toEqual(
      refusal(new RegExp(`${name} is invalid for Flex Consumption`)),
    );
  });

  test.each(SETTINGS_REFUSED_BY_FLEX)("the app setting %s", async (name) => {
    const spare = spareFlexApp();
    expect(await attempt(base.started, "WebApp", withSetting(spare, name, "1"))).toEqual(
      refusal(new RegExp(`${name} is not supported`)),
    );
  });
});

describe("an app is refused on Consumption for", () => {
  const spareApp = (): Wire => ({
    ...consumptionAppInputs(base, "http://127.0.0.1/stsitesample/packages/nothing.zip"),
    name: "func-refused",
  });

  test.each<[string, readonly string[], unknown, RegExp]>([
    ["a functionAppConfig", ["functionAppConfig"], {}, /for Flex Consumption apps only/],
    ["alwaysOn", ["siteConfig", "alwaysOn"], true, /AlwaysOn cannot be set/],
    ["the kind of a Linux app", ["kind"], "functionapp,linux", /kind must be "functionapp"/],
    ["a reserved app", ["reserved"], true, /reserved false/],
  ])("%s", async (_what, path, value, message) => {
    expect(await attempt(base.started, "WebApp", withValue(spareApp(), path, value))).toEqual(
      refusal(message),
    );
  });

  test.each<[string, string | undefined, RegExp]>([
    ["FUNCTIONS_EXTENSION_VERSION", "~3", /must be ~4/],
    ["FUNCTIONS_EXTENSION_VERSION", undefined, /must be ~4/],
    ["FUNCTIONS_WORKER_RUNTIME", "dotnet", /must be node/],
    ["WEBSITE_NODE_DEFAULT_VERSION", "~18", /must be ~20, ~22 or ~24/],
    ["WEBSITE_NODE_DEFAULT_VERSION", "22", /must be ~20, ~22 or ~24/],
    ["WEBSITE_RUN_FROM_PACKAGE", "1", /must be the package's address/],
    ["WEBSITE_RUN_FROM_PACKAGE", undefined, /must be the package's address/],
    ["WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID", undefined, /identity that is assigned/],
    ["AzureWebJobsStorage__blobServiceUri", undefined, /by identity only/],
    ["AzureWebJobsStorage__clientId", undefined, /by identity only/],
    ["AzureWebJobsStorage__blobServiceUri", "UseDevelopmentStorage=true", /not the address/],
  ])("the app setting %s of %p", async (name, value, message) => {
    expect(await attempt(base.started, "WebApp", withSetting(spareApp(), name, value))).toEqual(
      refusal(message),
    );
  });

  test("a package that does not exist", async () => {
    expect(await attempt(base.started, "WebApp", spareApp())).toEqual(
      refusal(/BlobNotFound.*nothing\.zip does not exist/),
    );
  });

  test.each(refusedPackages)(
    "a package that %s; then nothing of the app is left",
    async (_what, packageZip, message) => {
      const url = await uploadPackage(base, packageZip);
      const app = { ...consumptionAppInputs(base, url), name: "func-broken" };
      expect(await attempt(base.started, "WebApp", app)).toEqual(refusal(message));
      const { functionApps } = base.started.cloud;
      expect(functionApps.isRunning(`${groupId}/providers/Microsoft.Web/sites/func-broken`)).toBe(
        false,
      );
    },
  );
});

describe("an app whose identity", () => {
  let namesakeAccount: Resource;
  beforeAll(async () => {
    namesakeAccount = await create(provider, "StorageAccount", {
      ...valid.StorageAccount,
      accountName: hostAccountName.slice(0, -1),
    });
  });

  /** Tries to create apps of both kinds, which are alike in what they need of host storage. */
  async function createApp(
    kind: "flex" | "consumption",
    identity: Resource,
    services: readonly string[] = [],
  ): Promise<Resource> {
    const as = { ...base, identity, flexPlan: spareFlexPlan };
    const inputs =
      kind === "flex"
        ? flexAppInputs(as)
        : consumptionAppInputs(as, await uploadPackage(base, packageReturning("role")));
    const endpoints = base.hostAccount.outs["primaryEndpoints"] as Record<string, string>;
    const app = services.reduce(
      (before, service) =>
        withSetting(before, `AzureWebJobsStorage__${service}ServiceUri`, endpoints[service]),
      inputs,
    );
    return create(provider, "WebApp", { ...app, name: `func-role-${kind}` });
  }

  test.each<["flex" | "consumption", string, keyof typeof roles | undefined, () => string]>([
    ["flex", "has no role", undefined, () => base.hostAccount.id],
    ["consumption", "has no role", undefined, () => base.hostAccount.id],
    ["flex", "may only read its host storage", "blobReader", () => base.hostAccount.id],
    ["flex", "has its role on another account", "blobOwner", () => base.contentAccount.id],
    [
      "flex",
      "has its role on an account with the beginning of the name",
      "blobOwner",
      () => namesakeAccount.id,
    ],
    ["consumption", "may not read its package", "blobOwner", () => base.hostAccount.id],
  ])("(%s) %s, it is refused", async (kind, _what, role, scope) => {
    const assignment = role && (await grant(provider, poorIdentity, role, scope()));
    await expect(createApp(kind, poorIdentity)).rejects.toThrow(
      /AuthorizationPermissionMismatch.*none of the roles.*Assign one before the app is made/,
    );
    if (assignment) await remove(provider, assignment);
  });

  test("has a role that does not hold yet is made, and its code is refused until the role holds", async () => {
    const { inventory } = base.started.cloud;
    const assignment = await grant(provider, poorIdentity, "blobOwner", base.hostAccount.id);
    const item = inventory.get(assignment.id);
    inventory.put({ ...item, hidden: { holdsFrom: Date.now() + 3_600_000 } });
    const app = await createApp("flex", poorIdentity);
    await expect(deployCode(base, app, packageReturning("early"))).rejects.toThrow(
      /Failed to upload because Azure Storage responded with Forbidden/,
    );
    inventory.put({ ...item, hidden: { holdsFrom: Date.now() } });
    await deployCode(base, app, packageReturning("early"));
    await remove(provider, app);
    await remove(provider, assignment);
  });

  test.each<["flex" | "consumption", string, keyof typeof roles, () => string]>([
    ["flex", "may write its host storage", "blobContributor", () => base.hostAccount.id],
    [
      "consumption",
      "has its role on the whole group",
      "blobOwner",
      () => groupId.toUpperCase().replace("/SUBSCRIPTIONS/", "/subscriptions/"),
    ],
  ])("(%s) %s, it is accepted", async (kind, _what, role, scope) => {
    const assignment = await grant(provider, poorIdentity, role, scope());
    const app = await createApp(kind, poorIdentity);
    expect(app.outs["state"]).toBe("Running");
    await remove(provider, app);
    await remove(provider, assignment);
  });

  test.each<[string, (keyof typeof roles)[], RegExp | undefined]>([
    ["queue", [], /none of the roles Storage Queue Data Contributor, .* on .*sthostsample/],
    ["queue", ["tableContributor"], /none of the roles Storage Queue Data Contributor/],
    ["queue", ["queueSender"], undefined],
    ["queue", ["queueContributor"], undefined],
    ["table", [], /none of the roles Storage Table Data Contributor, .* on .*sthostsample/],
    ["table", ["queueContributor"], /none of the roles Storage Table Data Contributor/],
    ["table", ["tableReader"], undefined],
    ["table", ["tableContributor"], undefined],
  ])("has for its %ss the roles %j, it is refused by %s", async (service, extra, refused) => {
    const granted = ["blobOwner" as const, ...extra];
    const assignments: Resource[] = [];
    for (const role of granted) {
      assignments.push(await grant(provider, poorIdentity, role, base.hostAccount.id));
    }
    const made = await createApp("flex", poorIdentity, [service]).catch(String);
    expect(typeof made === "string" ? made : made.outs["state"]).toMatch(refused ?? /^Running$/);
    if (typeof made !== "string") await remove(provider, made);
    for (const assignment of assignments) await remove(provider, assignment);
  });

  test("has its roles but is not assigned to it, it is refused", async () => {
    const spare = spareFlexApp();
    const identity = { type: "UserAssigned", userAssignedIdentities: [poorIdentity.id] };
    expect(await attempt(base.started, "WebApp", { ...spare, identity })).toEqual(
      refusal(/identity that is assigned to the app/),
    );
    const consumption = {
      ...consumptionAppInputs(base, "http://127.0.0.1/any.zip"),
      name: "func-refused",
      identity,
    };
    expect(await attempt(base.started, "WebApp", consumption)).toEqual(
      refusal(/identity that is assigned to the app/),
    );
  });
});
