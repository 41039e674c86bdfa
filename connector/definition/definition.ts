import { PLACEHOLDER_HOST } from "../../toolkit/document/host";
import { ROUTE_PREFIX } from "../../function/http/address";
import type { Connector } from "../../function/contract/connector";
import type { Contract } from "../../function/contract/contract";
import { DEFAULT_AUTH, type Auth } from "../auth/auth";
import { requireWholeConnector } from "./requireWholeConnector";
import { securityOf } from "./security";
import type {
  ConnectorCapabilities,
  ConnectorDefinition,
  Method,
  NotificationContent,
  PathItem,
  SwaggerOperation,
} from "./swagger";
import { swaggerOperation } from "./swaggerOperation";
import { toSwaggerSchema } from "./toSwaggerSchema";

/** What a definition is made of. */
export interface DefinitionOptions {
  readonly connector: Connector;
  /** How callers authenticate. @default `DEFAULT_AUTH` */
  readonly auth?: Auth;
}

/**
 * The connector's definition, with a placeholder host until `withHost` fills in the live one.
 *
 * @throws RangeError that lists everything which keeps the connector from being published
 * @throws RangeError when a contract's schema cannot be published
 */
export function definition({
  connector,
  auth = DEFAULT_AUTH,
}: DefinitionOptions): ConnectorDefinition {
  requireWholeConnector(connector);
  const { info, metadata } = connector.about;
  const contracts = connector.operations.map(({ contract }) => contract);
  const { definitions: securityDefinitions, requirement } = securityOf(auth);
  return {
    swagger: "2.0",
    info,
    host: PLACEHOLDER_HOST,
    basePath: "/",
    schemes: ["https"],
    paths: pathsOf(contracts, requirement),
    definitions: {},
    securityDefinitions,
    "x-ms-connector-metadata": metadata,
    ...capabilitiesOf(contracts),
  };
}

function pathsOf(
  contracts: readonly Contract[],
  requirement: SwaggerOperation["security"],
): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {};
  for (const contract of contracts) {
    const path = ROUTE_PREFIX + contract.route;
    const method = contract.method.toLowerCase() as Method;
    paths[path] = withName(contract, () => ({
      ...notificationContent(contract),
      ...paths[path],
      [method]: swaggerOperation(contract, requirement),
    }));
  }
  return paths;
}

/** An error of a schema does not say which operation has it. */
function withName<Result>({ operationId }: Contract, make: () => Result): Result {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new RangeError(`${operationId}: ${cause.message}`, { cause });
  }
}

/** What a webhook trigger sends is said of its path, where the platform looks for it. */
function notificationContent({ trigger }: Contract): {
  "x-ms-notification-content"?: NotificationContent;
} {
  if (!trigger?.notification) return {};
  const { description, schema } = trigger.notification;
  return { "x-ms-notification-content": { description, schema: toSwaggerSchema(schema) } };
}

function capabilitiesOf(contracts: readonly Contract[]): {
  "x-ms-capabilities"?: ConnectorCapabilities;
} {
  const test = contracts.find(({ isConnectionTest }) => isConnectionTest);
  if (!test) return {};
  const testConnection = { operationId: test.operationId, parameters: {} };
  return { "x-ms-capabilities": { testConnection } };
}
