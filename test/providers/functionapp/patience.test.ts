import { createHash } from "node:crypto";
import { files } from "../../../providers/functionapp/files";
import { functionCode } from "../../../providers/functionapp/functionCode";
import { functionKey } from "../../../providers/functionapp/functionKey";
import { staticSite } from "../../../providers/functionapp/staticSite";
import { InitializationError, type Properties } from "../../../providers/rest/resourceType";
import { plain, signatures } from "../../../providers/rest/wire";
import {
  FakeAzure,
  fakeDeployer,
  fakeOperation,
  fakeSession,
  type FakeAnswer,
  type FakeOperation,
} from "../../support/providers/fakeAzure";

const group = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-a";
const appId = `${group}/providers/Microsoft.Web/sites/func-a`;
const accountId = `${group}/providers/Microsoft.Storage/storageAccounts/stone`;

/** A text as the engine gives an asset. */
function textAsset(text: string): unknown {
  const hash = createHash("sha256").update(text).digest("hex");
  return plain({ [signatures.key]: signatures.asset, hash, text });
}

const ok = { status: 200 };
const fromHost = (status: string): FakeAnswer => ({
  status: 400,
  body: {
    error: { code: "BadRequest", message: `Encountered an error (${status}) from host runtime.` },
  },
});

/** An app that takes packages and runs. */
function wellApp(): FakeAzure {
  const names = [{ name: "func-a/one" }, { name: "func-a/two" }];
  return new FakeAzure()
    .on("GET /sites/func-a", {
      status: 200,
      body: {
        properties: {
          hostNameSslStates: [
            { name: "func-a.test", hostType: "Standard" },
            { name: "func-a.scm.test", hostType: "Repository" },
          ],
        },
      },
    })
    .on("POST /api/publish", { status: 202, body: "d-1" })
    .on("GET /api/deployments/d-1", { status: 200, body: { status: 4 } })
    .on("GET /host/default/properties/status", {
      status: 200,
      body: { properties: { state: "Running" } },
    })
    .on("GET /functions", { status: 200, body: { value: names } })
    .on("POST /syncfunctiontriggers", { status: 204 });
}

const code: Properties = { appId, package: textAsset("zip"), functions: ["two", "one"] };

async function deployCode(azure: FakeAzure, operation = fakeOperation(), inputs = code) {
  return functionCode.create(inputs, fakeSession(azure), operation);
}

/** How many requests were sent to an address with such an end. */
function count(azure: FakeAzure, end: string): number {
  return azure.calls.filter((call) => call.endsWith(end)).length;
}

/** What a host tells of its keys. */
const listed = (value: string): FakeAnswer => ({
  status: 200,
  body: { functionKeys: { connector: value } },
});

/** The requests that give somebody a role. */
function roleRequests({ sent }: FakeAzure) {
  return sent.filter(({ url }) => url.includes("/roleAssignments/"));
}

