import { allows } from "../../../providers/functionapp/permissions";
import { preflight, type PreflightInputs } from "../../../providers/functionapp/preflight";
import { resourceProviders } from "../../../providers/functionapp/resourceProviders";
import {
  FakeAzure,
  fakeDeployer,
  fakeOperation,
  fakeSession,
} from "../../support/providers/fakeAzure";

const subscriptionId = "11111111-2222-3333-4444-555555555555";
const inputs: PreflightInputs = {
  subscriptionId,
  location: "westeurope",
  resourceGroupName: "rg-a",
  hosting: "flex",
  functionAppName: "func-a",
  storageAccountNames: ["stone", "sttwo"],
  resourceProviders: ["Microsoft.Web", "Microsoft.App"],
};
const owner = { actions: ["*"], notActions: [] };
const contributor = {
  actions: ["*"],
  notActions: ["Microsoft.Authorization/*/Write", "Microsoft.Authorization/*/Delete"],
};

describe("rights", () => {
  const write = "Microsoft.Authorization/roleAssignments/write";
  test.each([
    ["an owner", [owner], true],
    ["a contributor", [contributor], false],
    [
      "a contributor who may assign roles",
      [contributor, { actions: [write], notActions: [] }],
      true,
    ],
    [
      "a wildcard in the middle",
      [{ actions: ["microsoft.authorization/*/write"], notActions: [] }],
      true,
    ],
    ["a wildcard at the end", [{ actions: ["Microsoft.Authorization/*"], notActions: [] }], true],
    [
      "another action",
      [{ actions: ["Microsoft.Authorization/roleAssignments/read"], notActions: [] }],
      false,
    ],
    [
      "only the beginning",
      [{ actions: ["Microsoft.Authorization/roleAssignments"], notActions: [] }],
      false,
    ],
    [
      "a point that is no wildcard",
      [{ actions: ["MicrosoftXAuthorization/*"], notActions: [] }],
      false,
    ],
    ["nothing", [], false],
  ])("of %s", (_whose, permissions, expected) => {
    expect(allows(permissions, write)).toBe(expected);
  });
});

/** An Azure in which everything is well. */
function wellAzure(): FakeAzure {
  const subscription = `/subscriptions/${subscriptionId}`;
  return new FakeAzure()
    .on(`GET ${subscription}`, { status: 200, body: { state: "Enabled", displayName: "Mine" } })
    .on(`GET ${subscription}/providers/Microsoft.Authorization/permissions`, {
      status: 200,
      body: { value: [owner] },
    })
    .on("GET /resourceGroups/rg-a/providers/Microsoft.Authorization/permissions", { status: 404 })
    .on("GET /providers/Microsoft.Web/geoRegions", {
      status: 200,
      body: { value: [{ name: "North Europe" }, { properties: { displayName: "West Europe" } }] },
    })
    .on("POST /checkNameAvailability", { status: 200, body: { nameAvailable: true } })
    .on("POST /checknameavailability", { status: 200, body: { nameAvailable: true } });
}

async function problems(azure: FakeAzure, changes: Partial<PreflightInputs> = {}) {
  return preflight.inspect({ ...inputs, ...changes }, fakeSession(azure), fakeOperation());
}

