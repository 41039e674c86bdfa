import { AzureError } from "../azureError";
import { parseExpression, type Expression } from "./parse";

/** A function that templates may call. */
export type TemplateFunction = (...args: never[]) => unknown;

/** A template's parameters by name, as they are declared. */
export type ParameterDeclarations = Record<string, { type: string; defaultValue?: unknown }>;

/** Values of a deployment's parameters. */
export type ParameterValues = Record<string, { value: unknown }>;

/**
 * Makes the function that replaces every expression in a template's value by what it stands for.
 *
 * @throws AzureError for a parameter or a function that is not known.
 */
export function templateEvaluator(
  declarations: ParameterDeclarations,
  values: ParameterValues,
  functions: Record<string, TemplateFunction>,
): (value: unknown) => unknown {
  for (const name of Object.keys(values)) {
    if (!(name in declarations)) throw invalid(`The template has no parameter '${name}'`);
  }

  const known: Record<string, TemplateFunction> = { ...functions, parameters };

  function parameters(name: string): unknown {
    const declaration = declarations[name];
    if (declaration === undefined) throw invalid(`The template parameter '${name}' is not found`);
    const given = values[name];
    if (given !== undefined) return given.value;
    if ("defaultValue" in declaration) return evaluate(declaration.defaultValue);
    throw invalid(`The value for the template parameter '${name}' is not provided`);
  }

  function compute(expression: Expression): unknown {
    switch (expression.kind) {
      case "text":
        return expression.value;
      case "property":
        return (compute(expression.of) as Record<string, unknown>)[expression.name];
      case "call": {
        const call = known[expression.name];
        if (call === undefined) {
          throw invalid(
            `The local stand-in does not know the template function '${expression.name}'; it knows ${Object.keys(known).join(", ")}`,
          );
        }
        return call(...(expression.args.map(compute) as never[]));
      }
    }
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

function invalid(message: string): AzureError {
  return new AzureError("InvalidTemplate", `Deployment template validation failed: ${message}.`);
}
