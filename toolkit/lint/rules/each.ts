import type { Definition } from "../model/definition";
import type { ParameterPlace } from "../model/places";
import { has } from "../../document/json";
import type { Operation } from "../model/operations";
import type { SchemaPlace } from "../model/schemas";
import type { Problem, Rule, RuleText } from "../rule";

interface OperationRule extends RuleText {
  /** The property that a fault is in; the operation itself otherwise. */
  readonly key?: string;
  /** What is wrong with an operation, as a sentence. */
  readonly fault: (operation: Operation, definition: Definition) => string | undefined;
}

/** A rule that looks at one operation at a time. */
export function onEachOperation({ key, fault, ...text }: OperationRule): Rule<Definition> {
  return { ...text, check: (definition) => operationFaults(definition, key, fault) };
}

function* operationFaults(
  definition: Definition,
  key: string | undefined,
  fault: OperationRule["fault"],
): Generator<Problem> {
  for (const operation of definition.operations) {
    const message = fault(operation, definition);
    if (message === undefined) continue;
    const isThere = key !== undefined && has(operation.node, key);
    yield { path: isThere ? [...operation.path, key] : operation.path, message };
  }
}

interface ParameterRule extends RuleText {
  /** The property that a fault is in; the parameter itself otherwise. */
  readonly key?: string;
  readonly fault: (place: ParameterPlace) => string | undefined;
}

/** A rule that looks at each parameter where it is written. */
export function onEachParameter({ key, fault, ...text }: ParameterRule): Rule<Definition> {
  return {
    ...text,
    *check({ parameters }) {
      for (const place of parameters) {
        const message = has(place.node, "$ref") ? undefined : fault(place);
        if (message === undefined) continue;
        yield { path: key === undefined ? place.path : [...place.path, key], message };
      }
    },
  };
}

interface SchemaRule extends RuleText {
  /** The property that a fault is in; the schema itself otherwise. */
  readonly key?: string;
  readonly fault: (place: SchemaPlace) => string | undefined;
}

/** A rule that looks at each schema, parameter and header where it is written. */
export function onEachSchema({ key, fault, ...text }: SchemaRule): Rule<Definition> {
  return {
    ...text,
    *check({ schemas }) {
      for (const place of schemas) {
        // References are looked at where they lead to.
        const message = has(place.node, "$ref") ? undefined : fault(place);
        if (message === undefined) continue;
        yield { path: key === undefined ? place.path : [...place.path, key], message };
      }
    },
  };
}
