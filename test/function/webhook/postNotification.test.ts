import { lookup } from "node:dns/promises";
import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import * as https from "node:https";
import type { AddressInfo, LookupFunction } from "node:net";
import type { TLSSocket } from "node:tls";
import { generate } from "selfsigned";
import { callbackRules } from "../../../function/webhook/callbackAddress";
import { postNotification } from "../../../function/webhook/postNotification";

// Notifications go to port 443 of the internet. Here the last step of the way leads to this machine instead.
jest.mock("node:dns/promises", () => ({ lookup: jest.fn() }));
jest.mock("node:https", () => ({
  ...jest.requireActual<typeof https>("node:https"),
  request: jest.fn(),
}));

const HOST = "prod-12.westeurope.logic.azure.com";
const FLOW = `https://${HOST}/workflows/1?sig=secret`;
const RULES = { ...callbackRules({}), timeoutSeconds: 10 };

/** What a receiver saw of a call. */
interface Seen {
  readonly serverName: string | false | undefined | null;
  readonly headers: IncomingHttpHeaders;
  readonly method: string | undefined;
  readonly url: string | undefined;
}

let server: https.Server;
let certificate: string;
/** In PEM, the certificate that the caller trusts. */
let trusted: string;
const seen: Seen[] = [];
/** The host's addresses that the connection was given. */
const connectedTo: unknown[] = [];

beforeAll(async () => {
  const made = await generate([{ name: "commonName", value: HOST }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: HOST }] }],
  });
  certificate = made.cert;
  server = https.createServer({ key: made.private, cert: made.cert }, (request, response) => {
    const { headers, method, url } = request;
    seen.push({ serverName: (request.socket as TLSSocket).servername, headers, method, url });
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});
beforeEach(() => {
  trusted = certificate;
  seen.length = 0;
  connectedTo.length = 0;
  hostLeadsTo({ address: "20.50.2.1", family: 4 }, { address: "2603:1020::1", family: 6 });
  const { port } = server.address() as AddressInfo;
  (https.request as jest.Mock).mockReset().mockImplementation((url, options, callback) =>
    jest.requireActual<typeof https>("node:https").request(
      url,
      {
        ...options,
        ca: trusted,
        port,
        defaultPort: port,
        lookup: loopbackInsteadOf(options.lookup),
      },
      callback,
    ),
  );
});

function hostLeadsTo(...addresses: { address: string; family: number }[]): void {
  (lookup as unknown as jest.Mock).mockReset().mockResolvedValue(addresses);
}

/** Asks the given look-up, remembers its result, and resolves to this machine. */
function loopbackInsteadOf(given: LookupFunction): LookupFunction {
  return (hostName, options, callback) => {
    given(hostName, { ...options, all: true }, (error, addresses) => {
      connectedTo.push({ hostName, addresses });
      callback(error, options.all ? [{ address: "127.0.0.1", family: 4 }] : "127.0.0.1", 4);
    });
  };
}

test("a notification goes to the addresses that were checked, under the host's own name", async () => {
  expect(await postNotification(FLOW, { noticeId: "1" }, RULES)).toEqual({ status: 200 });
  expect(lookup).toHaveBeenCalledTimes(1);
  expect(connectedTo).toEqual([
    {
      hostName: HOST,
      addresses: [
        { address: "20.50.2.1", family: 4 },
        { address: "2603:1020::1", family: 6 },
      ],
    },
  ]);
  expect(seen).toEqual([
    {
      serverName: HOST,
      method: "POST",
      url: "/workflows/1?sig=secret",
      headers: expect.objectContaining({
        host: HOST,
        "content-type": "application/json",
        "content-length": "16",
      }),
    },
  ]);
});

test("the connection gets one address where it asks for one only", async () => {
  let first: unknown;
  (https.request as jest.Mock).mockImplementation((_url, { lookup: given }) => {
    given(HOST, {}, (...answer: unknown[]) => (first = answer));
    throw new Error("enough");
  });
  await postNotification(FLOW, {}, RULES);
  expect(first).toEqual([null, "20.50.2.1", 4]);
});

test("a host that begins to lead into a network between is not looked up again", async () => {
  (lookup as unknown as jest.Mock)
    .mockReset()
    .mockResolvedValueOnce([{ address: "20.50.2.1", family: 4 }])
    .mockResolvedValue([{ address: "10.0.0.4", family: 4 }]);
  expect(await postNotification(FLOW, {}, RULES)).toEqual({ status: 200 });
  expect(connectedTo).toEqual([
    { hostName: HOST, addresses: [{ address: "20.50.2.1", family: 4 }] },
  ]);
});

test("nothing is sent where one of the addresses is inside a network", async () => {
  hostLeadsTo({ address: "20.50.2.1", family: 4 }, { address: "10.0.0.4", family: 4 });
  expect(await postNotification(FLOW, {}, RULES)).toEqual({
    problem:
      "The receiver cannot be reached: its host leads to 10.0.0.4, which is not a public address.",
  });
  expect(https.request).not.toHaveBeenCalled();
});

test("nothing is sent to a receiver that cannot prove to be the host", async () => {
  const other = "prod-99.westeurope.logic.azure.com";
  expect(await postNotification(`https://${other}/workflows/1`, {}, RULES)).toEqual({
    problem: "The receiver cannot be reached: ERR_TLS_CERT_ALTNAME_INVALID.",
  });
  trusted = "";
  expect(await postNotification(FLOW, {}, RULES)).toEqual({
    problem: "The receiver cannot be reached: DEPTH_ZERO_SELF_SIGNED_CERT.",
  });
  expect(seen).toEqual([]);
});