describe("code", () => {
  test("is published as the platform's own tools do, and waited for", async () => {
    const azure = wellApp();
    expect(await deployCode(azure)).toEqual({
      id: `${appId}/code`,
      outputs: {
        packageSha256: createHash("sha256").update("zip").digest("hex"),
        deploymentId: "d-1",
      },
    });
    const published = azure.sent.find(({ url }) => url.includes("/api/publish"));
    expect(published).toMatchObject({
      url: "https://func-a.scm.test/api/publish?RemoteBuild=false&Deployer=pulumi",
      headers: { "content-type": "application/zip" },
      body: "zip",
    });
    expect(count(azure, "/syncfunctiontriggers")).toBe(1);
  });

  const storageText =
    "Failed to upload because Azure Storage responded with Forbidden : Response status code does not indicate success: 403";
  test.each<[string, (azure: FakeAzure) => FakeAzure, number]>([
    [
      "another deployment is running",
      (a) => a.on("POST /api/publish", { status: 409 }, { status: 202, body: "d-1" }),
      2,
    ],
    [
      "the deployment host is not up",
      (a) =>
        a.on("POST /api/publish", { status: 503 }, { status: 404 }, { status: 502 }, "ENOTFOUND", {
          status: 202,
          body: "d-1",
        }),
      5,
    ],
    [
      "the app's roles do not hold yet",
      (a) =>
        a.on(
          "GET /api/deployments/d-1",
          { status: 200, body: { status: 3, status_text: storageText } },
          { status: 200, body: { status: 4 } },
        ),
      2,
    ],
    [
      "another deployment took its place",
      (a) =>
        a.on(
          "GET /api/deployments/d-1",
          { status: 200, body: { status: 5 } },
          { status: 200, body: { status: 4 } },
        ),
      2,
    ],
  ])("is published again while %s", async (_what, change, times) => {
    const azure = change(wellApp());
    await deployCode(azure);
    expect(count(azure, "/api/publish")).toBe(times);
  });

  test.each<[string, FakeAnswer[]]>([
    [
      "is going on",
      [
        { status: 202, body: { status: 1 } },
        { status: 200, body: { status: 4 } },
      ],
    ],
    ["is not known yet", [{ status: 404 }, { status: 404 }, { status: 200, body: { status: 4 } }]],
    ["is not known any more", [{ status: 200, body: { status: 0 } }, { status: 404 }]],
    ["was never seen", [{ status: 404 }]],
    ["was cut short when the code was there", [{ status: 200, body: { status: 6 } }]],
    [
      "cannot be asked for at times",
      [{ status: 503 }, "ECONNRESET", { status: 200, body: { status: 4 } }],
    ],
  ])("is published once although its deployment %s", async (_what, answers) => {
    const azure = wellApp().on("GET /api/deployments/d-1", ...answers);
    await deployCode(azure);
    expect(count(azure, "/api/publish")).toBe(1);
  });

  test.each<[string, (azure: FakeAzure) => FakeAzure, string]>([
    [
      "a package that is refused",
      (a) => a.on("POST /api/publish", { status: 400, body: "not a zip" }),
      "The package was refused: not a zip (HTTP 400, request id request-1).",
    ],
    [
      "a deployment that fails",
      (a) =>
        a.on("GET /api/deployments/d-1", {
          status: 200,
          body: { status: 3, status_text: "host.json is missing" },
        }),
      "The platform could not deploy the package: host.json is missing",
    ],
    [
      "an app that may not be looked up",
      (a) => a.on("GET /sites/func-a", { status: 403 }),
      "func-a cannot be looked up: HTTP 403, request id request-1.",
    ],
    [
      "a host that refuses",
      (a) => a.on("GET /host/default/properties/status", { status: 403 }),
      "The app's host cannot be asked for its host: HTTP 403",
    ],
  ])("of %s fails at once, with the platform's own words", async (_what, change, message) => {
    const operation = fakeOperation();
    await expect(deployCode(change(wellApp()), operation)).rejects.toThrow(message);
    expect(operation.clock.ms).toBeLessThan(60_000);
  });

  test("is waited for until the host runs and has all its functions", async () => {
    const azure = wellApp()
      .on(
        "GET /host/default/properties/status",
        fromHost("ServiceUnavailable"),
        { status: 404 },
        { status: 200, body: { state: "Error" } },
        { status: 200, body: { state: "Running" } },
      )
      .on(
        "GET /functions",
        { status: 200, body: { value: [] } },
        {
          status: 200,
          body: { value: [{ name: "func-a/one" }], nextLink: "https://management.azure.com/more" },
        },
      )
      .on("GET /more", { status: 200, body: { value: [{ name: "func-a/two" }] } })
      .on("POST /syncfunctiontriggers", fromHost("BadGateway"), { status: 204 });
    const operation = fakeOperation();
    await deployCode(azure, operation);
    expect(operation.shown.map((text) => text.replace(/^.*?\): /, ""))).toEqual(
      [
        "that the package was accepted",
        expect.stringMatching(/^its host: BadRequest: Encountered an error \(ServiceUnavailable\)/),
        "its host: HTTP 404, request id request-1",
        "that its host is Error",
        expect.stringMatching(/^its triggers: BadRequest/),
        "without one, two",
      ].slice(0, operation.shown.length),
    );
  });

  test("that never runs is told with what is missing and too many, and keeps what there is", async () => {
    const azure = wellApp().on("GET /functions", {
      status: 200,
      body: { value: [{ name: "func-a/one" }, { name: "func-a/old" }] },
    });
    const failure: unknown = await deployCode(azure).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InitializationError);
    expect((failure as InitializationError).made).toEqual({
      id: `${appId}/code`,
      outputs: { packageSha256: "", deploymentId: "d-1" },
    });
    expect((failure as Error).message).toBe(
      "Waited 15 minutes until the host of func-a runs and has its functions; the last answer was without two and with old, which are not expected; " +
        `run pulumi up again, and see what the host says with: az rest --method get --url "${appId}/host/default/properties/status?api-version=2024-04-01".`,
    );
  });

  test("on Consumption is not published, and its triggers are synced", async () => {
    const azure = wellApp();
    const mounted = { ...code, mountedFrom: "https://stone.test/p.zip" };
    expect((await deployCode(azure, fakeOperation(), mounted)).outputs).toMatchObject({
      deploymentId: "",
    });
    expect(count(azure, "/api/publish")).toBe(0);
    expect(count(azure, "/syncfunctiontriggers")).toBe(1);
  });

  const state = { ...code, package: undefined, packageSha256: "x" };
  test.each<[string, (azure: FakeAzure) => FakeAzure, unknown]>([
    ["an app that runs", (a) => a, { functions: ["two", "one"] }],
    ["a host that does not answer", (a) => a.on("GET /functions", { status: 503 }), {}],
    [
      "an app that is gone",
      (a) =>
        a
          .on("GET /functions", { status: 404, body: { error: { code: "ResourceNotFound" } } })
          .on("GET /sites/func-a", { status: 404, body: { error: { code: "ResourceNotFound" } } }),
      undefined,
    ],
  ])("of %s is read as it is", async (_what, change, expected) => {
    const known = { id: "id", outputs: state };
    expect(await functionCode.read(known, fakeSession(change(wellApp())), fakeOperation())).toEqual(
      expected,
    );
  });

  test("is the same in whatever order its functions are", () => {
    const known = { ...code, packageSha256: createHash("sha256").update("zip").digest("hex") };
    expect(functionCode.changed({ ...code, functions: ["one", "two"] }, known)).toEqual([]);
    expect(
      functionCode.changed({ ...code, functions: ["one"], mountedFrom: "https://a.test" }, known),
    ).toEqual(["functions", "mountedFrom"]);
    expect(functionCode.changed({ ...code, package: textAsset("other") }, known)).toEqual([
      "package",
    ]);
  });
});

