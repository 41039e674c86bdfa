import { lookup } from "node:dns/promises";
import { FunctionApp, type Responded } from "../../support/functionApp";
import { FunctionStorage } from "../../support/functionServices";
import { operations } from "../../support/sampleConnector/operations";

jest.mock("node:dns/promises", () => ({ lookup: jest.fn() }));

const FLOW = "https://prod-12.westeurope.logic.azure.com/workflows/1/triggers/2?sig=secret";

let storage: FunctionStorage;
beforeAll(async () => {
  storage = await FunctionStorage.start();
});
afterAll(() => storage.stop());
beforeEach(() => hostsLeadTo("20.50.2.1"));

/** Makes every host lead to these addresses, or to none. */
function hostsLeadTo(...addresses: string[]): void {
  (lookup as unknown as jest.Mock).mockImplementation(async () => {
    if (addresses.length === 0) throw Object.assign(new Error("not found"), { code: "ENOTFOUND" });
    return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  });
}

/** Registers an address with an app that has these settings. */
function register(callbackUrl: string, env: Record<string, string> = {}): Promise<Responded> {
  const app = new FunctionApp({ account: storage.account(), env, operations });
  return app.send("POST", "subscriptions", { json: { callbackUrl } });
}

describe("a callback address", () => {
  const ON_THIS_MACHINE = { WEBSITE_HOSTNAME: "127.0.0.1:7071" };
  const ALLOWING = { CONNECTOR_CALLBACK_HOSTS: "hooks.example.com, *.Sites.example" };

  test.each([
    "https://prod-00.westus.logic.azure.com/workflows/1",
    "https://prod-00.westus.logic.azure.com:443/workflows/1",
    "https://PROD-00.WestUS.Logic.Azure.Com/workflows/1",
    "https://prod-00.usgovtexas.logic.azure.us/workflows/1",
    "https://prod-00.chinaeast.logic.azure.cn/workflows/1",
    "https://default3e1b.0f.environment.api.powerplatform.com:443/powerautomate/automations/1",
    "https://3e1b.0.environment.api.gov.powerplatform.microsoft.us/powerautomate/1",
    "https://3e1b.0.environment.api.high.powerplatform.microsoft.us/powerautomate/1",
    "https://3e1b.0.environment.api.appsplatform.us/powerautomate/1",
    "https://3e1b.0.environment.api.powerplatform.partner.microsoftonline.cn/powerautomate/1",
    "https://hooks.example.com/parcels",
    "https://a.sites.example/",
    "https://a.b.SITES.example/",
  ])("%s is accepted", async (address) => {
    expect(await register(address, ALLOWING)).toMatchObject({ status: 201 });
  });

  const HOST = "is not allowed. Those of Power Automate and Logic Apps are; the configuration key";
  test.each([
    ["prod-00.westus.logic.azure.com/workflows", "it is not an absolute URL."],
    ["//prod-00.westus.logic.azure.com/", "it is not an absolute URL."],
    ["http://prod-00.westus.logic.azure.com/", "it begins with http: instead of https:."],
    ["ftp://prod-00.westus.logic.azure.com/", "it begins with ftp: instead of https:."],
    ["file:///etc/passwd", "it begins with file: instead of https:."],
    ["javascript:alert(1)", "it begins with javascript: instead of https:."],
    ["https://u@a.logic.azure.com/", "it holds a user name or a password."],
    ["https://u:p@a.logic.azure.com/", "it holds a user name or a password."],
    ["https://:p@a.logic.azure.com/", "it holds a user name or a password."],
    ["https://a.logic.azure.com@evil.example/", "it holds a user name or a password."],
    ["https://a.logic.azure.com:8443/", "it names the port 8443, and"],
    ["https://a.logic.azure.com:80/", "it names the port 80, and"],
    // Look-alikes of allowed hosts.
    ["https://logic.azure.com/", `its host logic.azure.com ${HOST}`],
    ["https://logic.azure.com.evil.example/", `its host logic.azure.com.evil.example ${HOST}`],
    ["https://a.logic.azure.com.evil.example/", `a.logic.azure.com.evil.example ${HOST}`],
    ["https://evil-logic.azure.com/", `its host evil-logic.azure.com ${HOST}`],
    ["https://evillogic.azure.com/", `its host evillogic.azure.com ${HOST}`],
    ["https://a.logic.azure.com./", `its host a.logic.azure.com. ${HOST}`],
    ["https://a.logic.azure.co/", `its host a.logic.azure.co ${HOST}`],
    ["https://a.l\u043egic.azure.com/", `its host a.xn--lgic-55d.azure.com ${HOST}`],
    ["https://evil.example/a.logic.azure.com", `its host evil.example ${HOST}`],
    ["https://evil.example/?a.logic.azure.com", `its host evil.example ${HOST}`],
    ["https://evil.example#a.logic.azure.com", `its host evil.example ${HOST}`],
    ["https://evil.example\\.logic.azure.com/", `its host evil.example ${HOST}`],
    ["https://sites.example/", `its host sites.example ${HOST}`],
    ["https://more.hooks.example.com/", `its host more.hooks.example.com ${HOST}`],
    ["https://my-app.azurewebsites.net/", `its host my-app.azurewebsites.net ${HOST}`],
    // Addresses inside a network or a machine, however they are written.
    ["https://localhost/", `its host localhost ${HOST}`],
    ["https://127.0.0.1/", `its host 127.0.0.1 ${HOST}`],
    ["https://127.1/", `its host 127.0.0.1 ${HOST}`],
    ["https://2130706433/", `its host 127.0.0.1 ${HOST}`],
    ["https://0x7f000001/", `its host 127.0.0.1 ${HOST}`],
    ["https://0177.0.0.1/", `its host 127.0.0.1 ${HOST}`],
    ["https://[::1]/", `its host [::1] ${HOST}`],
    ["https://[::ffff:127.0.0.1]/", `its host [::ffff:7f00:1] ${HOST}`],
    ["https://10.0.0.1/", `its host 10.0.0.1 ${HOST}`],
    ["https://169.254.169.254/metadata", `its host 169.254.169.254 ${HOST}`],
    ["https://168.63.129.16/", `its host 168.63.129.16 ${HOST}`],
  ])("%s is refused", async (address, problem) => {
    const { status, json } = await register(address, ALLOWING);
    expect(status).toBe(400);
    const { detail } = json as { detail: string };
    expect(detail).toMatch(/^The callback address cannot be used: .*[^.]\.$/);
    expect(detail).toContain(problem);
  });

  test("is refused without anything of its path and query, which are secret", async () => {
    const { text } = await register("https://evil.example/secret?sig=secret");
    expect(text).not.toContain("secret");
  });

  const PRIVATE =
    "127.0.0.1 127.8.9.10 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 " +
    "100.64.0.1 192.0.0.8 192.0.2.1 198.18.0.1 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255 " +
    "168.63.129.16 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 fec0::1 ff02::1 " +
    "::ffff:10.0.0.1 ::ffff:7f00:1 ::ffff:168.63.129.16 ::127.0.0.1 ::7f00:1 64:ff9b::7f00:1 " +
    "64:ff9b::10.0.0.1 64:ff9b:1::a00:1 2002:7f00:1:: 2001::1 2001:db8::1 100::1 nonsense";

  test.each(PRIVATE.split(" "))(
    "whose host leads to %s is refused, even when it leads elsewhere too",
    async (address) => {
      for (const addresses of [[address], ["20.50.2.1", address], [address, "20.50.2.1"]]) {
        hostsLeadTo(...addresses);
        const { status, json } = await register(FLOW);
        expect(status).toBe(400);
        expect(json).toMatchObject({
          detail: `The callback address cannot be used: its host leads to ${address}, which is not a public address.`,
        });
      }
    },
  );

  test.each([
    "20.50.2.1",
    "172.32.0.1",
    "168.63.129.17",
    "100.128.0.1",
    "2603:1020:203::1",
    "::ffff:20.50.2.1",
  ])("whose host leads to %s is accepted", async (address) => {
    hostsLeadTo(address);
    expect(await register(FLOW)).toMatchObject({ status: 201 });
  });

  test("whose host cannot be found at the moment is accepted: each delivery checks it again", async () => {
    hostsLeadTo();
    expect(await register(FLOW)).toMatchObject({ status: 201 });
  });

  test.each([
    "http://127.0.0.1:8080/",
    "http://localhost:8080/",
    "http://[::1]:8080/",
    "https://localhost/",
  ])("%s is accepted by an app that itself is on this machine only", async (address) => {
    for (const WEBSITE_HOSTNAME of ["my-app.azurewebsites.net", ""]) {
      expect(await register(address, { WEBSITE_HOSTNAME })).toMatchObject({ status: 400 });
    }
    expect(await register(address, ON_THIS_MACHINE)).toMatchObject({ status: 201 });
  });

  test.each([
    "http://10.0.0.1/",
    "http://127.0.0.1.evil.example/",
    "ftp://127.0.0.1/",
    "http://127.0.0.2/",
    "http://u:p@127.0.0.1/",
  ])("%s is refused by an app on this machine too", async (address) => {
    expect(await register(address, ON_THIS_MACHINE)).toMatchObject({ status: 400 });
  });
});
