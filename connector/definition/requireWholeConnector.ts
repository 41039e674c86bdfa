import type { Connector } from "../../function/contract/connector";
import type { Contract } from "../../function/contract/contract";
import { functionNamesOf } from "../../function/functionNames";
import { PUBLISHED_DOCUMENTS } from "../../function/http/publishedDocuments";
import { FUNCTION_NAME_RULE, isFunctionName } from "../../functionsRuntime/functionName";
import { isReservedRoute, RESERVED_ROUTES } from "../../functionsRuntime/httpTrigger";
import { choicesOf } from "./choicesOf";

/**
 * Refuses a connector that cannot be deployed or published as it is. Called before anything is.
 *
 * @throws RangeError that lists every problem
 */
export function requireWholeConnector(connector: Connector): void {
  const problems = connectorProblems(connector);
  if (problems.length === 0) return;
  const { title } = connector.about.info;
  throw new RangeError([`The connector "${title}" cannot be deployed:`, ...problems].join("\n- "));
}

/** What keeps a connector from being deployed and published, one sentence or two for each. */
function connectorProblems(connector: Connector): string[] {
  const { operations, queueWorkers } = connector;
  const contracts = operations.map(({ contract }) => contract);
  if (contracts.length === 0) return ["It has no operation. Register at least one."];
  const functionNames = functionNamesOf(connector);
  return [
    ...duplicates(contracts.map(({ operationId }) => operationId)).map(
      (id) => `Two operations have the operationId ${id}. Give each its own.`,
    ),
    ...duplicates(functionNames).map(
      (name) => `Two functions have the name ${name}. Give each its own; case does not count.`,
    ),
    ...functionNames.filter((name) => !isFunctionName(name)).map(invalidName),
    ...contracts.filter(({ route }) => isReservedRoute(route)).map(reservedRoute),
    ...contracts.filter(isAtDocument).map(documentRoute),
    ...duplicates(contracts.map(addressOf)).map(
      (address) => `Two operations are at ${address}. Change the route or the method of one.`,
    ),
    ...duplicates(queueWorkers.map(({ queueName }) => queueName)).map(
      (name) => `Two queue workers read the queue ${name}. Give each its own.`,
    ),
    ...severalMarked(contracts, "isPrimary"),
    ...severalMarked(contracts, "isConnectionTest"),
    ...contracts.flatMap((contract) => choicesProblems(contract, contracts)),
  ];
}

function invalidName(name: string): string {
  return `The function name "${name}" is not valid. Expected ${FUNCTION_NAME_RULE}.`;
}

function reservedRoute({ operationId, route }: Contract): string {
  return (
    `${operationId} has the route ${route}. Routes that start with ${RESERVED_ROUTES.join(" or ")} ` +
    "belong to the Functions host. Choose another."
  );
}

/** The app serves its documents by GET at these routes; the host does not regard case. */
function isAtDocument({ method, route }: Contract): boolean {
  return (
    method === "GET" &&
    PUBLISHED_DOCUMENTS.some((document) => document.route.toLowerCase() === route.toLowerCase())
  );
}

function documentRoute({ operationId, route }: Contract): string {
  return `${operationId} has the route ${route}, at which the app serves a document of the connector. Choose another.`;
}

/** Operations of one address cannot be told apart: the names of its parameters do not count. */
function addressOf({ method, route }: Contract): string {
  return `${method} ${route.replaceAll(/\{[^}]*\}/g, "{}")}`;
}

function severalMarked(
  contracts: readonly Contract[],
  mark: "isPrimary" | "isConnectionTest",
): string[] {
  const marked = contracts.filter((contract) => contract[mark]);
  if (marked.length <= 1) return [];
  const ids = marked.map(({ operationId }) => operationId).join(" and ");
  return [`${ids} are both marked ${mark}. Mark one.`];
}

function choicesProblems(contract: Contract, contracts: readonly Contract[]): string[] {
  const known = new Set(contracts.map(({ operationId }) => operationId));
  const unknown = choicesOf(contract).filter(({ operationId }) => !known.has(operationId));
  return [...new Set(unknown.map(({ operationId }) => operationId))].map(
    (id) =>
      `A field of ${contract.operationId} gets its choices from ${id}, which is not an operation ` +
      "of this connector. Register it or correct the field's choices.",
  );
}

/** The texts that occur more than once in any case, each as it is written first. */
function duplicates(texts: readonly string[]): string[] {
  const lower = texts.map((text) => text.toLowerCase());
  return texts.filter(
    (_text, index) =>
      lower.indexOf(lower[index] ?? "") === index && lower.lastIndexOf(lower[index] ?? "") > index,
  );
}
