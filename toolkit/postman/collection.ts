import { operationName } from "../document/operations";
import { swaggerOperations, type SwaggerOperation } from "../document/swaggerOperations";
import type { SwaggerDocument } from "../document/swaggerDocument";
import type { Collection, Folder, RequestItem } from "./collectionTypes";
import { examplesOf } from "./examples";
import { variablesIn } from "./parameterEntries";
import { requestOf, type RequestSource } from "./request";
import { requestAuth } from "./requestAuth";
import { savedResponses } from "./savedResponses";
import { stableId } from "../document/stableId";

const FOLDERS = [
  { kind: "action", name: "Actions", description: "What flows, apps and agents do." },
  {
    kind: "trigger",
    name: "Triggers",
    description: "What starts flows; the platform calls these.",
  },
  { kind: "internal", name: "Internal", description: "What the platform calls for makers." },
] as const;

/** What makers see an operation as. */
export type OperationKind = (typeof FOLDERS)[number]["kind"];

/**
 * A Postman collection to call a connector's operations with. Where the API is and what authenticates
 * the calls are variables; the latter are empty.
 *
 * @throws Error when a reference in the definition leads nowhere
 */
export function collectionOf(document: SwaggerDocument): Collection {
  const source: RequestSource = {
    document,
    examples: examplesOf(document, "call"),
    purpose: "call",
    baseUrl: "{{baseUrl}}",
  };
  const operations = swaggerOperations(document);
  const items = operations.map((operation) => ({
    kind: kindOf(operation),
    item: requestItem(source, operation, operation.node.summary ?? operationName(operation)),
  }));
  return {
    info: collectionInfo(document),
    item: folders(document.info.title, items),
    variable: [
      { key: "baseUrl", value: baseUrlOf(document), type: "string" },
      ...variableNames(
        document,
        operations,
        items.map(({ item }) => item),
      ).map((key) => ({
        key,
        value: "",
        type: "string" as const,
      })),
    ],
  };
}

/** What makers see an operation as. */
export function kindOf({ node }: SwaggerOperation): OperationKind {
  if (node["x-ms-visibility"] === "internal") return "internal";
  return node["x-ms-trigger"] === undefined ? "action" : "trigger";
}

/** Scheme, host and base path of a definition. */
export function baseUrlOf({ schemes = [], host = "", basePath = "/" }: SwaggerDocument): string {
  return `${schemes[0] ?? "https"}://${host}${basePath.replace(/\/$/, "")}`;
}

/** The name, description and id of a collection. */
export function collectionInfo({ info }: SwaggerDocument): Collection["info"] {
  const description = info["description"];
  return {
    _postman_id: stableId("collection", info.title),
    name: info.title,
    ...(typeof description === "string" && { description }),
    schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
  };
}

/** An operation's request with its examples. */
export function requestItem(
  source: RequestSource,
  operation: SwaggerOperation,
  name: string,
): RequestItem {
  const request = requestOf(source, operation);
  // The credentials of a call are not part of its example.
  const { auth: _auth, ...example } = request;
  return {
    id: stableId("request", operationName(operation)),
    name,
    request,
    response: savedResponses(source, operation, example),
  };
}

/** Folders where there are several kinds of operations; a definition with one kind needs none. */
function folders(
  title: string,
  items: readonly { readonly kind: OperationKind; readonly item: RequestItem }[],
): readonly (RequestItem | Folder)[] {
  const groups = FOLDERS.map(({ kind, name, description }) => ({
    id: stableId("folder", title, name),
    name,
    description,
    item: items.filter((each) => each.kind === kind).map(({ item }) => item),
  })).filter(({ item }) => item.length > 0);
  return groups.length > 1 ? groups : items.map(({ item }) => item);
}

function variableNames(
  document: SwaggerDocument,
  operations: readonly SwaggerOperation[],
  items: readonly RequestItem[],
): string[] {
  const ofAuth = operations.flatMap(({ node }) => requestAuth(document, node).variables);
  const ofParameters = items.flatMap(({ request: { url, header, body } }) =>
    variablesIn(JSON.stringify([url, header, body])),
  );
  return [...new Set([...ofAuth, ...ofParameters])].filter((name) => name !== "baseUrl");
}