describe("a key", () => {
  const key: Properties = { appId, name: "connector", value: "the-key" };
  const path = "/host/default/functionkeys/connector";

  test("is set while the host comes up, and waited for until the host tells it", async () => {
    const azure = wellApp()
      .on(
        `PUT ${path}`,
        fromHost("InternalServerError"),
        { status: 404 },
        { status: 502 },
        { status: 201, body: {} },
        ok,
      )
      .on("POST /host/default/listkeys", fromHost("BadGateway"), listed("old"), listed("the-key"));
    await functionKey.create(key, fakeSession(azure), fakeOperation());
    expect(azure.sent.at(-1)?.url).toMatch(/listkeys/);
    expect(count(azure, "/listkeys")).toBe(3);
  });

  test("that the host refuses fails at once, without telling the key", async () => {
    const azure = wellApp().on(`PUT ${path}`, { status: 400, body: { message: "the-key is bad" } });
    await expect(functionKey.create(key, fakeSession(azure), fakeOperation())).rejects.toThrow(
      /^The host refused it: \[secret\] is bad \(HTTP 400, request id request-1\)\.$/,
    );
  });

  const gone = { status: 404, body: { error: { code: "ResourceNotFound" } } };
  test.each<[string, (azure: FakeAzure) => FakeAzure, unknown]>([
    [
      "there",
      (a) => a.on("POST /host/default/listkeys", { status: 404 }, listed("theirs")),
      { value: "theirs" },
    ],
    [
      "not there",
      (a) => a.on("POST /host/default/listkeys", { status: 200, body: { functionKeys: {} } }),
      undefined,
    ],
    [
      "of no app",
      (a) => a.on("POST /host/default/listkeys", gone).on("GET /sites/func-a", gone),
      undefined,
    ],
  ])("that is %s is read so", async (_what, change, expected) => {
    const known = { id: "id", outputs: key };
    expect(await functionKey.read(known, fakeSession(change(wellApp())), fakeOperation())).toEqual(
      expected,
    );
  });

  test.each<[string, (azure: FakeAzure) => FakeAzure]>([
    ["there", (a) => a.on(`DELETE ${path}`, fromHost("BadGateway"), { status: 204 })],
    [
      "not there",
      (a) =>
        a
          .on(`DELETE ${path}`, { status: 404 })
          .on(
            "POST /host/default/listkeys",
            { status: 404 },
            { status: 200, body: { functionKeys: {} } },
          ),
    ],
    [
      "of no app",
      (a) =>
        a
          .on(`DELETE ${path}`, gone)
          .on("POST /host/default/listkeys", gone)
          .on("GET /sites/func-a", gone),
    ],
  ])("that is %s is deleted", async (_what, change) => {
    const operation = fakeOperation();
    await functionKey.delete({ id: "id", outputs: key }, fakeSession(change(wellApp())), operation);
    expect(operation.clock.ms).toBeLessThan(5_000);
  });

  test("is imported by its id", () => {
    expect(functionKey.importId(`${appId}${path}`)).toEqual({ appId, name: "connector" });
    expect(functionKey.importId(appId)).toBeUndefined();
  });
});