describe("preflight", () => {
  test("finds nothing where all is well, and changes nothing", async () => {
    const azure = wellAzure();
    expect(await problems(azure)).toEqual([]);
    expect(azure.calls.filter((call) => /^(PUT|DELETE|PATCH)/.test(call))).toEqual([]);
    expect(azure.calls.filter((call) => call.endsWith("/register"))).toEqual([]);
  });

  test.each([
    [
      "another tenant's sign-in",
      (azure: FakeAzure) =>
        azure.on(`GET /subscriptions/${subscriptionId}`, {
          status: 401,
          body: { error: { code: "InvalidAuthenticationTokenTenant" } },
        }),
      /signed in to another tenant .*InvalidAuthenticationTokenTenant.*az login --tenant/,
    ],
    [
      "a subscription that is not there",
      (azure: FakeAzure) => azure.on(`GET /subscriptions/${subscriptionId}`, { status: 404 }),
      /does not see the subscription 1111.* \(HTTP 404, request id request-1\); .*az account list --output table$/,
    ],
    [
      "a subscription that is disabled",
      (azure: FakeAzure) =>
        azure.on(`GET /subscriptions/${subscriptionId}`, {
          status: 200,
          body: { state: "Disabled", displayName: "Old" },
        }),
      /^The subscription Old is Disabled, .*az account list/,
    ],
    [
      "a right that is missing",
      (azure: FakeAzure) =>
        azure.on(
          `GET /subscriptions/${subscriptionId}/providers/Microsoft.Authorization/permissions`,
          { status: 200, body: { value: [contributor] } },
        ),
      new RegExp(
        `lacks the right Microsoft.Authorization/roleAssignments/write .* az role assignment create --role "Role Based Access Control Administrator" --scope /subscriptions/${subscriptionId} --assignee-object-id ${fakeDeployer}$`,
      ),
    ],
    [
      "a region without Flex Consumption",
      (azure: FakeAzure) =>
        azure.on("GET /providers/Microsoft.Web/geoRegions", { status: 200, body: { value: [] } }),
      /^Flex Consumption is not offered in westeurope; .*az functionapp list-flexconsumption-locations/,
    ],
    [
      "an app's name that is taken",
      (azure: FakeAzure) =>
        azure
          .on("POST /checknameavailability", {
            status: 200,
            body: { nameAvailable: false, reason: "AlreadyExists", message: "Taken." },
          })
          .on("GET /Microsoft.Web/sites/func-a", { status: 404 }),
      /^The name func-a cannot be used for a function app \(Taken\); .*az resource list .*--name func-a/,
    ],
  ])("finds %s, with the line that mends it", async (_what, change, reason) => {
    expect(await problems(change(wellAzure()))).toEqual([
      { property: expect.any(String), reason: expect.stringMatching(reason) },
    ]);
  });

  test("takes names that the group has already for the deployment's own", async () => {
    const azure = wellAzure()
      .on("POST /checkNameAvailability", { status: 200, body: { nameAvailable: false } })
      .on("GET /Microsoft.Storage/storageAccounts/stone", { status: 200, body: {} })
      .on("GET /Microsoft.Storage/storageAccounts/sttwo", { status: 404 });
    expect(await problems(azure)).toEqual([
      {
        property: "storageAccountNames",
        reason: expect.stringMatching(/^The name sttwo .*\(it is taken\)/),
      },
    ]);
  });

  test("asks of a group that is there, and of registrations in the subscription", async () => {
    const none = { status: 200, body: { value: [] } };
    const azure = wellAzure()
      .on(
        `GET /subscriptions/${subscriptionId}/providers/Microsoft.Authorization/permissions`,
        none,
      )
      .on("GET /resourceGroups/rg-a/providers/Microsoft.Authorization/permissions", {
        status: 200,
        body: { value: [owner] },
      })
      .on("GET /providers/Microsoft.Web", {
        status: 200,
        body: { registrationState: "Registered" },
      })
      .on("GET /providers/Microsoft.App", {
        status: 200,
        body: { registrationState: "NotRegistered" },
      });
    expect(await problems(azure)).toEqual([
      {
        property: "resourceProviders",
        reason: expect.stringMatching(
          /^Microsoft\.App is not registered .*Microsoft\.App\/register\/action; .*az provider register --wait --namespace Microsoft\.App --subscription 1111/,
        ),
      },
    ]);
  });

  test("takes what an unregistered provider does not tell for well", async () => {
    const unregistered = {
      status: 409,
      body: { error: { code: "MissingSubscriptionRegistration" } },
    };
    const azure = wellAzure()
      .on("POST /checkNameAvailability", unregistered)
      .on("POST /checknameavailability", unregistered)
      .on("GET /providers/Microsoft.Web/geoRegions", unregistered);
    expect(await problems(azure)).toEqual([]);
  });

  test("asks for no region on Consumption", async () => {
    const azure = wellAzure();
    expect(await problems(azure, { hosting: "consumption", location: "atlantis" })).toEqual([]);
    expect(azure.calls.filter((call) => call.includes("geoRegions"))).toEqual([]);
  });
});

/** What Azure says of a resource provider. */
function state(registrationState: string) {
  return { status: 200, body: { registrationState } };
}

describe("resource providers", () => {
  const wanted = { subscriptionId, namespaces: ["Microsoft.Web", "Microsoft.App"] };

  test("are registered where they are not, and waited for", async () => {
    const operation = fakeOperation();
    const azure = new FakeAzure()
      .on("GET /providers/Microsoft.Web", state("Registered"))
      .on(
        "GET /providers/Microsoft.App",
        state("NotRegistered"),
        state("Registering"),
        state("Registered"),
      )
      .on("POST /providers/Microsoft.App/register", state("Registering"));
    const { id } = await resourceProviders.create(wanted, fakeSession(azure), operation);
    expect(id).toBe(`/subscriptions/${subscriptionId}/providers`);
    expect(azure.calls.filter((call) => call.startsWith("POST"))).toEqual([
      `POST /subscriptions/${subscriptionId}/providers/Microsoft.App/register`,
    ]);
    expect(operation.shown[0]).toMatch(/\(0 s\): Microsoft\.App still registering/);
  });

  test("that the deployer may not register are told with the line for an owner", async () => {
    const azure = new FakeAzure()
      .on("GET /providers/Microsoft.Web", state("NotRegistered"))
      .on("GET /providers/Microsoft.App", state("Registered"))
      .on("POST /providers/Microsoft.Web/register", {
        status: 403,
        body: { error: { code: "AuthorizationFailed" } },
      });
    await expect(
      resourceProviders.create(wanted, fakeSession(azure), fakeOperation()),
    ).rejects.toThrow(
      `The deployer may not register Microsoft.Web, for which it needs the right Microsoft.Web/register/action (request id request-1); an owner of the subscription runs: az provider register --wait --namespace Microsoft.Web --subscription ${subscriptionId}`,
    );
  });

  test("that somebody unregistered are missed", async () => {
    const azure = new FakeAzure()
      .on("GET /providers/Microsoft.Web", state("Registered"))
      .on("GET /providers/Microsoft.App", state("Unregistered"));
    const known = { id: "id", outputs: wanted };
    expect(await resourceProviders.read(known, fakeSession(azure), fakeOperation())).toEqual({
      namespaces: ["Microsoft.Web"],
    });
    expect(resourceProviders.changed(wanted, { ...wanted, namespaces: ["Microsoft.Web"] })).toEqual(
      ["namespaces"],
    );
  });
});
