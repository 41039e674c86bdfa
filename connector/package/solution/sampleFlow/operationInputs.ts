import type { PlacedOperation } from "../../../definition/operations";
import type { SwaggerSchema, ValueParameter } from "../../../definition/swagger";

/** One value that an operation takes. */
export interface OperationInput {
  /** Its name; of a field within another, `address/city`. */
  readonly name: string;
  /** What flows call it. */
  readonly key: string;
  readonly isRequired: boolean;
  readonly schema: SwaggerSchema | ValueParameter;
}

/** Everything that an operation takes, fields of its body apart. */
export function operationInputs({ operation }: PlacedOperation): OperationInput[] {
  return operation.parameters.flatMap((parameter) =>
    parameter.in === "body"
      ? fieldsOf(parameter.schema, true, "").map((field) => ({
          ...field,
          key: `${parameter.name}/${field.name}`,
        }))
      : [
          {
            name: parameter.name,
            key: parameter.name,
            isRequired: parameter.required,
            schema: parameter,
          },
        ],
  );
}

function fieldsOf(
  { properties = {}, required = [] }: SwaggerSchema,
  isRequired: boolean,
  within: string,
): Omit<OperationInput, "key">[] {
  return Object.entries(properties).flatMap(([field, schema]) => {
    const name = within + field;
    const isFieldRequired = isRequired && required.includes(field);
    return schema.properties
      ? fieldsOf(schema, isFieldRequired, `${name}/`)
      : [{ name, isRequired: isFieldRequired, schema }];
  });
}
