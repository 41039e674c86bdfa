import type { OperationObject, SwaggerDocument } from "../document/swaggerDocument";
import type { SwaggerOperation } from "../document/swaggerOperations";
import { isObject } from "../document/json";
import type { FieldReader } from "./fieldSurface";
import { argumentsOf } from "./formulaArguments";
import { inputsOf } from "./inputSurface";
import { fact, stated, wordSet } from "./named";
import { outputsOf } from "./outputSurface";
import { ARGUMENTS, PLACE, type Field, type OperationSurface } from "./surface";

const TEXTS = ["summary", "description", "x-ms-summary", "x-ms-trigger-hint"];
const OWN_FACTS = new Set(["x-ms-visibility", "x-ms-trigger", ...TEXTS]);

/**
 * An operation as its users see it.
 *
 * @throws RangeError when a reference leads nowhere
 */
export function operationSurface(
  document: SwaggerDocument,
  placed: SwaggerOperation,
  readField: FieldReader,
): OperationSurface {
  const { node: operation, path: place, method, pathItem } = placed;
  const inputs = inputsOf(document, placed, readField);
  const notification = notificationOf(pathItem, readField);
  const trigger = triggerOf(operation);
  const isWebhook = notification !== undefined || Object.values(inputs).some(takesCallback);
  return {
    [PLACE]: place,
    [ARGUMENTS]: argumentsOf(inputs),
    method: method.toUpperCase(),
    path: pathItem.name.replaceAll(/\{[^}]*\}/g, "{}"),
    ...(operation["x-ms-visibility"] !== undefined && {
      visibility: fact(operation["x-ms-visibility"]),
    }),
    deprecated: operation.deprecated === true,
    trigger,
    delivery: trigger === "none" ? "none" : isWebhook ? "webhook" : "polling",
    security: securityOf(document, operation),
    consumes: wordSet(operation.consumes ?? document.consumes ?? []),
    produces: wordSet(operation.produces ?? document.produces ?? []),
    texts: stated(Object.fromEntries(TEXTS.map((name) => [name, operation[name]]))),
    extensions: extensionsOf(operation),
    inputs,
    outputs: outputsOf(document, operation, place, readField),
    ...(trigger !== "none" && notification && { notification }),
  };
}

function notificationOf(
  { node, path }: SwaggerOperation["pathItem"],
  readField: FieldReader,
): Field | undefined {
  const content = node["x-ms-notification-content"];
  if (!isObject(content) || !isObject(content["schema"])) return undefined;
  return readField(content["schema"], [...path, "x-ms-notification-content", "schema"], true);
}

function triggerOf(operation: OperationObject): OperationSurface["trigger"] {
  const kind = operation["x-ms-trigger"];
  if (kind === undefined) return "none";
  return kind === "single" || kind === "batch" ? kind : "unknown";
}

function takesCallback(field: Field): boolean {
  return (
    field.extensions["x-ms-notification-url"] === true ||
    Object.values(field.fields).some(takesCallback)
  );
}

function securityOf(
  document: SwaggerDocument,
  operation: OperationObject,
): OperationSurface["security"] {
  const requirements = operation.security ?? document.security ?? [];
  const isOpen = requirements.some((requirement) => Object.keys(requirement).length === 0);
  return requirements.length === 0 || isOpen ? "none" : "connection";
}

function extensionsOf(operation: OperationObject): OperationSurface["extensions"] {
  const extensions = Object.entries(operation).filter(
    ([name]) => name.startsWith("x-") && !OWN_FACTS.has(name),
  );
  return stated(Object.fromEntries(extensions));
}
