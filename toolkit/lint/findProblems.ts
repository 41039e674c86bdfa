import { isObject, type JsonObject } from "../document/json";
import { NO_OBJECT, type ParsedSource } from "../source/parsedSource";
import { parseSource } from "../source/parseSource";
import type { Place } from "../source/textPlaces";
import type { ConnectorFiles, DocumentInput, LintOptions } from "./connectorFiles";
import { definitionOf, type Definition } from "./model/definition";
import type { Folder, Part } from "./model/folder";
import { propertiesOf } from "./model/properties";
import type { RuleText } from "./rule";
import {
  allPropertiesRules,
  allSettingsRules,
  definitionRules,
  folderRules,
} from "./rules/allRules";
import { runRules, type RuleProblem } from "./runRules";

/** A problem with its place in one of the connector's files. */
export interface PlacedProblem extends RuleProblem {
  readonly part: Part;
  readonly place: Place;
  /** True where the problem keeps the file from being read. */
  readonly isUnreadable: boolean;
}

/** What breaks the rules in a connector's files; rules that are not `isOn` are left out. */
export function findProblems(
  files: ConnectorFiles,
  { names, fileNames, isWhole = false }: LintOptions,
  isOn: (rule: RuleText) => boolean,
): PlacedProblem[] {
  const definition = read(files.definition, names?.definition);
  const properties = read(files.properties, names?.properties);
  const settings = read(files.settings, names?.settings);
  const model = definition && modelOf(definition);
  const propertiesModel = properties && propertiesOf(properties.data, model);
  const usesGateway = propertiesModel?.usesGateway === true;
  const folder: Folder = {
    definition: model,
    definitionBytes: Buffer.byteLength(textOf(files.definition ?? "")),
    properties: propertiesModel,
    icon: files.icon,
    readme: files.readme,
    intro: files.intro,
    script: files.script,
    certification: files.certification,
    isWhole,
  };
  return [
    ...problemsIn("definition", definition, (root) => {
      const subject = { ...definitionOf(root), usesGateway };
      return runRules(definitionRules.filter(isOn), subject, root);
    }),
    ...problemsIn("properties", properties, (root) => {
      return runRules(allPropertiesRules.filter(isOn), propertiesOf(root, model), root);
    }),
    ...problemsIn("settings", settings, (node) => {
      return runRules(allSettingsRules.filter(isOn), { node, fileNames }, node);
    }),
    ...problemsInFolder(folder, isOn),
  ];
}

function read(input: DocumentInput | undefined, name?: string): ParsedSource | undefined {
  if (input === undefined) return undefined;
  return parseSource(textOf(input), typeof input === "string" ? name : "value.json");
}

/** A value as it will be written, so that lines and bytes are those of the file. */
function textOf(input: DocumentInput): string {
  return typeof input === "string" ? input : JSON.stringify(input, null, 2);
}

function modelOf({ data }: ParsedSource): Definition | undefined {
  return data === undefined ? undefined : definitionOf(data);
}

function problemsIn(
  part: Part,
  source: ParsedSource | undefined,
  run: (root: JsonObject) => RuleProblem[],
): PlacedProblem[] {
  if (source === undefined) return [];
  const { data, locate } = source;
  const isUnreadable = !isObject(data);
  const problems = isUnreadable && data !== undefined ? [NO_OBJECT] : source.problems;
  return [
    ...problems.map(({ rule, message, line, column }) => {
      return { rule, message, part, path: [], place: { line, column }, isUnreadable };
    }),
    ...(isUnreadable ? [] : run(data)).map((problem) => {
      return { ...problem, part, place: locate(problem.path), isUnreadable };
    }),
  ];
}

function problemsInFolder(folder: Folder, isOn: (rule: RuleText) => boolean): PlacedProblem[] {
  return folderRules.filter(isOn).flatMap(({ id, check }) =>
    Array.from(check(folder), ({ part, message, line = 1, path = [] }) => {
      return { rule: id, part, path, place: { line, column: 1 }, message, isUnreadable: false };
    }),
  );
}
