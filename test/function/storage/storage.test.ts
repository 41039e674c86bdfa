import { setImmediate as nextTurn } from "node:timers/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo, type Server } from "node:net";
import { RestError } from "@azure/data-tables";
import { identityClients } from "../../../function/storage/identityClients";
import { storageOf } from "../../../function/storage/storage";
import { FunctionApp } from "../../support/functionApp";
import { FunctionStorage } from "../../support/functionServices";
import { operations } from "../../support/sampleConnector/operations";

const SETTINGS = {
  AzureWebJobsStorage__clientId: "0a1b2c3d-0000-4000-8000-000000000000",
  AzureWebJobsStorage__queueServiceUri: "https://parcels.queue.core.windows.net/",
  AzureWebJobsStorage__tableServiceUri: "https://parcels.table.core.windows.net/",
};

/** An empty object, as messages are written. */
const EMPTY = Buffer.from("{}").toString("base64");

let storage: FunctionStorage;
beforeAll(async () => {
  storage = await FunctionStorage.start();
});
afterAll(() => storage.stop());

describe("a table or queue", () => {
  test("is made when it is first used, once for all that use it", async () => {
    const account = storage.account();
    const made: string[] = [];
    account.fault = (what) => {
      made.push(what);
      return undefined;
    };
    const { table, queue } = storageOf(account);
    expect(made).toEqual([]);
    await Promise.all([1, 2, 3].map(() => table("parcels", async () => 1)));
    await table("parcels", async () => 1);
    expect(made).toEqual(["POST Tables"]);
    await queue("letters", (client) => client.sendMessage(EMPTY));
    await queue("letters", (client) => client.sendMessage(EMPTY));
    expect(made).toEqual(["POST Tables", "SEND letters", "SEND letters"]);
  });

  test("that could not be made is made by the next use", async () => {
    const account = storage.account();
    const { table } = storageOf(account);
    account.fault = () => 503;
    await expect(table("parcels", async () => 1)).rejects.toThrow(RestError);
    account.fault = () => undefined;
    expect(await table("parcels", async () => 1)).toBe(1);
  });

  test("that was lost is made anew, and its use repeated, once", async () => {
    const account = storage.account();
    const { table, queue } = storageOf(account);
    await table("parcels", async () => 1);
    await queue("letters", async () => 1);
    await account.table("parcels").deleteTable();
    await account.queue("letters").delete();
    const row = { partitionKey: "a", rowKey: "b" };
    await table("parcels", (client) => client.createEntity(row));
    await queue("letters", (client) => client.sendMessage(EMPTY));
    expect(await account.table("parcels").getEntity("a", "b")).toMatchObject({ rowKey: "b" });
    expect(await account.peek("letters")).toEqual([{}]);
    let uses = 0;
    const alwaysLost = table("parcels", async () => {
      uses += 1;
      throw new RestError("lost", { statusCode: 404, code: "TableNotFound" });
    });
    await expect(alwaysLost).rejects.toThrow("lost");
    expect(uses).toBe(2);
  });
});

describe("what goes in turn", () => {
  test("is done one after another in the order of its calls, by name", async () => {
    const { inTurn } = storageOf(storage.account());
    const done: string[] = [];
    const act = (what: string, turns: number) => async (): Promise<string> => {
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      done.push(what);
      return what;
    };
    const failure = inTurn("a", () => Promise.reject(new Error("failed")));
    const turns = [inTurn("a", act("a1", 9)), inTurn("a", act("a2", 1)), inTurn("b", act("b", 1))];
    await expect(failure).rejects.toThrow("failed");
    expect(await Promise.all(turns)).toEqual(["a1", "a2", "b"]);
    expect(done).toEqual(["b", "a1", "a2"]);
  });
});

describe("the app's identity", () => {
  test.each(["/", ""])("opens the tables and queues that the settings name%s", async (slash) => {
    const settings = Object.fromEntries(
      Object.entries(SETTINGS).map(([name, value]) => [name, value.replace(/\/$/, slash)]),
    );
    const clients = identityClients(settings);
    const table = await clients.table("parcels");
    expect(table.tableName).toBe("parcels");
    expect(table.url).toBe(`https://parcels.table.core.windows.net${slash}`);
    const queue = await clients.queue("letters");
    expect(queue.url).toBe("https://parcels.queue.core.windows.net/letters");
  });

  test.each(Object.keys(SETTINGS))("cannot do without the setting %s", async (name) => {
    const clients = identityClients({ ...SETTINGS, [name]: "" });
    const problem = `The app setting ${name} is not set. Deploy the stack again.`;
    await expect(clients.table("parcels")).rejects.toThrow(problem);
    await expect(clients.queue("letters")).rejects.toThrow(problem);
  });

  test.each([
    ["RestError", 503],
    ["CredentialUnavailableError", 503],
    ["AuthenticationError", 503],
    ["AuthenticationRequiredError", 503],
    ["TypeError", 500],
  ])("makes a call that meets its %s fail with %d", async (name, status) => {
    const account = storage.account();
    const failure = Object.assign(new Error("no token"), { name });
    account.table = () => {
      throw failure;
    };
    const responded = await new FunctionApp({ account, operations }).send("GET", "parcels");
    expect(responded.status).toBe(status);
    expect(responded.text).not.toContain("no token");
    expect(responded.logged[0]?.text).toContain("no token");
  });
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

describe("storage that takes a call and never responds", () => {
  const tokens = createHttpServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    const expiresOn = Math.floor(Date.now() / 1000) + 86_400;
    response.end(JSON.stringify({ access_token: "t", expires_on: String(expiresOn) }));
  });
  let connections = 0;
  const silent = createServer((socket) => {
    connections += 1;
    socket.on("error", () => undefined);
  });
  const before = { ...process.env };

  beforeAll(async () => {
    process.env["IDENTITY_ENDPOINT"] = `http://127.0.0.1:${await listen(tokens)}/msi/token`;
    process.env["IDENTITY_HEADER"] = "secret";
    await listen(silent);
  });
  beforeEach(() => {
    connections = 0;
  });
  afterAll(() => {
    process.env = before;
    tokens.close();
    silent.close();
  });

  function clients() {
    const address = `https://127.0.0.1:${(silent.address() as AddressInfo).port}/parcels/`;
    const settings = {
      ...SETTINGS,
      AzureWebJobsStorage__queueServiceUri: address,
      AzureWebJobsStorage__tableServiceUri: address,
    };
    return storageOf(identityClients(settings, 100));
  }

  test.each<[string, number, () => Promise<unknown>]>([
    ["a table", 3, () => clients().table("parcels", async () => 1)],
    ["a queue", 1, () => clients().queue("letters", async () => 1)],
  ])("%s is given up after %d tries", async (_name, tries, use) => {
    await expect(use()).rejects.toMatchObject({
      name: "RestError",
      code: "ETIMEDOUT",
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ did not respond within 100 ms\.$/),
    });
    expect(connections).toBe(tries);
  });
});
