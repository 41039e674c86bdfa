import { posix } from "node:path";
import { isObject, type JsonObject } from "../../document/json";
import { unpackZip } from "../../files/unpackZip";
import { parseSource } from "../../source/parseSource";
import { memoizePerObject } from "../../document/memoizePerObject";
import { flowCallsIn, type FlowCall } from "./flowCalls";

/** A cloud flow in a solution. */
export interface PackedFlow {
  /** Name of its file, without the ending. */
  readonly name: string;
  readonly calls: readonly FlowCall[];
}

/** A Dataverse solution in a certification package. */
export interface Solution {
  readonly name: string;
  /** Definitions of the connectors in it. */
  readonly definitions: readonly JsonObject[];
  readonly flows: readonly PackedFlow[];
}

/** ConnectorPackage.zip, as Microsoft's ConnectorPackageValidator.ps1 makes it: a zip with two solutions. */
export interface Certification {
  readonly solutions: readonly Solution[];
}

const PACKAGE = /^package\.zip$/i;
const SOLUTION = /^PkgAssets\/[^/]+\.zip$/i;
const DEFINITION = /^Connector\/[^/]*openapidefinition\.json$/i;
const FLOW = /^Workflows\/[^/]+\.json$/i;
const CUSTOMIZATIONS = /^customizations\.xml$/i;

/**
 * Reads a certification package, once for each content.
 *
 * @returns a text that says why it cannot be read, where it cannot
 */
export const certificationOf = memoizePerObject((content: Uint8Array): Certification | string => {
  try {
    return { solutions: solutionsIn(content) };
  } catch (error) {
    const { message } = error as Error;
    return message.replace(/\.$/, "");
  }
});

function solutionsIn(content: Uint8Array): Solution[] {
  const [inner] = unpackZip(content, (name) => PACKAGE.test(name)).values();
  if (inner === undefined) throw new Error("it does not contain package.zip");
  const solutions = unpackZip(inner, (name) => SOLUTION.test(name));
  return Array.from(solutions, ([path, zip]) => solutionOf(path.replace(/^.*\//, ""), zip));
}

function solutionOf(name: string, zip: Uint8Array): Solution {
  const files = unpackZip(zip, (path) =>
    [DEFINITION, FLOW, CUSTOMIZATIONS].some((form) => form.test(path)),
  );
  const paths = [...files.keys()];
  const rootOf = (path: string) => jsonObject(files.get(path), `${name}/${path}`);
  const customizations = files.get(paths.find((path) => CUSTOMIZATIONS.test(path)) ?? "");
  const apis = ownApisIn(new TextDecoder().decode(customizations));
  return {
    name,
    definitions: paths.filter((path) => DEFINITION.test(path)).map(rootOf),
    flows: paths
      .filter((path) => FLOW.test(path))
      .map((path) => ({
        name: posix.basename(path, ".json"),
        calls: flowCallsIn(rootOf(path), apis),
      })),
  };
}

function jsonObject(bytes: Uint8Array | undefined, name: string): JsonObject {
  const { data, problems } = parseSource(new TextDecoder().decode(bytes), "document.json");
  if (isObject(data)) return data;
  throw new Error(`${name} is not valid: ${problems[0]?.message ?? "It is not an object."}`);
}

/**
 * The run-time names of a solution's own connectors: those of its connection references that name a
 * custom connector. A flow may use published connectors too. None where the solution does not say.
 */
function ownApisIn(customizations: string): ReadonlySet<string> {
  const references = customizations.split("</connectionreference>").slice(0, -1);
  return new Set(
    references
      .filter((reference) => reference.includes("<customconnectorid>"))
      .flatMap((reference) => apiIn(reference) ?? []),
  );
}

/** The API's name in `<connectorid>/providers/Microsoft.PowerApps/apis/NAME</connectorid>`. */
function apiIn(reference: string): string | undefined {
  return /<connectorid>\/providers\/Microsoft\.PowerApps\/apis\/([\w-]{1,200})</.exec(
    reference,
  )?.[1];
}
