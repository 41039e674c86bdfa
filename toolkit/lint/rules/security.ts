import type { Definition } from "../model/definition";
import {
  entriesOf,
  has,
  isObject,
  listOf,
  objectAt,
  own,
  textOf,
  textsOf,
} from "../../document/json";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Rule } from "../rule";

/** Properties of a security definition by its type, and by its flow where it is oauth2. */
const PROPERTIES: Readonly<Record<string, { needs: readonly string[]; may: readonly string[] }>> = {
  basic: { needs: [], may: [] },
  apiKey: { needs: ["name", "in"], may: [] },
  "oauth2 accessCode": { needs: ["authorizationUrl", "tokenUrl"], may: ["scopes", "flow"] },
  "oauth2 implicit": { needs: ["authorizationUrl"], may: ["scopes", "flow"] },
  "oauth2 password": { needs: ["tokenUrl"], may: ["scopes", "flow"] },
  "oauth2 application": { needs: ["tokenUrl"], may: ["scopes", "flow"] },
  oauth2: { needs: ["flow"], may: ["authorizationUrl", "tokenUrl", "scopes"] },
};

export const securityRules: readonly Rule<Definition>[] = [
  {
    id: "security-property-required",
    code: "SecuritySchemePropertyRequired",
    levels: LEVELS.refused,
    description: "Security definitions have the properties that their type requires.",
    fix: "Add the property.",
    *check(definition) {
      for (const { node, path, kind } of schemesOf(definition)) {
        const absent = (PROPERTIES[kind]?.needs ?? []).filter((key) => !has(node, key));
        for (const key of absent) {
          yield { path, message: `A security definition of type ${kind} requires ${key}.` };
        }
      }
    },
  },
  {
    id: "security-property-unknown",
    code: "SecuritySchemePropertyNotValid",
    levels: LEVELS.refused,
    description: "Security definitions have only properties of their type.",
    fix: "Remove the property.",
    *check(definition) {
      for (const { node, path, kind } of schemesOf(definition)) {
        const known = PROPERTIES[kind];
        if (known === undefined) continue;
        const allowed = ["type", "description", ...known.needs, ...known.may];
        for (const key of Object.keys(node)) {
          if (allowed.includes(key) || key.startsWith("x-")) continue;
          const message = `A security definition of type ${kind} does not have a property ${quoteValue(key)}.`;
          yield { path: [...path, key], message };
        }
      }
    },
  },
  {
    id: "security-undefined",
    code: "SecurityRequirementMustBeDefined",
    levels: LEVELS.refused,
    description: "Security that is required is defined.",
    fix: "Add it to securityDefinitions, or correct the name.",
    *check(definition) {
      const known = objectAt(definition.root, "securityDefinitions");
      for (const { name, path } of requirementsOf(definition)) {
        if (has(known, name)) continue;
        yield { path, message: `${quoteValue(name)} is not in securityDefinitions.` };
      }
    },
  },
  {
    id: "security-value",
    code: "SecurityRequirementMustHaveValue",
    levels: LEVELS.refused,
    description: "A security requirement is an array of scopes, which can be empty.",
    fix: "Write [] if there are no scopes.",
    *check(definition) {
      for (const { name, value, path } of requirementsOf(definition)) {
        if (Array.isArray(value)) continue;
        yield {
          path,
          message: `${quoteValue(name)} requires ${quoteValue(value)}. Expected an array.`,
        };
      }
    },
  },
  {
    id: "security-scopes-empty",
    code: "SecurityRequirementMustHaveEmptyValue",
    levels: LEVELS.refused,
    description: "Only OAuth requires scopes.",
    fix: "Write [].",
    *check(definition) {
      for (const { name, value, path, type } of requirementsOf(definition)) {
        if (type === undefined || type === "oauth2" || listOf(value).length === 0) continue;
        yield {
          path,
          message: `${quoteValue(name)} is of type ${quoteValue(type)}, which does not have scopes.`,
        };
      }
    },
  },
  {
    id: "security-scope-undefined",
    code: "OAuthSecurityRequirementValueMustBeScopeName",
    levels: LEVELS.refused,
    description: "Scopes that are required are defined.",
    fix: "Add the scope to scopes of the security definition.",
    *check(definition) {
      const known = objectAt(definition.root, "securityDefinitions");
      for (const { name, value, path, type } of requirementsOf(definition)) {
        if (type !== "oauth2") continue;
        const scopes = objectAt(own(known, name), "scopes");
        for (const scope of textsOf(value)) {
          if (!has(scopes, scope))
            yield { path, message: `${quoteValue(scope)} is not a scope of ${quoteValue(name)}.` };
        }
      }
    },
  },
  {
    id: "security-count",
    levels: LEVELS.advice,
    description:
      "A definition has one security definition. Several require connectionParameterSets.",
    fix: "Keep one, and describe the choice with connectionParameterSets in apiProperties.json.",
    *check({ root }) {
      const names = Object.keys(objectAt(root, "securityDefinitions"));
      if (names.length > 1) {
        const message = `There are ${names.length} security definitions. The portal uses only one.`;
        yield { path: ["securityDefinitions"], message };
      }
    },
  },
  {
    id: "oauth-flow",
    levels: LEVELS.advice,
    description: "OAuth uses the flow accessCode, the only one that connections support.",
    fix: "Set flow to accessCode, with authorizationUrl and tokenUrl.",
    *check(definition) {
      for (const { node, path, kind } of schemesOf(definition)) {
        if (!/^oauth2 (?!accessCode)/.test(kind)) continue;
        const message = `The flow is ${quoteValue(own(node, "flow"))}. Expected "accessCode".`;
        yield { path: [...path, "flow"], message };
      }
    },
  },
];

interface Scheme {
  readonly node: Definition["root"];
  readonly path: JsonPath;
  /** Its type, with its flow where it has one. */
  readonly kind: string;
}

function schemesOf({ root }: Definition): Scheme[] {
  return entriesOf(own(root, "securityDefinitions")).flatMap(([name, node]) => {
    if (!isObject(node)) return [];
    const type = textOf(own(node, "type")) ?? "";
    const flow = own(node, "flow");
    const kind = type === "oauth2" && typeof flow === "string" ? `${type} ${flow}` : type;
    return [{ node, path: ["securityDefinitions", name], kind }];
  });
}

interface Requirement {
  readonly name: string;
  readonly value: unknown;
  readonly path: JsonPath;
  /** The type of the security definition; undefined where there is none. */
  readonly type: unknown;
}

function requirementsOf({ root, operations }: Definition): Requirement[] {
  const known = objectAt(root, "securityDefinitions");
  const holders = [{ node: root, path: [] as JsonPath }, ...operations];
  return holders.flatMap(({ node, path }) =>
    listOf(own(node, "security")).flatMap((requirement, index) =>
      entriesOf(requirement).map(([name, value]) => ({
        name,
        value,
        path: [...path, "security", index, name],
        type: own(own(known, name), "type"),
      })),
    ),
  );
}
