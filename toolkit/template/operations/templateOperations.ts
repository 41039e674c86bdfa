import type { AuthLevel } from "../../../functionsRuntime/authLevel";
import { inHostOrder } from "../../../functionsRuntime/functionName";
import {
  type Route,
  type RouteParameter,
  parametersOf,
} from "../../../functionsRuntime/route/route";
import { CONNECTOR_FILE_NAMES } from "../../document/connectorFileNames";
import type { Method } from "../../document/methods";
import type { HttpTrigger, Omission } from "../app/functionApp";
import { pathOf, pathVariants } from "../route/pathVariants";
import { pathKey } from "../route/pathKey";
import { pascalCase, sentenceWords } from "./words";

/** An operation of the template: a function, reached by one method and one path. */
export interface TemplateOperation {
  readonly functionName: string;
  readonly method: Method;
  /** From the host's root, with the app's prefix. */
  readonly path: string;
  /** The wish: in PascalCase, of letters and digits. Another operation may have the same. */
  readonly operationId: string;
  /** At most 80 characters, letters, digits and parentheses. */
  readonly summary: string;
  /** Those of the path, from left to right. */
  readonly parameters: readonly RouteParameter[];
  readonly authLevel: AuthLevel;
}

/** The template's operations, and what Swagger cannot tell apart from one of them. */
export interface TemplateOperations {
  readonly operations: readonly TemplateOperation[];
  readonly omissions: readonly Omission[];
}

/** A trigger's route with one choice for what may be left out of it. */
interface Candidate {
  readonly trigger: HttpTrigger;
  readonly variant: Route;
  readonly method: Method;
}

/**
 * The operations of an app's triggers: one for each method and each path. Where two functions have
 * the same path to Swagger, the one that the Functions host tries first is taken. What serves a file of the
 * connector is left out.
 */
export function templateOperations(triggers: readonly HttpTrigger[]): TemplateOperations {
  const own = triggers.filter(servesConnectorFile);
  const { operations, omissions } = operationsAt(
    triggers.filter((trigger) => !own.includes(trigger)),
  );
  return { operations, omissions: [...own.map(connectorFile), ...omissions] };
}

/** Files of a connector that its app may serve to the pages that import it: they are no operations of it. */
const CONNECTOR_FILES: readonly string[] = [
  CONNECTOR_FILE_NAMES.definition,
  CONNECTOR_FILE_NAMES.icon,
];

function servesConnectorFile({ route }: HttpTrigger): boolean {
  const [shortest = route] = pathVariants(route);
  return CONNECTOR_FILES.includes(pathOf(shortest).split("/").at(-1) ?? "");
}

function connectorFile({ functionName, route }: HttpTrigger): Omission {
  const [shortest = route] = pathVariants(route);
  return {
    functionName,
    message: `serves a file of the connector, ${pathOf(shortest)}, which is no operation`,
  };
}

function operationsAt(triggers: readonly HttpTrigger[]): TemplateOperations {
  const takers = new Map<string, HttpTrigger>();
  const ordered = inHostOrder(triggers, ({ functionName }) => functionName);
  for (const candidate of ordered.flatMap((trigger) => candidatesOf(trigger))) {
    if (!takers.has(keyOf(candidate))) takers.set(keyOf(candidate), candidate.trigger);
  }
  const candidates = triggers.flatMap((trigger) => candidatesOf(trigger));
  const isTaken = (candidate: Candidate) => takers.get(keyOf(candidate)) !== candidate.trigger;
  return {
    operations: candidates
      .filter((candidate) => !isTaken(candidate))
      .map((candidate) => operation(candidate)),
    omissions: candidates.filter(isTaken).map((candidate) => ({
      functionName: candidate.trigger.functionName,
      message:
        `takes ${candidate.method.toUpperCase()} ${pathOf(candidate.variant)}, which to Swagger 2.0 ` +
        `is an operation of "${takers.get(keyOf(candidate))?.functionName ?? ""}"`,
    })),
  };
}

function candidatesOf(trigger: HttpTrigger): readonly Candidate[] {
  return pathVariants(trigger.route).flatMap((variant) =>
    trigger.methods.map((method) => ({ trigger, variant, method })),
  );
}

function keyOf({ variant, method }: Candidate): string {
  return `${method} ${pathKey(pathOf(variant))}`;
}

function operation({ trigger, variant, method }: Candidate): TemplateOperation {
  const parameters = parametersOf(variant);
  const [shortest = variant] = pathVariants(trigger.route);
  const extra = parameters.slice(parametersOf(shortest).length).map(({ name }) => name);
  const ownMethod = trigger.methods.length > 1 ? method : undefined;
  return {
    functionName: trigger.functionName,
    method,
    path: pathOf(variant),
    operationId: idOf(trigger.functionName, ownMethod, extra),
    summary: summaryOf(trigger.functionName, ownMethod, extra),
    parameters,
    authLevel: trigger.authLevel,
  };
}

function idOf(functionName: string, method: string | undefined, extra: readonly string[]): string {
  const by = extra.length === 0 ? "" : `By${extra.map(pascalCase).join("And")}`;
  return `${pascalCase(functionName)}${method === undefined ? "" : pascalCase(method)}${by}`;
}

/** Certification takes at most this much of letters, digits and parentheses. */
const MAX_SUMMARY_CHARACTERS = 80;

function summaryOf(name: string, method: string | undefined, extra: readonly string[]): string {
  const by =
    extra.length === 0 ? "" : ` by ${extra.map(sentenceWords).join(" and ").toLowerCase()}`;
  const suffix = method === undefined ? "" : ` (${method.toUpperCase()})`;
  const words = `${sentenceWords(name)}${by}`.replaceAll(/[^A-Za-z0-9 ]/g, "");
  return `${words.slice(0, MAX_SUMMARY_CHARACTERS - suffix.length)}${suffix}`;
}
