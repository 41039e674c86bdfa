import { projectFolder } from "../projectFolder";
import { buildSync } from "esbuild";
import { strToU8, zipSync } from "fflate";
import { bundle } from "./messageReports";

const source = `
import { app } from "@azure/functions";
import { ManagedIdentityCredential } from "@azure/identity";
import { TableClient } from "@azure/data-tables";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueClient } from "@azure/storage-queue";
const setting = (name) => process.env["AzureWebJobsStorage__" + name];
const clients = (clientId = setting("clientId")) => {
  const credential = new ManagedIdentityCredential({ clientId });
  return {
    blobs: new BlobServiceClient(setting("blobServiceUri"), credential),
    table: new TableClient(setting("tableServiceUri"), "Jobs", credential),
    queue: new QueueClient(new URL("jobs", setting("queueServiceUri")).href, credential),
  };
};
const http = (name, route, handler) =>
  app.http(name, { route, methods: ["GET", "POST"], authLevel: "anonymous", handler: async (request) => {
    try { return { jsonBody: await handler(request) }; }
    catch (error) { return { status: 502, jsonBody: { code: error.code ?? error.details?.odataError?.code, message: error.message } }; }
  } });
http("environment", "environment", async () => process.env);
http("record", "record/{id}", async ({ params: { id }, query }) => {
  const { table, queue } = clients(query.get("clientId") ?? undefined);
  await table.createTable();
  await queue.createIfNotExists();
  await table.createEntity({ partitionKey: "process", rowKey: id, state: "recorded" });
  const text = Buffer.from(JSON.stringify({ id })).toString("base64");
  await queue.sendMessage(text, { visibilityTimeout: Number(query.get("delay") ?? 0) });
  return {};
});
http("file", "file/{name}", async ({ params: { name }, query }) => {
  const files = clients(query.get("clientId") ?? undefined).blobs.getContainerClient("files");
  await files.createIfNotExists();
  await files.uploadBlockBlob(name, name, name.length);
  return { content: String(await files.getBlobClient(name).downloadToBuffer()) };
});
http("state", "state/{id}", async ({ params: { id } }) => {
  const { state } = await clients().table.getEntity("process", id);
  return { state };
});
app.storageQueue("process", { queueName: "jobs", connection: "AzureWebJobsStorage",
  handler: async ({ id }) => {
    await clients().table.updateEntity({ partitionKey: "process", rowKey: id, state: "done" }, "Merge");
  } });
`;

/** A package that keeps files in blobs and rows in a table, and sends itself messages, by Azure's own libraries and its identity. */
export function statefulPackage(): Uint8Array {
  const { outputFiles } = buildSync({
    stdin: { contents: source, resolveDir: projectFolder, loader: "js" },
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["@azure/functions-core"],
    // Some libraries ask where they are, as only modules of the newer kind can.
    banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
    define: { "import.meta.url": "moduleUrl" },
    write: false,
    logLevel: "silent",
  });
  return zipSync({
    "host.json": strToU8(JSON.stringify({ version: "2.0", extensionBundle: bundle })),
    "package.json": strToU8('{"main":"main.js"}'),
    "main.js": outputFiles[0]?.contents ?? new Uint8Array(),
  });
}
