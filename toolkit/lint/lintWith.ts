import { CONNECTOR_FILE_NAMES } from "../document/connectorFileNames";
import type { RulesetDefinition } from "@stoplight/spectral-core";
import {
  variantOf,
  type ConnectorFiles,
  type DocumentInput,
  type LintOptions,
} from "./connectorFiles";
import type { Finding, Severity } from "./finding";
import { definitionOf } from "./model/definition";
import { PARTS, type Folder, type Part } from "./model/folder";
import { isObject } from "../document/json";
import { propertiesOf } from "./model/properties";
import { NO_OBJECT, type ParsedSource } from "../source/parsedSource";
import type { Place } from "../source/textPlaces";
import { parseSource } from "../source/parseSource";
import { safeMessage } from "../text/messageText";
import type { ConnectorVariant } from "../document/connectorVariant";
import { jsonPathOf, type JsonPath } from "../source/jsonPath";
import type { RuleText } from "./rule";
import {
  allPropertiesRules,
  allSettingsRules,
  definitionRules,
  folderRules,
} from "./rules/allRules";
import { sourceRules } from "./rules/source";
import {
  definitionRuleset,
  definitionRulesets,
  propertiesRuleset,
  settingsRuleset,
} from "./rulesets";
import { runRuleset } from "./runRuleset";

const rulesById = new Map<string, RuleText>(
  [sourceRules, definitionRules, allPropertiesRules, allSettingsRules, folderRules]
    .flat()
    .map((rule) => [rule.id, rule]),
);

/** A finding before it is put into words: the rule says the rest. */
interface Found {
  readonly rule: string;
  readonly severity: Severity;
  readonly part: Part;
  readonly path: JsonPath;
  readonly place: Place;
  readonly message: string;
}

/** `lintDocuments`, with rules and engine loaded. */
export async function lintWith(files: ConnectorFiles, options: LintOptions): Promise<Finding[]> {
  const variant = variantOf(files, options);
  const definition = read(files.definition, options.names?.definition);
  const properties = read(files.properties, options.names?.properties);
  const settings = read(files.settings, options.names?.settings);
  const model = definition?.data === undefined ? undefined : definitionOf(definition.data);
  const folder: Folder = {
    definition: model,
    definitionBytes: Buffer.byteLength(textOf(files.definition ?? "")),
    properties: properties && propertiesOf(properties.data, model),
    icon: files.icon,
    readme: files.readme,
    intro: files.intro,
    script: files.script,
    isWhole: options.isWhole ?? false,
  };
  const found = [
    ...(await foundIn("definition", definition, variant, rulesetOf(variant, folder))),
    ...(await foundIn("properties", properties, variant, propertiesRuleset(variant, model))),
    ...(await foundIn("settings", settings, variant, settingsRuleset(variant, options.fileNames))),
    ...foundInFolder(folder, variant),
  ];
  return found
    .toSorted(byPlace)
    .map((one) => findingOf(one, { ...CONNECTOR_FILE_NAMES, ...options.names }));
}

/** Most connectors are online, and their ruleset is there once and for all. */
function rulesetOf(variant: ConnectorVariant, { properties }: Folder): RulesetDefinition {
  return properties?.usesGateway === true
    ? definitionRuleset(variant, true)
    : definitionRulesets[variant];
}

function read(input: DocumentInput | undefined, name?: string): ParsedSource | undefined {
  if (input === undefined) return undefined;
  return parseSource(textOf(input), typeof input === "string" ? name : "value.json");
}

/** A value as it will be written, so that lines and bytes are those of the file. */
function textOf(input: DocumentInput): string {
  return typeof input === "string" ? input : JSON.stringify(input, null, 2);
}

async function foundIn(
  part: Part,
  source: ParsedSource | undefined,
  variant: ConnectorVariant,
  ruleset: RulesetDefinition,
): Promise<Found[]> {
  if (source === undefined) return [];
  const { data, locate } = source;
  const isRead = isObject(data);
  const problems = isRead || data === undefined ? source.problems : [NO_OBJECT];
  const results = isRead ? await runRuleset(ruleset, source) : [];
  const found = [
    ...problems.map(({ line, column, ...rest }) => ({
      ...rest,
      path: [],
      place: { line, column },
    })),
    ...results.map((result) => ({ ...result, place: locate(result.path) })),
  ];
  return found.flatMap((one): Found[] => {
    // What keeps a document from being read is an error, whatever its rule is otherwise.
    const severity = isRead ? (rulesById.get(one.rule)?.levels[variant] ?? "error") : "error";
    return severity === "off" ? [] : [{ ...one, severity, part }];
  });
}

function foundInFolder(folder: Folder, variant: ConnectorVariant): Found[] {
  return folderRules.flatMap(({ id, levels, check }) => {
    const severity = levels[variant];
    if (severity === "off") return [];
    return Array.from(check(folder), ({ part, message, line = 1 }): Found => ({
      rule: id,
      severity,
      part,
      path: [],
      place: { line, column: 1 },
      message,
    }));
  });
}

function byPlace(one: Found, other: Found): number {
  return (
    PARTS.indexOf(one.part) - PARTS.indexOf(other.part) ||
    one.place.line - other.place.line ||
    one.place.column - other.place.column ||
    one.rule.localeCompare(other.rule, "en")
  );
}

function findingOf(found: Found, names: Readonly<Record<Part, string>>): Finding {
  const { rule, severity, part, path, place, message } = found;
  const { code, fix = "" } = rulesById.get(rule) ?? {};
  return {
    rule,
    ...(code === undefined ? {} : { code }),
    severity,
    file: names[part],
    path: jsonPathOf(path),
    line: place.line,
    column: place.column,
    message: safeMessage(message),
    fix,
  };
}
