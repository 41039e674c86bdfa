import type { Wire } from "../../providers/rest/wire";
import { grant, inGroup } from "../support/localCloud/baseResources";
import { create, remove, update } from "../support/localCloud/engine";
import { Clock, registerAll, startLate, type LateCloud } from "../support/localCloud/lateCloud";
import {
  armClient,
  armOrigin,
  askForToken,
  httpsCall,
  tokenForm,
} from "../support/localCloud/restClient";
import { groupId, valid } from "../support/localCloud/validInputs";

const subscription = groupId.slice(0, 51);
const azure = { kind: "azure", seed: 5 } as const;

describe("resource providers", () => {
  const provider = `${subscription}/providers/Microsoft.Storage`;
  let late: LateCloud;
  const stateOf = async (path = provider): Promise<string> =>
    (await late.arm("GET", path)).body.registrationState;
  const account: Wire = { ...valid.StorageAccount, allowSharedKeyAccess: false };
  const checkName = async () =>
    late.arm("POST", `${provider}/checkNameAvailability`, {
      name: "stsample",
      type: "Microsoft.Storage/storageAccounts",
    });

  beforeAll(async () => {
    late = await startLate(azure);
    await create(late.started.provider, "ResourceGroup", valid.ResourceGroup);
  });

  test("are not registered at the first start, but those that every subscription has", async () => {
    expect(await stateOf()).toBe("NotRegistered");
    expect(await stateOf(`${subscription}/providers/Microsoft.Authorization`)).toBe("Registered");
    expect(await stateOf(`${subscription}/providers/Microsoft.Resources`)).toBe("Registered");
  });

  test("refuse what is of them, until they are registered, which takes a while", async () => {
    const refused = /MissingSubscriptionRegistration.*'Microsoft\.Storage'/;
    const make = async () => create(late.started.provider, "StorageAccount", account);
    await expect(make()).rejects.toThrow(refused);
    expect(await checkName()).toMatchObject({
      status: 404,
      body: { error: { code: "SubscriptionNotFound" } },
    });
    const asked = await late.arm("POST", `${provider}/register`);
    expect(asked).toMatchObject({ status: 200, body: { registrationState: "Registering" } });
    await expect(make()).rejects.toThrow(refused);
    late.clock.pass(9_000);
    expect(await stateOf()).toBe("Registering");
    await late.arm("POST", `${provider}/register`);
    late.clock.pass(51_000);
    expect(await stateOf()).toBe("Registered");
    expect((await make()).id).toMatch(/stsample$/);
    expect((await checkName()).body.nameAvailable).toBe(false);
  });

  test("refuse names of apps too", async () => {
    const { status, body } = await late.arm(
      "POST",
      `${subscription}/providers/Microsoft.Web/checknameavailability`,
      { name: "func", type: "Microsoft.Web/sites" },
    );
    expect({ status, code: body.error.code }).toEqual({
      status: 409,
      code: "MissingSubscriptionRegistration",
    });
  });

  test("stay registered over a restart", async () => {
    await late.started.stop();
    late = await startLate({ ...azure, seed: 6 }, late.started.directory, late.clock);
    expect(await stateOf()).toBe("Registered");
    expect(await stateOf(`${subscription}/providers/Microsoft.Web`)).toBe("NotRegistered");
  });

  test("are registered when a start without delays has made something of them", async () => {
    const prompt = await startLate({ kind: "off", seed: 0 });
    await create(prompt.started.provider, "ResourceGroup", valid.ResourceGroup);
    await create(prompt.started.provider, "StorageAccount", account);
    await prompt.started.stop();
    const again = await startLate(azure, prompt.started.directory);
    const answer = await again.arm("GET", provider);
    expect(answer.body.registrationState).toBe("Registered");
  });
});

test("a policy forbids accounts that accept keys, not those that do so already", async () => {
  const prompt = await startLate({ kind: "off", seed: 0 });
  await create(prompt.started.provider, "ResourceGroup", valid.ResourceGroup);
  await create(prompt.started.provider, "StorageAccount", valid.StorageAccount);
  await prompt.started.stop();

  const late = await startLate(azure, prompt.started.directory);
  const { provider, cloud } = late.started;
  expect(cloud.storageAccounts.has("stsample")).toBe(true);
  const other: Wire = { ...valid.StorageAccount, accountName: "stother" };
  const forbidden = /RequestDisallowedByPolicy.*'stother' was disallowed by policy/;
  await expect(create(provider, "StorageAccount", other)).rejects.toThrow(forbidden);
  const made = await create(provider, "StorageAccount", { ...other, allowSharedKeyAccess: false });
  await expect(update(provider, made, { allowSharedKeyAccess: true })).rejects.toThrow(forbidden);
});

