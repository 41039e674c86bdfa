import type * as v from "valibot";
import { POLICY_TEMPLATES } from "../../policies/policyTemplates";

/** Parameters of a policy template. */
export interface Template {
  readonly needs: readonly string[];
  readonly may: readonly string[];
  /** Parameters with a fixed choice of values. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
}

/** In use, and not in Microsoft's schema: it takes nothing. */
const OUTSIDE_THE_SCHEMA = {
  setconnectionstatustounauthenticated: { needs: [], may: [], choices: {} },
};

/** Microsoft's policy templates by their id in lower case; its schema has them in several cases. */
export const TEMPLATES: Readonly<Record<string, Template>> = {
  ...OUTSIDE_THE_SCHEMA,
  ...Object.fromEntries(
    Object.entries(POLICY_TEMPLATES).map(([id, { parameters }]) => [
      id,
      templateOf(parameters.entries),
    ]),
  ),
};

function templateOf(parameters: Readonly<Record<string, v.GenericSchema>>): Template {
  const names = Object.keys(parameters);
  const isOptional = (name: string): boolean => parameters[name]?.type === "exact_optional";
  return {
    needs: names.filter((name) => !isOptional(name)),
    may: names.filter(isOptional),
    choices: Object.fromEntries(
      Object.entries(parameters).flatMap(([name, parameter]) => {
        const values = optionsOf(parameter);
        return values ? [[name, values]] : [];
      }),
    ),
  };
}

/** The values of a parameter with a fixed choice; the schema of an optional one is inside of it. */
function optionsOf(parameter: v.GenericSchema): readonly string[] | undefined {
  const { wrapped, options } = parameter as Partial<
    v.ExactOptionalSchema<v.GenericSchema, undefined> & v.PicklistSchema<string[], string>
  >;
  return wrapped ? optionsOf(wrapped) : options;
}
