import type { JsonPath } from "../../source/jsonPath";
import type { Definition } from "./definition";
import {
  entriesOf,
  isObject,
  listOf,
  objectAt,
  own,
  textOf,
  textsOf,
  type JsonObject,
} from "../../document/json";

/** What a person enters to connect. */
export interface ConnectionParameter {
  readonly name: string;
  readonly type: string;
  readonly node: JsonObject;
  readonly path: JsonPath;
}

/** One of several ways to connect. */
export interface ParameterSet {
  readonly node: JsonObject;
  readonly path: JsonPath;
  readonly parameters: readonly ConnectionParameter[];
}

/** A policy: something that the platform does to requests or responses. */
export interface Policy {
  readonly template: string;
  readonly title: string;
  readonly parameters: JsonObject;
  readonly path: JsonPath;
  /** The operations that it is for; undefined for all of them. */
  readonly operationIds: readonly string[] | undefined;
}

/** A connector's apiProperties.json, with its definition where there is one. */
export interface Properties {
  readonly root: JsonObject;
  /** All is below `properties`. */
  readonly node: JsonObject;
  readonly sets: readonly ParameterSet[];
  /** What is entered, in any of the ways to connect. */
  readonly parameters: readonly ConnectionParameter[];
  readonly policies: readonly Policy[];
  readonly usesGateway: boolean;
  readonly definition: Definition | undefined;
}

/** Prefix of a policy's own parameters. */
export const POLICY_PARAMETER = "x-ms-apimTemplateParameter.";
const POLICY_OPERATIONS = "x-ms-apimTemplate-operationName";

/** The model of parsed properties; whatever has a wrong shape is left out. */
export function propertiesOf(data: unknown, definition: Definition | undefined): Properties {
  const root = isObject(data) ? data : {};
  const node = objectAt(root, "properties");
  const sets = setsOf(node);
  const single = parametersAt(own(node, "connectionParameters"), [
    "properties",
    "connectionParameters",
  ]);
  return {
    root,
    node,
    sets,
    parameters: [...single, ...sets.flatMap(({ parameters }) => parameters)],
    policies: policiesOf(node),
    usesGateway: textsOf(own(node, "capabilities")).includes("gateway"),
    definition,
  };
}

function setsOf(node: JsonObject): ParameterSet[] {
  const path = ["properties", "connectionParameterSets", "values"];
  return listOf(own(objectAt(node, "connectionParameterSets"), "values")).flatMap((set, index) => {
    if (!isObject(set)) return [];
    const at = [...path, index];
    const parameters = parametersAt(own(set, "parameters"), [...at, "parameters"]);
    return [{ node: set, path: at, parameters }];
  });
}

function parametersAt(value: unknown, path: JsonPath): ConnectionParameter[] {
  return entriesOf(value).flatMap(([name, node]) =>
    isObject(node)
      ? [{ name, node, path: [...path, name], type: textOf(own(node, "type")) ?? "" }]
      : [],
  );
}

function policiesOf(node: JsonObject): Policy[] {
  return listOf(own(node, "policyTemplateInstances")).flatMap((policy, index) => {
    if (!isObject(policy)) return [];
    const parameters = objectAt(policy, "parameters");
    const names = own(parameters, POLICY_OPERATIONS);
    return [
      {
        template: textOf(own(policy, "templateId")) ?? "",
        title: textOf(own(policy, "title")) ?? "",
        parameters,
        path: ["properties", "policyTemplateInstances", index],
        operationIds: Array.isArray(names) ? textsOf(names) : undefined,
      },
    ];
  });
}

/** The types of the security that the definition requires; none where there is no definition. */
export function securityTypesOf({ definition }: Properties): string[] {
  const schemes = Object.values(objectAt(definition?.root, "securityDefinitions"));
  return schemes.filter(isObject).map((scheme) => textOf(own(scheme, "type")) ?? "");
}

/** What a person sees of a connection parameter. */
export function uiDefinitionOf({ node }: ConnectionParameter): JsonObject {
  return objectAt(node, "uiDefinition");
}

/** The settings of an OAuth connection parameter; both ways of writing the key are found. */
export function oAuthSettingsOf({ node }: ConnectionParameter): JsonObject {
  const settings = own(node, "oAuthSettings");
  return isObject(settings) ? settings : objectAt(node, "oauthSettings");
}
