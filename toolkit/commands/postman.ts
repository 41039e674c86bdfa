import { Command, Option } from "commander";
import type { SwaggerDocument } from "../document/swaggerDocument";
import { jsonText } from "../text/jsonText";
import { printOrWrite } from "./output";
import { pathArgument } from "./pathArgument";

/** The definition that a collection is made of when the command line names none. */
export interface DefaultDefinition {
  /** What `--help` calls it, such as "the connector of this project". */
  readonly name: string;
  /** Adds the options that describe it. They conflict with a named definition. */
  readonly addOptions: (command: Command) => void;
  /**
   * The definition that the options describe.
   *
   * @throws Error when an option has a wrong value, or what it names cannot be read
   */
  readonly read: (options: object) => Promise<SwaggerDocument>;
  /** Flags given on the command line that say how callers authenticate, such as `--auth`. */
  readonly givenAuthFlags: (command: Command) => readonly string[];
}

interface PostmanOptions {
  readonly version: "2.1" | "1";
  readonly out?: string;
  readonly json?: boolean;
}

/** The command that makes a Postman collection of a definition's operations. */
export function postmanCommand(otherwise: DefaultDefinition): Command {
  const command = new Command("postman").description(
    "make a Postman collection of a connector's operations, with working examples",
  );
  otherwise.addOptions(command);
  const flags = [...command.options];
  return command
    .argument(
      "[definition]",
      `file (JSON or YAML) or http(s) address (default: ${otherwise.name})`,
      pathArgument,
    )
    .addOption(
      new Option(
        "--version <version>",
        "2.1 to call the API, 1 to import into Power Platform, which reads no authentication from it",
      )
        .choices(["2.1", "1"])
        .default("2.1"),
    )
    .option("--out <file>", "file to write instead of printing", pathArgument)
    .option("--json", "with --out, print a report as JSON")
    .action(async (source: string | undefined, options: PostmanOptions) => {
      if (source !== undefined) refuseGiven(command, flags, source);
      const document =
        source === undefined ? await otherwise.read(options) : await readDefinition(source);
      await make(document, options, otherwise.givenAuthFlags(command));
    });
}

function refuseGiven(command: Command, flags: readonly Option[], source: string): void {
  const given = flags.find((flag) => command.getOptionValueSource(flag.attributeName()) === "cli");
  if (given?.long === undefined) return;
  throw new Error(
    `${given.long} cannot be used with a definition: ${source} says itself where its operations are ` +
      "served and how callers authenticate. Leave out one of the two.",
  );
}

async function make(
  document: SwaggerDocument,
  { version, out, json }: PostmanOptions,
  authFlags: readonly string[],
): Promise<void> {
  const { collectionOf, importCollectionOf } = collections();
  const { collection, skipped } =
    version === "1"
      ? await importCollectionOf(document)
      : { collection: collectionOf(document), skipped: [] };
  printOrWrite(jsonText(collection), out);
  if (out !== undefined && json) {
    process.stdout.write(jsonText({ file: out, version, skipped }));
  }
  if (version === "1" && authFlags.length > 0) {
    process.stderr.write(
      `Ignored: ${authFlags.join(", ")}. Power Platform reads no authentication from a collection; ` +
        "choose it in the portal's wizard.\n",
    );
  }
  for (const { message } of skipped) process.stderr.write(`Skipped: ${message}\n`);
}

async function readDefinition(source: string): Promise<SwaggerDocument> {
  const reader: typeof import("../document/readDefinition") = require("../document/readDefinition");
  return reader.readDefinition(source);
}

/** Loaded when it is needed: other commands start without it. */
function collections() {
  const { collectionOf }: typeof import("../postman/collection") = require("../postman/collection");
  const {
    importCollectionOf,
  }: typeof import("../postman/importCollection") = require("../postman/importCollection");
  return { collectionOf, importCollectionOf };
}
