import { Command, Option } from "commander";
import { jsonText } from "../../toolkit/text/jsonText";
import { connectorDocuments } from "../documents/connectorDocuments";
import type { ConnectorLoader } from "./connectorLoader";
import { givenAuthFlags } from "./authOptions";
import { addSourceOptions, sourceOf, type SourceOptions } from "./connectorSource";
import { schemeOption, type SchemeOptions } from "./reachOptions";
import { printOrWrite } from "../../toolkit/commands/output";
import { pathArgument } from "../../toolkit/commands/pathArgument";
import { PLACEHOLDER_HOST } from "../../toolkit/document/host";

type PostmanOptions = SourceOptions &
  SchemeOptions & {
    readonly version: "2.1" | "1";
    readonly out?: string;
    readonly json?: boolean;
  };

/** Makes a Postman collection of a connector. */
export function postmanCommand(loadConnector: ConnectorLoader): Command {
  return addSourceOptions(
    new Command("postman").description(
      "make a Postman collection of the connector's operations, with working examples",
    ),
    PLACEHOLDER_HOST,
  )
    .addOption(schemeOption())
    .addOption(
      new Option(
        "--version <version>",
        "2.1 to call the API, 1 to import into Power Platform, which takes no authentication from it",
      )
        .choices(["2.1", "1"])
        .default("2.1"),
    )
    .option("--out <file>", "file to write instead of printing", pathArgument)
    .option("--json", "with --out, print what was written as JSON")
    .action(async (options: PostmanOptions, command: Command) => {
      const { version, out, json, scheme } = options;
      const { asPublished, collectionOf, importCollectionOf } = collections();
      const { auth, host = PLACEHOLDER_HOST } = await sourceOf(options);
      const { definition } = connectorDocuments({
        connector: loadConnector(),
        auth,
        host,
        ...(scheme && { scheme }),
      });
      const document = asPublished(definition);
      const { collection, leftOut } =
        version === "1"
          ? await importCollectionOf(document)
          : { collection: collectionOf(document), leftOut: [] };
      printOrWrite(jsonText(collection), out);
      if (out !== undefined && json) {
        process.stdout.write(jsonText({ file: out, version, leftOut }));
      }
      const unused = version === "1" ? givenAuthFlags(command) : [];
      if (unused.length > 0) {
        process.stderr.write(
          `Not in the collection: ${unused.join(", ")}. Power Platform takes no authentication from ` +
            "one; choose it in the portal's wizard.\n",
        );
      }
      if (leftOut.length > 0) {
        process.stderr.write(
          `Left out, since Power Platform would make actions of them: ${leftOut.join(", ")}.\n`,
        );
      }
    });
}

/** Loaded when it is needed: other commands start without it. */
function collections() {
  const { asPublished }: typeof import("./codeDefinition") = require("./codeDefinition");
  const {
    collectionOf,
  }: typeof import("../../toolkit/postman/collection") = require("../../toolkit/postman/collection");
  const {
    importCollectionOf,
  }: typeof import("../../toolkit/postman/importCollection") = require("../../toolkit/postman/importCollection");
  return { asPublished, collectionOf, importCollectionOf };
}