describe("files", () => {
  const place = { accountId, blobEndpoint: "https://stone.blob.test/" };
  const wanted: Properties = {
    ...place,
    containerName: "$web",
    files: { "a.txt": { contentType: "text/plain", source: textAsset("a") } },
  };
  const refused = {
    status: 403,
    headers: { "x-ms-error-code": "AuthorizationPermissionMismatch" },
  };

  test("wait for the deployer's role, which it is given once", async () => {
    const azure = new FakeAzure()
      .on("PUT /$web/a.txt", refused, refused, refused, { status: 201 })
      .on("PUT /roleAssignments/*", { status: 201 });
    await files.create(wanted, fakeSession(azure), fakeOperation());
    expect(roleRequests(azure)).toHaveLength(1);
    expect(JSON.parse(roleRequests(azure)[0]?.body ?? "")).toEqual({
      properties: {
        principalId: fakeDeployer,
        principalType: "ServicePrincipal",
        roleDefinitionId: expect.stringMatching(
          /roleDefinitions\/ba92f5b4-2d11-453d-a403-e96b0029c9fe$/,
        ),
      },
    });
    expect(roleRequests(azure)[0]?.url).toMatch(
      new RegExp(
        `^https://management\\.azure\\.com${accountId}/providers/Microsoft\\.Authorization/roleAssignments/[0-9a-f-]{36}\\?`,
      ),
    );
  });

  test("that may neither be uploaded nor opened are told with the line for an owner", async () => {
    const azure = new FakeAzure().on("PUT /$web/a.txt", refused).on("PUT /roleAssignments/*", {
      status: 403,
      body: { error: { code: "AuthorizationFailed" } },
    });
    await expect(files.create(wanted, fakeSession(azure), fakeOperation())).rejects.toThrow(
      `The deployer may neither write to the storage account (AuthorizationPermissionMismatch (HTTP 403, request id request-1)) nor assign itself the role for it (AuthorizationFailed (HTTP 403, request id request-1)); an owner runs: az role assignment create --role "Storage Blob Data Contributor" --scope ${accountId} --assignee-object-id ${fakeDeployer}`,
    );
  });

  test("wait for an account that is still being made", async () => {
    const azure = new FakeAzure().on(
      "PUT /$web/a.txt",
      "ENOTFOUND",
      { status: 404 },
      { status: 503 },
      { status: 201 },
    );
    const { outputs } = await files.create(wanted, fakeSession(azure), fakeOperation());
    expect(outputs).toEqual({
      uploads: {
        "a.txt": {
          contentType: "text/plain",
          md5: createHash("md5").update("a").digest("base64"),
          sha256: createHash("sha256").update("a").digest("hex"),
        },
      },
    });
  });

  test("that are uploaded in part stay in the state", async () => {
    const both = {
      ...wanted,
      files: {
        ...(wanted["files"] as object),
        "b.txt": { contentType: "text/plain", source: textAsset("b") },
      },
    };
    const azure = new FakeAzure()
      .on("PUT /$web/a.txt", { status: 201 })
      .on("PUT /$web/b.txt", { status: 400, headers: { "x-ms-error-code": "Md5Mismatch" } });
    const failure: unknown = await files
      .create(both, fakeSession(azure), fakeOperation())
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InitializationError);
    expect((failure as InitializationError).made.outputs).toEqual({
      uploads: { "a.txt": expect.anything() },
    });
    expect((failure as Error).message).toBe(
      "Storage refused it: Md5Mismatch (HTTP 400, request id request-1).",
    );
  });

  test("that cannot be looked at are taken for unchanged", async () => {
    const uploads = { "a.txt": { sha256: "s", md5: "m", contentType: "text/plain" } };
    const azure = new FakeAzure().on("HEAD /$web/a.txt", refused);
    const known = { id: "id", outputs: { ...wanted, uploads } };
    expect(await files.read(known, fakeSession(azure), fakeOperation())).toEqual({ uploads });
  });

  test("of an account that is gone are gone, and are none to delete", async () => {
    const uploads = { "a.txt": { sha256: "s", md5: "m", contentType: "text/plain" } };
    const azure = new FakeAzure()
      .on("HEAD /$web/a.txt", "ENOTFOUND")
      .on("DELETE /$web/a.txt", "ENOTFOUND")
      .on("GET /storageAccounts/stone", { status: 404 });
    const known = { id: "id", outputs: { ...wanted, uploads } };
    expect(await files.read(known, fakeSession(azure), fakeOperation())).toBeUndefined();
    await files.delete(known, fakeSession(azure), fakeOperation());
    // Without a network, nothing is found either.
    azure.on("GET /storageAccounts/stone", { status: 200 });
    expect(await files.read(known, fakeSession(azure), fakeOperation())).toEqual({ uploads });
  });

  test("a site gives the deployer its role without waiting for it", async () => {
    const operation: FakeOperation = fakeOperation();
    const azure = new FakeAzure()
      .on("PUT /", { status: 202 })
      .on("PUT /roleAssignments/*", { status: 201 });
    const site = { ...place, indexDocument: "index.html" };
    await staticSite.create(site, fakeSession(azure), operation);
    expect(roleRequests(azure)).toHaveLength(1);
    expect(operation.clock.ms).toBe(0);
    expect(azure.sent.at(-1)?.body).toContain(
      "<StaticWebsite><Enabled>true</Enabled><IndexDocument>index.html</IndexDocument></StaticWebsite>",
    );
  });
});
