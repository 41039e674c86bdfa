import { Command, Option } from "commander";
import { jsonText } from "../jsonText";
import { definition, PLACEHOLDER_HOST } from "../definition";
import { withHost, type HostOptions } from "../withHost";
import { printOrWrite } from "./output";

interface PostmanOptions extends HostOptions {
  readonly version: "2.1" | "1";
  readonly out?: string;
  readonly json?: boolean;
}

export const postmanCommand = new Command("postman")
  .description("make a Postman collection of the connector's operations, with working examples")
  .addOption(
    new Option("--version <version>", "2.1 to call the API, 1 to import into Power Platform")
      .choices(["2.1", "1"])
      .default("2.1"),
  )
  .option("--host <host>", "host name that serves the operations, name[:port]", PLACEHOLDER_HOST)
  .addOption(
    new Option("--scheme <scheme>", "how to reach the host")
      .choices(["https", "http"])
      .default("https"),
  )
  .option("--out <file>", "file to write instead of printing")
  .option("--json", "with --out, print what was written as JSON")
  .action(async ({ version, out, json, host, scheme }: PostmanOptions) => {
    const { asSwaggerDocument, collectionOf, importCollectionOf } = collections();
    const made: unknown = withHost(definition(), { host, scheme });
    const document = asSwaggerDocument(JSON.parse(JSON.stringify(made)), "the code's definition");
    const { collection, leftOut } =
      version === "1"
        ? await importCollectionOf(document)
        : { collection: collectionOf(document), leftOut: [] };
    printOrWrite(jsonText(collection), out);
    if (out !== undefined && json) {
      process.stdout.write(jsonText({ file: out, version, leftOut }));
    }
    if (leftOut.length > 0) {
      process.stderr.write(
        `Left out, since Power Platform would make actions of them: ${leftOut.join(", ")}.\n`,
      );
    }
  });

/** Loaded when it is needed: other commands start without it. */
function collections() {
  const {
    asSwaggerDocument,
  }: typeof import("../document/swaggerDocument") = require("../document/swaggerDocument");
  const { collectionOf }: typeof import("../postman/collection") = require("../postman/collection");
  const {
    importCollectionOf,
  }: typeof import("../postman/importCollection") = require("../postman/importCollection");
  return { asSwaggerDocument, collectionOf, importCollectionOf };
}
