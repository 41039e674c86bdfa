import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo, type Server } from "node:net";
import { RestError } from "@azure/data-tables";
import { identityClients } from "../../function/storage/identityClients";
import { storageOf } from "../../function/storage/storage";
import { FunctionApp } from "../support/functionApp";
import { FunctionStorage } from "../support/functionServices";

const SETTINGS = {
  AzureWebJobsStorage__clientId: "0a1b2c3d-0000-4000-8000-000000000000",
  AzureWebJobsStorage__queueServiceUri: "https://turbines.queue.core.windows.net/",
  AzureWebJobsStorage__tableServiceUri: "https://turbines.table.core.windows.net/",
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
    await Promise.all([1, 2, 3].map(() => table("turbines", async () => 1)));
    await table("turbines", async () => 1);
    expect(made).toEqual(["POST Tables"]);
    await queue("notices", (client) => client.sendMessage(EMPTY));
    await queue("notices", (client) => client.sendMessage(EMPTY));
    expect(made).toEqual(["POST Tables", "SEND notices", "SEND notices"]);
  });

  test("that could not be made is made by the next use", async () => {
    const account = storage.account();
    const { table } = storageOf(account);
    account.fault = () => 503;
    await expect(table("turbines", async () => 1)).rejects.toThrow(RestError);
    account.fault = () => undefined;
    expect(await table("turbines", async () => 1)).toBe(1);
  });

  test("that was lost is made anew, and its use repeated, once", async () => {
    const account = storage.account();
    const { table, queue } = storageOf(account);
    await table("turbines", async () => 1);
    await queue("notices", async () => 1);
    await account.table("turbines").deleteTable();
    await account.queue("notices").delete();
    const row = { partitionKey: "a", rowKey: "b" };
    await table("turbines", (client) => client.createEntity(row));
    await queue("notices", (client) => client.sendMessage(EMPTY));
    expect(await account.table("turbines").getEntity("a", "b")).toMatchObject({ rowKey: "b" });
    expect(await account.peek("notices")).toEqual([{}]);
    let uses = 0;
    const alwaysLost = table("turbines", async () => {
      uses += 1;
      throw new RestError("lost", { statusCode: 404, code: "TableNotFound" });
    });
    await expect(alwaysLost).rejects.toThrow("lost");
    expect(uses).toBe(2);
  });
});

describe("the app's identity", () => {
  test.each(["/", ""])("opens the tables and queues that the settings name%s", async (slash) => {
    const settings = Object.fromEntries(
      Object.entries(SETTINGS).map(([name, value]) => [name, value.replace(/\/$/, slash)]),
    );
    const clients = identityClients(settings);
    const table = await clients.table("turbines");
    expect(table.tableName).toBe("turbines");
    expect(table.url).toBe(`https://turbines.table.core.windows.net${slash}`);
    const queue = await clients.queue("notices");
    expect(queue.url).toBe("https://turbines.queue.core.windows.net/notices");
  });

  test.each(Object.keys(SETTINGS))("cannot do without the setting %s", async (name) => {
    const clients = identityClients({ ...SETTINGS, [name]: "" });
    const problem = `The app setting ${name} is not set. Deploy the stack again.`;
    await expect(clients.table("turbines")).rejects.toThrow(problem);
    await expect(clients.queue("notices")).rejects.toThrow(problem);
  });

  test.each([
    ["RestError", 503],
    ["CredentialUnavailableError", 503],
    ["AuthenticationError", 503],
    ["AuthenticationRequiredError", 503],
    ["TypeError", 500],
  ])("makes a caller who meets its %s hear %d", async (name, status) => {
    const account = storage.account();
    const failure = Object.assign(new Error("no token"), { name });
    account.table = () => {
      throw failure;
    };
    const answered = await new FunctionApp({ account }).send("GET", "turbines");
    expect(answered.status).toBe(status);
    expect(answered.text).not.toContain("no token");
    expect(answered.logged[0]?.text).toContain("no token");
  });
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

describe("storage that takes a call and never answers", () => {
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
    const address = `https://127.0.0.1:${(silent.address() as AddressInfo).port}/turbines/`;
    const settings = {
      ...SETTINGS,
      AzureWebJobsStorage__queueServiceUri: address,
      AzureWebJobsStorage__tableServiceUri: address,
    };
    return storageOf(identityClients(settings, 100));
  }

  test.each<[string, number, () => Promise<unknown>]>([
    ["a table", 3, () => clients().table("turbines", async () => 1)],
    ["a queue", 1, () => clients().queue("notices", async () => 1)],
  ])("%s is given up after %d tries", async (_name, tries, use) => {
    await expect(use()).rejects.toMatchObject({
      name: "RestError",
      code: "ETIMEDOUT",
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ did not answer within 100 ms\.$/),
    });
    expect(connections).toBe(tries);
  });
});
