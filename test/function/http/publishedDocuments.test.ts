import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { HttpRequest, InvocationContext } from "@azure/functions";
import { documentHandler, PUBLISHED_DOCUMENTS } from "../../../function/http/publishedDocuments";
import { CONNECTOR_FILE_NAMES } from "../../../toolkit/document/connectorFileNames";

const icon = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff]);

/** What the app responds for each of its documents while a site responds like this. */
async function documentsFrom(site: RequestListener) {
  const server = createServer(site).listen(0, "127.0.0.1");
  await once(server, "listening");
  const logged: unknown[] = [];
  const context = new InvocationContext({ logHandler: (...parts) => logged.push(parts) });
  const request = new HttpRequest({ url: "https://app.example/api/", method: "GET" });
  const env = {
    CONNECTOR_SITE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  try {
    const responses = [];
    for (const document of PUBLISHED_DOCUMENTS) {
      responses.push(await documentHandler(document, env)(request, context));
    }
    return { responses, logged };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("the definition and the icon are served as the site has them", async () => {
  const { responses } = await documentsFrom(({ url }, response) => {
    response.end(url === "/icon.png" ? icon : `the text of ${url}`);
  });
  expect(responses).toMatchObject([
    {
      headers: { "content-type": "application/json" },
      body: new Uint8Array(Buffer.from("the text of /apiDefinition.swagger.json")),
    },
    { headers: { "content-type": "image/png" }, body: new Uint8Array(icon) },
  ]);
});

test.each<[string, RequestListener]>([
  ["has no such file", (_, response) => response.writeHead(404).end("not found")],
  ["sends elsewhere", (_, response) => response.writeHead(302, { location: "/other" }).end()],
  ["breaks off", (request) => request.socket.destroy()],
])("a site that %s is a problem to try again, logged with its cause", async (_, site) => {
  const { responses, logged } = await documentsFrom(site);
  expect(responses).toMatchObject(
    PUBLISHED_DOCUMENTS.map(({ route }) => ({
      status: 503,
      headers: { "retry-after": "10", "content-type": "application/problem+json" },
      jsonBody: {
        detail: `The published site does not send ${route} at the moment. Try again later.`,
      },
    })),
  );
  expect(logged).toHaveLength(PUBLISHED_DOCUMENTS.length);
});

test("the routes are the names that the site has the files by", () => {
  expect(PUBLISHED_DOCUMENTS.map(({ route }) => route)).toEqual([
    CONNECTOR_FILE_NAMES.definition,
    CONNECTOR_FILE_NAMES.icon,
  ]);
});
