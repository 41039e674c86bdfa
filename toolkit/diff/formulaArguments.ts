import type { Named } from "./named";
import type { Input } from "./surface";

/**
 * The names of the inputs that a Power Apps formula passes by position: the required ones that makers
 * see, in the order of the definition, then those of the body's fields. All others are fields of
 * one record at the end, given by name. Source: Power Fx (its connector functions' argument mapper).
 */
export function argumentsOf(inputs: Named<Input>): readonly string[] {
  const parameters = Object.entries(inputs).filter(([, input]) => input.in !== "body");
  const bodies = Object.entries(inputs).filter(([, input]) => input.in === "body");
  const inBody = bodies.flatMap(([name, body]) => {
    const fields = Object.entries(body.fields);
    if (fields.length === 0) return body.required ? [name] : [];
    return fields.filter(([, field]) => isArgument(field)).map(([field]) => `${name}/${field}`);
  });
  return [...parameters.filter(([, input]) => isArgument(input)).map(([name]) => name), ...inBody];
}

function isArgument({ required, visibility }: Pick<Input, "required" | "visibility">): boolean {
  return required && visibility !== "internal";
}
