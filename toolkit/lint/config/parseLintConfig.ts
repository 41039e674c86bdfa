import { entriesOf, listOf, objectAt, own } from "../../document/json";
import { jsonPathOf, type JsonPath } from "../../source/jsonPath";
import type { ParsedSource } from "../../source/parsedSource";
import { parseSource } from "../../source/parseSource";
import type { Place } from "../../source/textPlaces";
import { printable, quoteValue } from "../../text/messageText";
import { nearestName } from "../../text/nearestName";
import type { Level } from "../rule";
import { rulesById } from "../rules/allRules";
import { CONFIGURATION_MISTAKE } from "../rules/configuration";
import { shapeFaults } from "../shapes/shapeFaults";
import { errorIn, UnreadableFileError } from "../unreadableFile";
import configSchema from "./lintConfig.schema.json";
import type { IgnoredPlace, LintConfig } from "./lintConfig";

/**
 * Reads the text of a configuration, YAML or JSON.
 *
 * @param file its path, which errors begin with
 * @throws UnreadableFileError with line and column where it cannot be read, or has something unknown in it
 */
export function parseLintConfig(text: string, file: string): LintConfig {
  // YAML has all of JSON in it.
  const source = parseSource(text, "config.yaml");
  const [problem] = source.problems;
  if (problem !== undefined) throw mistakeAt(file, problem, { path: [], message: problem.message });
  // An empty file, or one of comments only, configures nothing.
  const root = source.data ?? {};
  const fault = firstFault(root);
  if (fault !== undefined) throw mistakeAt(file, source.locate(fault.path), fault);
  return {
    levels: new Map(entriesOf(own(root, "rules")) as [string, Level][]),
    ignoredPlaces: listOf(own(root, "ignore")).map((entry, index) => ({
      ...(entry as Omit<IgnoredPlace, "statedAt">),
      statedAt: placeOf(file, source, ["ignore", index]),
    })),
  };
}

/**
 * Checks the id of a rule.
 *
 * @throws RangeError for one that there is not, with the nearest one
 */
export function requireRule(id: string): void {
  const message = unknownRule(id);
  if (message !== undefined) throw new RangeError(message);
}

function unknownRule(id: string): string | undefined {
  if (rulesById.has(id)) return undefined;
  const nearest = nearestName(id, rulesById.keys());
  const hint =
    nearest === undefined ? "List the rules with lint --rules." : `Did you mean ${nearest}?`;
  return `The rule ${quoteValue(id)} does not exist. ${hint}`;
}

interface Fault {
  readonly path: JsonPath;
  readonly message: string;
}

function firstFault(root: unknown): Fault | undefined {
  const [fault] = shapeFaults(configSchema, root);
  if (fault !== undefined) return fault;
  const named = [
    ...Object.keys(objectAt(root, "rules")).map((id) => ({ id, path: ["rules", id] as JsonPath })),
    ...listOf(own(root, "ignore")).map((entry, index) => ({
      id: String(own(entry, "rule")),
      path: ["ignore", index, "rule"] as JsonPath,
    })),
  ];
  return named.flatMap(({ id, path }) => {
    const message = unknownRule(id);
    return message === undefined ? [] : [{ path, message }];
  })[0];
}

function placeOf(file: string, source: ParsedSource, path: JsonPath): IgnoredPlace["statedAt"] {
  return { file, path: jsonPathOf(path), ...source.locate(path) };
}

function mistakeAt(file: string, place: Place, { path, message }: Fault): UnreadableFileError {
  const { line, column } = place;
  return new UnreadableFileError(
    `${file}, line ${line}, column ${column}: ${printable(message)}`,
    errorIn(file, CONFIGURATION_MISTAKE, place, path, message),
  );
}
