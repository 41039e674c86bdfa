import { entriesOf, has, isOneOf, own, textOf } from "../../document/json";
import { POLICY_PARAMETER, type Policy, type Properties } from "../model/properties";
import { quoteAlternatives, quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Problem, type Rule, type RuleText } from "../rule";
import { TEMPLATES, type Template } from "./policyTemplates";

const SECTIONS = ["Request", "Response", "Failure"];
const OPERATIONS = "x-ms-apimTemplate-operationName";
const SECTION = "x-ms-apimTemplate-policySection";

export const policyRules: readonly Rule<Properties>[] = [
  onEachPolicy({
    id: "policy-template",
    levels: LEVELS.advice,
    description: "Policies use a template that Microsoft documents.",
    fix: `Use one of ${Object.keys(TEMPLATES).toSorted().join(", ")}.`,
    *faults({ template }) {
      if (templateOf(template) === undefined) {
        yield fault([], `The policy template ${quoteValue(template)} is unknown.`);
      }
    },
  }),
  onEachPolicy({
    id: "policy-parameter-required",
    levels: LEVELS.refused,
    description: "A policy has the parameters that its template requires.",
    fix: `Add the parameter, named ${POLICY_PARAMETER}….`,
    *faults({ template, parameters }) {
      for (const name of templateOf(template)?.needs ?? []) {
        if (has(parameters, POLICY_PARAMETER + name)) continue;
        yield fault(["parameters"], `The policy ${quoteValue(template)} requires ${name}.`);
      }
    },
  }),
  onEachPolicy({
    id: "policy-parameter-unknown",
    levels: LEVELS.advice,
    description: "A policy has only parameters of its template.",
    fix: "Correct or remove the parameter.",
    *faults({ template, parameters }) {
      const known = templateOf(template);
      if (known === undefined) return;
      const names = [...known.needs, ...known.may].map((name) => POLICY_PARAMETER + name);
      for (const key of Object.keys(parameters)) {
        if ([OPERATIONS, SECTION, ...names].includes(key)) continue;
        yield fault(
          ["parameters", key],
          `The policy ${quoteValue(template)} does not have a parameter ${quoteValue(key)}.`,
        );
      }
    },
  }),
  onEachPolicy({
    id: "policy-parameter-value",
    levels: LEVELS.advice,
    description: "Parameters of a policy with a fixed set of values have one of them.",
    fix: "Use one of these values. Their case matters.",
    *faults({ template, parameters }) {
      const choices = Object.entries(templateOf(template)?.choices ?? {}).map(
        ([name, values]) => [POLICY_PARAMETER + name, values] as const,
      );
      for (const [key, values] of [...choices, [SECTION, SECTIONS] as const]) {
        const value = own(parameters, key);
        if (value === undefined || isOneOf(value, values)) continue;
        const message = `${quoteValue(value)} is not allowed. Expected ${quoteAlternatives(values)}.`;
        yield fault(["parameters", key], message);
      }
    },
  }),
  onEachPolicy({
    id: "policy-operation",
    code: "OperationIdNotFound",
    levels: LEVELS.refused,
    description: "A policy names operations of the definition.",
    fix: "Correct or remove the operationId. Without any, the policy applies to all operations.",
    *faults({ operationIds = [] }, { definition }) {
      for (const [index, id] of operationIds.entries()) {
        if (definition === undefined || definition.operationById.has(id)) continue;
        yield fault(
          ["parameters", OPERATIONS, index],
          `The operation ${quoteValue(id)} is not in the definition.`,
        );
      }
    },
  }),
  onEachPolicy({
    id: "policy-connection-parameter",
    levels: LEVELS.refused,
    description: "A policy refers to existing connection parameters.",
    fix: "Correct the name in @connectionParameters('…'), or add the connection parameter.",
    *faults({ parameters }, { parameters: known }) {
      const names = new Set(known.map(({ name }) => name));
      for (const [key, value] of entriesOf(parameters)) {
        for (const { name, hasDefault } of connectionParametersIn(value)) {
          if (hasDefault || names.has(name)) continue;
          const message = `The connection parameter ${quoteValue(name)} does not exist.`;
          yield fault(["parameters", key], message);
        }
      }
    },
  }),
  onEachPolicy({
    id: "policy-polling",
    levels: LEVELS.advice,
    description: "The policy of a polling trigger sets query parameters of the trigger.",
    fix: "Name the trigger, and add the query parameter to it.",
    *faults({ template, parameters, operationIds = [] }, { definition }) {
      if (template.toLowerCase() !== "pollingtrigger") return;
      const config = own(parameters, `${POLICY_PARAMETER}triggerConfig`);
      for (const id of operationIds) {
        const operation = definition?.operationById.get(id);
        if (operation === undefined) continue;
        if (!operation.isTrigger) yield fault(["parameters"], `${id} is not a trigger.`);
        const names = operation.parameters.map(({ name }) => name);
        for (const [name] of entriesOf(config)) {
          if (names.includes(name) || name.startsWith("x-ms-")) continue;
          yield fault(["parameters"], `${id} does not have a parameter ${quoteValue(name)}.`);
        }
      }
    },
  }),
  onEachPolicy({
    id: "policy-gateway",
    levels: LEVELS.refused,
    description: "A connector with a gateway does not have a policy that changes the host.",
    fix: "Remove the policy dynamichosturl, or remove the gateway.",
    *faults({ template }, { usesGateway }) {
      if (usesGateway && template.toLowerCase() === "dynamichosturl") {
        yield fault([], "The host cannot be changed in a connector that uses a gateway.");
      }
    },
  }),
];

interface PolicyRule extends RuleText {
  /** What is wrong with a policy; paths are below the policy. */
  readonly faults: (policy: Policy, properties: Properties) => Iterable<Problem>;
}

function onEachPolicy({ faults, ...text }: PolicyRule): Rule<Properties> {
  return {
    ...text,
    *check(properties) {
      for (const policy of properties.policies) {
        for (const { path, message } of faults(policy, properties)) {
          yield { path: [...policy.path, ...path], message };
        }
      }
    },
  };
}

function fault(path: JsonPath, message: string): Problem {
  return { path, message };
}

function templateOf(id: string): Template | undefined {
  const key = id.toLowerCase();
  return Object.hasOwn(TEMPLATES, key) ? TEMPLATES[key] : undefined;
}

/** The names in `@connectionParameters('name')` and `@connectionParameters('name', 'default')`. */
function connectionParametersIn(value: unknown): { name: string; hasDefault: boolean }[] {
  const text = textOf(value) ?? JSON.stringify(value) ?? "";
  const found = text.matchAll(/connectionParameters\(\s*'([^']*)'\s*(,)?/gi);
  return Array.from(found, ([, name = "", comma]) => ({ name, hasDefault: comma !== undefined }));
}
