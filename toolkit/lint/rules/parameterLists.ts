import type { Definition } from "../model/definition";
import { identityOf, type Operation, type Parameter } from "../model/operations";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Problem, type Rule, type RuleText } from "../rule";

export const parameterListRules: readonly Rule<Definition>[] = [
  {
    id: "parameter-duplicate",
    code: "OperationParametersContainDuplicateParameter",
    levels: LEVELS.refused,
    description: "Operations and paths list every parameter once.",
    fix: "Remove one of the two.",
    *check({ operations, pathItems }) {
      for (const { ownParameters } of operations) yield* duplicatesIn(ownParameters);
      for (const { parameters } of pathItems) yield* duplicatesIn(parameters);
    },
  },
  onEachList({
    id: "body-duplicate",
    code: "OperationParametersContainMultipleBodyParameters",
    levels: LEVELS.refused,
    description: "An operation has at most one body parameter.",
    fix: "Combine the two into one object, with a property for each.",
    fault: (parameters) => {
      const [, second] = parameters.filter(({ place }) => place === "body");
      return second && { at: second, message: "The operation has a second body parameter." };
    },
  }),
  onEachList({
    id: "body-and-form",
    code: "ParameterListContainsFormDataAndBody",
    levels: LEVELS.refused,
    description: "An operation has either a body or form fields.",
    fix: "Move the form fields into the body's schema, or the body into form fields.",
    fault: (parameters) => {
      const form = parameters.find(({ place }) => place === "formData");
      if (form === undefined || !parameters.some(({ place }) => place === "body")) return undefined;
      return {
        at: form,
        message: `The operation has a body and the form field ${quoteValue(form.name)}.`,
      };
    },
  }),
  onEachList({
    id: "body-in-get",
    code: "BodyOrFormDataParameterInFetchOperationNotAllowed",
    levels: LEVELS.refused,
    description: "A GET operation does not send a body.",
    fix: "Use query parameters, or another method.",
    fault: (parameters, { method }) => {
      if (method !== "get") return undefined;
      const sent = parameters.find(({ place }) => place === "body" || place === "formData");
      return (
        sent && {
          at: sent,
          message: `The GET operation has ${quoteValue(sent.name)} in ${sent.place}.`,
        }
      );
    },
  }),
  onEachList({
    id: "path-parameter-missing",
    code: "OperationMissingPathParameter",
    levels: LEVELS.refused,
    description: "Every variable of a path has a path parameter.",
    fix: "Add the parameter, with in: path and required: true.",
    fault: (parameters, { pathItem, label }) => {
      const names = parameters.filter(({ place }) => place === "path").map(({ name }) => name);
      const absent = variablesOf(pathItem.name).filter((name) => !names.includes(name));
      if (absent.length === 0) return undefined;
      const variables = absent.map((name) => quoteValue(`{${name}}`)).join(", ");
      return { message: `${label} does not have a path parameter for ${variables}.` };
    },
  }),
  onEachList({
    id: "path-parameter-unknown",
    code: "PathParameterNotDefinedInTemplate",
    levels: LEVELS.refused,
    description: "Every path parameter is a variable of the path.",
    fix: "Add {name} to the path, or remove the parameter.",
    fault: (parameters, { pathItem }) => {
      const names = variablesOf(pathItem.name);
      const extra = parameters.find(({ place, name }) => place === "path" && !names.includes(name));
      if (extra === undefined) return undefined;
      return {
        at: extra,
        message: `The path ${quoteValue(pathItem.name)} does not contain {${extra.name}}.`,
      };
    },
  }),
];

interface ListRule extends RuleText {
  readonly fault: (
    parameters: readonly Parameter[],
    operation: Operation,
  ) => { readonly at?: Parameter; readonly message: string } | undefined;
}

/** A rule that looks at all parameters of an operation. */
function onEachList({ fault, ...text }: ListRule): Rule<Definition> {
  return {
    ...text,
    *check({ operations }) {
      for (const operation of operations) {
        const found = fault(operation.parameters, operation);
        if (found === undefined) continue;
        yield { path: found.at?.listedAt ?? operation.path, message: found.message };
      }
    },
  };
}

function* duplicatesIn(parameters: readonly Parameter[]): Generator<Problem> {
  const seen = new Set<string>();
  for (const parameter of parameters) {
    const identity = identityOf(parameter);
    if (seen.has(identity)) {
      const message = `${quoteValue(parameter.name)} in ${parameter.place} is listed twice.`;
      yield { path: parameter.listedAt, message };
    }
    seen.add(identity);
  }
}

function variablesOf(path: string): string[] {
  return Array.from(path.matchAll(/\{([^{}]+)\}/g), ([, name = ""]) => name);
}
