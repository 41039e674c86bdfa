import { readFileSync } from "node:fs";
import { join } from "node:path";
import { oneDeployTemplate } from "../../infra/oneDeployTemplate";
import type { EmulatorProvider } from "../../local/cloud/provider";
import type { Wire } from "../../local/cloud/wire";
import {
  consumptionAppInputs,
  contentAccountName,
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
import { deploy, packageParameters } from "../support/localCloud/deployments";
import {
  create,
  remove,
  update,
  urnOf,
  type Resource,
  type TypeName,
} from "../support/localCloud/engine";
import { packageReturning, refusedPackages } from "../support/localCloud/functionPackage";
import { start } from "../support/localCloud/startedCloud";
import {
  SETTINGS_REFUSED_BY_FLEX,
  SITE_PROPERTIES_REFUSED_BY_FLEX,
} from "../support/refusedByFlex";
import {
  flexSku,
  group,
  groupId,
  location,
  typeNames,
  valid,
  type roles,
} from "../support/localCloud/validInputs";

describe("a deployment", () => {
  let base: Base;
  let provider: EmulatorProvider;
  let flexApp: Resource;
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
    flexApp = await create(provider, "WebApp", flexAppInputs(base));
    const packageBlob = await uploadPackage(base, packageReturning("consumption"));
    await create(provider, "WebApp", consumptionAppInputs(base, packageBlob.outs["url"]));
  });

  /** An app that nothing stands in the way of. */
  function spareFlexApp(): Wire {
    return { ...flexAppInputs(base), name: "func-refused", serverFarmId: spareFlexPlan.id };
  }

  function inventoryText(): string {
    return readFileSync(join(base.started.directory, "resources.json"), "utf8");
  }

  /** What comes of trying to create a resource. */
  async function attempt(
    type: TypeName,
    inputs: Wire,
  ): Promise<{ says: string; changes: boolean }> {
    const before = inventoryText();
    const says = await create(provider, type, inputs).then(() => "done", String);
    return { says, changes: inventoryText() !== before };
  }

  describe("is refused when its parent does not exist:", () => {
    const typesInGroup = typeNames.filter(
      (type) => type !== "ResourceGroup" && "resourceGroupName" in valid[type],
    );
    test.each(typesInGroup)("the resource group of a %s", async (type) => {
      expect(await attempt(type, { ...valid[type], resourceGroupName: "rg-nowhere" })).toEqual(
        refusal(/ResourceGroupNotFound.*'rg-nowhere' could not be found/),
      );
    });

    test.each<[string, TypeName, Wire, RegExp]>([
      ["a container's account", "BlobContainer", {}, /ResourceNotFound.*stsample/],
      ["a blob's account", "Blob", {}, /ResourceNotFound.*stsample/],
      ["a website's account", "StorageAccountStaticWebsite", {}, /ResourceNotFound.*stsample/],
      ["a blob service's account", "BlobServiceProperties", {}, /ResourceNotFound.*stsample/],
      [
        "a blob's container",
        "Blob",
        { accountName: contentAccountName, containerName: "nothing" },
        /ContainerNotFound.*nothing/,
      ],
      [
        "an app's plan",
        "WebApp",
        {
          identity: {
            type: "UserAssigned",
            userAssignedIdentities: [
              `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-app`,
            ],
          },
        },
        /ResourceNotFound.*plan-sample/,
      ],
      ["an app's identity", "WebApp", {}, /ResourceNotFound.*an\/identity/],
      ["a component's workspace", "Component", {}, /ResourceNotFound.*log-sample/],
      [
        "a role's scope",
        "RoleAssignment",
        { scope: `${groupId}/providers/Microsoft.Storage/storageAccounts/nowhere` },
        /ResourceNotFound.*nowhere/,
      ],
      ["a role's principal", "RoleAssignment", {}, /PrincipalNotFound.*11111111-1111/],
    ])("%s", async (_what, type, changes, message) => {
      expect(await attempt(type, { ...valid[type], ...changes })).toEqual(refusal(message));
    });
  });

  describe("is refused on Flex Consumption for", () => {
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
      expect(await attempt("WebApp", withValue(spare, path, wanted))).toEqual(refusal(message));
    });

    test("the name of an app in another group", async () => {
      await create(provider, "ResourceGroup", { resourceGroupName: "rg-apps", location });
      const twin = { ...spareFlexApp(), resourceGroupName: "rg-apps", name: "func-consumption" };
      expect(await attempt("WebApp", twin)).toEqual(
        refusal(/Conflict.*func-consumption already exists/),
      );
    });

    test.each(SITE_PROPERTIES_REFUSED_BY_FLEX)(
      "the site configuration property %s",
      async (name) => {
        const inputs = withValue(spareFlexApp(), ["siteConfig", name], "any");
        expect(await attempt("WebApp", inputs)).toEqual(
          refusal(new RegExp(`${name} is invalid for Flex Consumption`)),
        );
      },
    );

    test.each(SETTINGS_REFUSED_BY_FLEX)("the app setting %s", async (name) => {
      const spare = spareFlexApp();
      expect(await attempt("WebApp", withSetting(spare, name, "1"))).toEqual(
        refusal(new RegExp(`${name} is not supported`)),
      );
    });
  });

  describe("is refused on Consumption for", () => {
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
      expect(await attempt("WebApp", withValue(spareApp(), path, value))).toEqual(refusal(message));
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
      expect(await attempt("WebApp", withSetting(spareApp(), name, value))).toEqual(
        refusal(message),
      );
    });

    test("a package that does not exist", async () => {
      expect(await attempt("WebApp", spareApp())).toEqual(
        refusal(/BlobNotFound.*nothing\.zip does not exist/),
      );
    });

    test.each(refusedPackages)(
      "a package that %s; then nothing of the app is left",
      async (_what, packageZip, message) => {
        const packageBlob = await uploadPackage(base, packageZip);
        const app = { ...consumptionAppInputs(base, packageBlob.outs["url"]), name: "func-broken" };
        expect(await attempt("WebApp", app)).toEqual(refusal(message));
        const { functionApps } = base.started.cloud;
        expect(functionApps.isRunning(`${groupId}/providers/Microsoft.Web/sites/func-broken`)).toBe(
          false,
        );
      },
    );
  });

  describe("of an app whose identity", () => {
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
          : consumptionAppInputs(
              as,
              (await uploadPackage(base, packageReturning("role"))).outs["url"],
            );
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
      expect(await attempt("WebApp", { ...spare, identity })).toEqual(
        refusal(/identity that is assigned to the app/),
      );
      const consumption = {
        ...consumptionAppInputs(base, "http://127.0.0.1/any.zip"),
        name: "func-refused",
        identity,
      };
      expect(await attempt("WebApp", consumption)).toEqual(
        refusal(/identity that is assigned to the app/),
      );
    });
  });

  test("a role that is assigned twice is refused", async () => {
    const assignment = await grant(provider, poorIdentity, "blobReader", base.hostAccount.id);
    await expect(grant(provider, poorIdentity, "blobReader", base.hostAccount.id)).rejects.toThrow(
      /RoleAssignmentExists/,
    );
    await remove(provider, assignment);
    await remove(provider, await grant(provider, poorIdentity, "blobReader", base.hostAccount.id));
  });

  test("an account's name that is taken in another group is refused", async () => {
    await create(provider, "ResourceGroup", { resourceGroupName: "rg-other", location });
    expect(
      await attempt("StorageAccount", {
        ...valid.StorageAccount,
        resourceGroupName: "rg-other",
        accountName: hostAccountName,
      }),
    ).toEqual(refusal(/StorageAccountAlreadyTaken/));
  });

  describe("on an account that refuses keys", () => {
    test("a blob and a website, which need a key, are refused", async () => {
      expect(
        await attempt("Blob", {
          ...valid.Blob,
          accountName: hostAccountName,
          containerName: "deployments",
        }),
      ).toEqual(refusal(/KeyBasedAuthenticationNotPermitted.*sthostsample/));
      expect(
        await attempt("StorageAccountStaticWebsite", {
          resourceGroupName: group,
          accountName: hostAccountName,
        }),
      ).toEqual(refusal(/KeyBasedAuthenticationNotPermitted.*sthostsample/));
    });

    test("a signature is refused", async () => {
      const packageBlob = await uploadPackage(base, packageReturning("signed"));
      const parameters = {
        ...packageParameters(base, flexApp, packageBlob),
        accountId: base.hostAccount.id,
        canonicalizedResource: `/blob/${hostAccountName}/deployments/released-package.zip`,
      };
      await expect(deploy(provider, oneDeployTemplate, parameters)).rejects.toThrow(
        /KeyBasedAuthenticationNotPermitted/,
      );
    });

    test("settings of its blob service, which need no key, are accepted", async () => {
      const inputs = { ...valid.BlobServiceProperties, accountName: hostAccountName };
      const { id } = await create(provider, "BlobServiceProperties", inputs);
      expect(id).toMatch(/sthostsample\/blobServices\/default$/);
    });

    test("once it accepts keys, a website can be turned on", async () => {
      const inputs = { ...valid.StorageAccount, accountName: "stchanging" };
      const account = await create(provider, "StorageAccount", {
        ...inputs,
        allowSharedKeyAccess: false,
      });
      const website = { resourceGroupName: group, accountName: "stchanging" };
      expect(await attempt("StorageAccountStaticWebsite", website)).toEqual(
        refusal(/KeyBasedAuthenticationNotPermitted/),
      );
      await update(provider, account, { allowSharedKeyAccess: true });
      const { outs } = await create(provider, "StorageAccountStaticWebsite", website);
      expect(outs["containerName"]).toBe("$web");
      await remove(provider, account);
    });
  });

  test("a plan with an app is not deleted, not changed into another, and its app not moved", async () => {
    await expect(remove(provider, base.flexPlan)).rejects.toThrow(/Conflict.*func-flex/);
    await expect(
      update(provider, base.consumptionPlan, { sku: flexSku, reserved: true }),
    ).rejects.toThrow(/Conflict.*cannot change from Y1 to FC1/);
    await expect(update(provider, flexApp, { serverFarmId: spareFlexPlan.id })).rejects.toThrow(
      /Conflict.*to another plan/,
    );
    expect((await provider.read(base.flexPlan.id, urnOf("AppServicePlan"), {})).id).toBe(
      base.flexPlan.id,
    );
  });

  describe("of a template", () => {
    test.each<[string, Wire, Wire, RegExp]>([
      [
        "an unknown function",
        template({ name: "[uniqueString('a')]" }),
        {},
        /template function 'uniqueString'; it supports concat, createObject, utcNow, dateTimeAdd, listServiceSas, parameters/,
      ],
      [
        "what every object has as a function",
        template({ name: "[toString('a')]" }),
        {},
        /template function 'toString'/,
      ],
      [
        "an unknown resource type",
        template({ type: "Microsoft.Web/sites" }),
        {},
        /does not support Microsoft\.Web\/sites in a template; it supports Microsoft\.Web\/sites\/extensions, Microsoft\.Web\/sites\/host\/functionKeys/,
      ],
      [
        "an unknown extension",
        template({ name: "func-flex/MSDeploy" }),
        {},
        /does not support the site extension 'MSDeploy'/,
      ],
      [
        "a parameter that is not declared",
        template({ name: "[parameters('other')]" }),
        {},
        /template parameter 'other' is not found/,
      ],
      [
        "a value for no parameter",
        template({}),
        { other: "x" },
        /template has no parameter 'other'/,
      ],
      [
        "a parameter without a value",
        template({}, { appName: { type: "string" } }),
        {},
        /value for the template parameter 'appName' is not provided/,
      ],
      [
        "a property that is not there",
        template({ name: "[createObject('a', 'b').c]" }),
        {},
        /property 'c' doesn't exist/,
      ],
      [
        "an expression with an index",
        template({ name: "[parameters('a')[0]]" }),
        {},
        /cannot be read/,
      ],
      [
        "an expression that does not end",
        template({ name: "[concat('a', ]" }),
        {},
        /cannot be read/,
      ],
      [
        "an odd duration",
        template({ name: "[dateTimeAdd(utcNow(), 'P1Y')]" }),
        {},
        /duration 'P1Y'/,
      ],
      [
        "an app that is not there",
        template({ name: "func-nowhere/onedeploy" }),
        {},
        /ResourceNotFound.*func-nowhere/,
      ],
      [
        "a package without an address",
        template({ properties: { packageUri: "somewhere" } }),
        {},
        /cannot be read from its packageUri/,
      ],
      [
        "a package to be built",
        template({ properties: { packageUri: "http://127.0.0.1/", remoteBuild: true } }),
        {},
        /does not build packages/,
      ],
      [
        "code for an app on Consumption",
        template({ name: "func-consumption/onedeploy" }),
        {},
        /Flex Consumption apps only/,
      ],
    ])("with %s, it is refused", async (_what, refused, parameters, message) => {
      await expect(deploy(provider, refused, parameters)).rejects.toThrow(message);
    });

    test("strings, doubled brackets and calls are evaluated", async () => {
      const name = "[concat('func-', 'no''where', createObject('a', '/').a, parameters('b'))]";
      const evaluated = template({ name }, { b: { type: "string", defaultValue: "[[onedeploy]" } });
      await expect(deploy(provider, evaluated, {})).rejects.toThrow(
        /does not support the site extension '\[onedeploy\]'/,
      );
      await expect(deploy(provider, evaluated, { b: "onedeploy" })).rejects.toThrow(
        /func-no'where/,
      );
    });

    describe("with a signature", () => {
      let parameters: Wire;
      beforeAll(async () => {
        parameters = packageParameters(
          base,
          flexApp,
          await uploadPackage(base, packageReturning("signed")),
        );
      });

      test("that has expired, the package is refused by storage", async () => {
        const signatureEnd = "2020-01-01T00:00:00Z";
        await expect(
          deploy(provider, oneDeployTemplate, { ...parameters, signatureEnd }),
        ).rejects.toThrow(/cannot be read from its packageUri: 403/);
      });

      test("that was changed, the package is refused by storage", async () => {
        const [resource] = oneDeployTemplate.resources;
        const packageUri = resource?.properties.packageUri.replace(/\)\]$/, ", '0')]");
        const changed = {
          ...oneDeployTemplate,
          resources: [{ ...resource, properties: { packageUri } }],
        };
        await expect(deploy(provider, changed, parameters)).rejects.toThrow(/packageUri: 403/);
      });

      test.each<[string, Wire, RegExp]>([
        [
          "of another blob",
          { canonicalizedResource: `/blob/${contentAccountName}/packages/other.zip` },
          /packageUri: 403/,
        ],
        [
          "of a whole container",
          { canonicalizedResource: `/blob/${contentAccountName}/packages` },
          /InvalidValuesForRequestParameters.*canonicalizedResource/,
        ],
        [
          "of another account's blob",
          { canonicalizedResource: `/blob/${hostAccountName}/deployments/x` },
          /InvalidValuesForRequestParameters.*canonicalizedResource/,
        ],
        [
          "without an end",
          { signatureEnd: "tomorrow" },
          /InvalidValuesForRequestParameters.*signedExpiry/,
        ],
      ])("%s, it is refused", async (_what, changes, message) => {
        await expect(
          deploy(provider, oneDeployTemplate, { ...parameters, ...changes }),
        ).rejects.toThrow(message);
      });
    });
  });
});

/** A template of one resource, which brings code into the app on Flex Consumption but for what is changed. */
function template(changes: Wire, parameters: Wire = {}): Wire {
  const resource = {
    type: "Microsoft.Web/sites/extensions",
    apiVersion: "2024-04-01",
    name: "func-flex/onedeploy",
    ...changes,
  };
  const { $schema, contentVersion } = oneDeployTemplate;
  return { $schema, contentVersion, parameters, resources: [resource] };
}

/** A refused creation leaves everything as it was. */
function refusal(message: RegExp): { says: string; changes: boolean } {
  return { says: expect.stringMatching(message), changes: false };
}
