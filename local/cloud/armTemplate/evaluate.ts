import { AzureError } from "../azureError";
import { isWire } from "../wire";
import { parseExpression, type Expression } from "./parse";

/** A function that templates may call. */
export type TemplateFunction = (...args: unknown[]) => unknown;

/** A template's parameters by name, as they are declared. */
export type ParameterDeclarations = Record<string, { defaultValue?: unknown }>;

/** Values of a deployment's parameters. */
export type ParameterValues = Record<string, { value: unknown }>;

/**
 * Makes the function that replaces every expression in a template's value with its value.
 *
 * @throws AzureError for a parameter that is not declared or has no value. So does the function for what it does not
 *   support.
 */
export function templateEvaluator(
  declarations: ParameterDeclarations,
  values: ParameterValues,
  functions: Record<string, TemplateFunction>,
): (value: unknown) => unknown {
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(declarations, name))
      throw invalid(`The template has no parameter '${name}'`);
  }
  for (const [name, declaration] of Object.entries(declarations)) {
    if (!Object.hasOwn(values, name) && !Object.hasOwn(declaration, "defaultValue"))
      throw invalid(`The value for the template parameter '${name}' is not provided`);
  }

  const known = new Map<string, TemplateFunction>(Object.entries({ ...functions, parameters }));

  function parameters(argument: unknown): unknown {
    const name = String(argument);
    const declaration = declarations[name];
    if (declaration === undefined) throw invalid(`The template parameter '${name}' is not found`);
    const given = values[name];
    return given === undefined ? evaluate(declaration.defaultValue) : given.value;
  }

  function compute(expression: Expression): unknown {
    if (expression.kind === "text") return expression.value;
    if (expression.kind === "property") return property(compute(expression.of), expression.name);
    const call = known.get(expression.name);
    if (call !== undefined) return call(...expression.args.map(compute));
    throw invalid(
      `The local emulator does not support the template function '${expression.name}'; it supports ${[...known.keys()].join(", ")}`,
    );
  }

  function evaluate(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(evaluate);
    if (value !== null && typeof value === "object") {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, evaluate(inner)]),
      );
    }
    if (typeof value !== "string" || !value.startsWith("[") || !value.endsWith("]")) return value;
    return value.startsWith("[[") ? value.slice(1) : compute(parseExpression(value.slice(1, -1)));
  }

  return evaluate;
}

function property(of: unknown, name: string): unknown {
  if (isWire(of) && Object.hasOwn(of, name)) return of[name];
  throw invalid(`The language expression property '${name}' doesn't exist`);
}

function invalid(message: string): AzureError {
  return new AzureError("InvalidTemplate", `Deployment template validation failed: ${message}.`);
}
