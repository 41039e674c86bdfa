import {
  knownNamespace,
  registerProvider,
  registrationPolicy,
  registrationState,
} from "../../resourceProviders";
import { RestError, type Answer } from "../answer";
import type { RestCall } from "../route";

/** https://learn.microsoft.com/rest/api/resources/providers/get */
export function getResourceProvider(call: RestCall): Answer {
  return describe(call, namespaceOf(call));
}

/** https://learn.microsoft.com/rest/api/resources/providers/register */
export function registerResourceProvider(call: RestCall): Answer {
  const namespace = namespaceOf(call);
  registerProvider(call.cloud, namespace);
  return describe(call, namespace);
}

function namespaceOf({ path }: RestCall): string {
  const given = path["namespace"] ?? "";
  const namespace = knownNamespace(given);
  if (namespace !== undefined) return namespace;
  throw new RestError(
    404,
    "InvalidResourceNamespace",
    `The resource namespace '${given}' is invalid.`,
  );
}

function describe({ cloud }: RestCall, namespace: string): Answer {
  return {
    status: 200,
    body: {
      id: `/subscriptions/${cloud.subscriptionId}/providers/${namespace}`,
      namespace,
      registrationPolicy: registrationPolicy(namespace),
      registrationState: registrationState(cloud, namespace),
      resourceTypes: [],
    },
  };
}