describe("a workspace that was deleted", () => {
  let late: LateCloud;
  beforeAll(async () => {
    late = await startLate(azure);
    await registerAll(late);
    await create(late.started.provider, "ResourceGroup", valid.ResourceGroup);
  });

  const makeBoth = async () => {
    const { provider } = late.started;
    const workspace = await create(provider, "Workspace", valid.Workspace);
    return { workspace, made: await create(provider, "Component", valid.Component).catch(String) };
  };
  const notThere = /ResourceNotFound.*log-sample' doesn't exist/;

  test("is a ghost when it is made again: what depends on it fails, also after a restart", async () => {
    const { provider } = late.started;
    const first = await makeBoth();
    if (typeof first.made === "string") throw new Error(first.made);
    await remove(provider, first.made);
    await remove(provider, first.workspace);

    const second = await makeBoth();
    expect(second.made).toMatch(notThere);
    await remove(provider, second.workspace);
    await late.started.stop();
    late = await startLate(azure, late.started.directory, late.clock);
    const third = await makeBoth();
    expect(third.made).toMatch(notThere);
    await remove(late.started.provider, third.workspace);
  });

  test("does not stand in the way of one with another name", async () => {
    const { provider } = late.started;
    const workspace = { ...valid.Workspace, workspaceName: "log-other" };
    const { id } = await create(provider, "Workspace", workspace);
    const component = await create(provider, "Component", {
      ...valid.Component,
      workspaceResourceId: id,
    });
    expect(component.outs["name"]).toBe("appi-sample");
    await remove(provider, component);
  });

  test("is gone after 14 days", async () => {
    late.clock.pass(14 * 24 * 60 * 60 * 1000);
    const { workspace, made } = await makeBoth();
    expect(typeof made).toBe("object");
    if (typeof made !== "string") await remove(late.started.provider, made);
    await remove(late.started.provider, workspace);
  });

  test("is a ghost too when it went with its group", async () => {
    const { provider } = late.started;
    late.clock.pass(14 * 24 * 60 * 60 * 1000);
    const { workspace } = await makeBoth();
    await provider.delete(groupId, "urn:pulumi:a::a::azure-native:resources:ResourceGroup::a");
    await create(provider, "ResourceGroup", valid.ResourceGroup);
    const again = await makeBoth();
    expect(again.workspace.id).toBe(workspace.id);
    expect(again.made).toMatch(notThere);
  });
});

test("without delays, a deleted workspace is gone", async () => {
  const { started } = await startLate({ kind: "off", seed: 0 });
  await create(started.provider, "ResourceGroup", valid.ResourceGroup);
  await remove(started.provider, await create(started.provider, "Workspace", valid.Workspace));
  await create(started.provider, "Workspace", valid.Workspace);
  const component = await create(started.provider, "Component", valid.Component);
  expect(component.outs["name"]).toBe("appi-sample");
});

describe("Azure Resource Manager", () => {
  test("throttles after some calls, for as long as it says, and then again", async () => {
    const clock = new Clock();
    const { started } = await startLate(azure, undefined, clock);
    const arm = await armClient(started);
    const callsUntilThrottled = async (): Promise<number> => {
      for (let calls = 0; ; calls += 1) {
        const { status, headers, body } = await arm("GET", subscription);
        if (status === 200) continue;
        expect({ status, code: body.error.code }).toEqual({ status: 429, code: "TooManyRequests" });
        const seconds = Number(headers["retry-after"]);
        expect(seconds).toBeGreaterThanOrEqual(5);
        expect(seconds).toBeLessThanOrEqual(17);
        expect((await arm("GET", subscription)).status).toBe(429);
        clock.pass(1000);
        expect((await arm("GET", subscription)).headers["retry-after"]).toBe(String(seconds - 1));
        clock.pass((seconds - 1) * 1000);
        return calls;
      }
    };
    for (const calls of [await callsUntilThrottled(), await callsUntilThrottled()]) {
      expect(calls).toBeGreaterThanOrEqual(20);
      expect(calls).toBeLessThanOrEqual(60);
    }
  });

  test("does not throttle who asks for a token, or what the cloud is", async () => {
    const { started } = await startLate(azure);
    const metadata = `${armOrigin(started)}/metadata/endpoints`;
    for (let calls = 0; calls < 61; calls += 1) {
      expect((await askForToken(started, tokenForm(started))).status).toBe(200);
      expect((await httpsCall(started, metadata)).status).toBe(200);
    }
  });

  test("does not throttle without delays", async () => {
    const { started } = await startLate({ kind: "off", seed: 0 });
    const arm = await armClient(started);
    for (let calls = 0; calls < 61; calls += 1) {
      expect((await arm("GET", subscription)).status).toBe(200);
    }
  });
});

test("a role that was assigned holds later, also over a restart", async () => {
  const late = await startLate(azure);
  await registerAll(late);
  const { provider } = late.started;
  await create(provider, "ResourceGroup", valid.ResourceGroup);
  const identity = await create(
    provider,
    "UserAssignedIdentity",
    inGroup({ resourceName: "id-app" }),
  );
  const assignment = await grant(provider, identity, "blobOwner", groupId);
  const { inventory } = late.started.cloud;
  const holdsFrom = Number(inventory.get(assignment.id).hidden["holdsFrom"]);
  expect(holdsFrom - late.clock.now()).toBeGreaterThanOrEqual(15_000);
  expect(holdsFrom - late.clock.now()).toBeLessThanOrEqual(90_000);
  await update(provider, assignment, { description: "for the host" });
  expect(inventory.get(assignment.id).hidden["holdsFrom"]).toBe(holdsFrom);
  await late.started.stop();
  const again = await startLate({ ...azure, seed: 9 }, late.started.directory, late.clock);
  const kept = again.started.cloud.inventory.get(assignment.id);
  expect(kept.hidden["holdsFrom"]).toBe(holdsFrom);
});

test("two starts with the same seed are late in the same way", async () => {
  const history = async (seed: number): Promise<string[]> => {
    const late = await startLate({ ...azure, seed });
    const seen: string[] = [];
    for (const namespace of ["Microsoft.Storage", "Microsoft.Web", "Microsoft.Insights"]) {
      const path = `${subscription}/providers/${namespace}`;
      await late.arm("POST", `${path}/register`);
      for (let seconds = 0; seconds < 60; seconds += 5) {
        late.clock.pass(5000);
        seen.push((await late.arm("GET", path)).body.registrationState);
      }
    }
    return seen;
  };
  const first = await history(5);
  expect(await history(5)).toEqual(first);
  expect(await history(11)).not.toEqual(first);
});
