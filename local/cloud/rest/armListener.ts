import type { AccessTokens } from "../../identity/accessTokens";
import type { DeployerAssertion } from "../../identity/deployerAssertion";
import type { LoopbackCertificate } from "../../storage/loopbackCertificate";
import { choosePort } from "../../storage/portChoice";
import type { Cloud } from "../cloud";
import { RestError, type Answer } from "./answer";
import { requireApiVersion } from "./apiVersion";
import { armRoutes } from "./armRoutes";
import { directoryRoutes } from "./directory/directoryRoutes";
import { HttpsListener, type RestRequest } from "./httpsListener";
import { requireManagementToken } from "./managementToken";
import { findRoute, type Route } from "./route";
import { Throttle } from "./throttle";

/** What the listener needs beside the cloud. */
export interface ArmListenerOptions {
  readonly certificate: LoopbackCertificate;
  readonly tokens: AccessTokens;
  readonly assertion: DeployerAssertion;
}

/**
 * Starts what answers the calls of Azure Resource Manager, and of the directory, on any free port that lasts.
 *
 * @throws Error when no port can be listened on.
 */
export async function startArmListener(
  cloud: Cloud,
  { certificate, tokens, assertion }: ArmListenerOptions,
): Promise<HttpsListener> {
  const openRoutes = directoryRoutes(tokens, assertion);
  const throttle = new Throttle(cloud.delays);
  const port = await choosePort({ fixed: 0, remembered: 0 });
  return HttpsListener.start(certificate, port, "Azure Resource Manager", async (request) => {
    const open = findRoute(openRoutes, request);
    if (open !== undefined) return open.handler({ cloud, request, path: open.path });
    await requireManagementToken(tokens, request);
    throttle.requireRoom();
    return answerArm(cloud, request);
  });
}

async function answerArm(cloud: Cloud, request: RestRequest): Promise<Answer> {
  const found = findRoute(armRoutes, request);
  requireApiVersion(request.url);
  const [, subscriptionId] = /^\/subscriptions\/([^/]+)/i.exec(request.url.pathname) ?? [];
  if (subscriptionId !== undefined && subscriptionId.toLowerCase() !== cloud.subscriptionId) {
    throw new RestError(
      404,
      "SubscriptionNotFound",
      `The subscription '${subscriptionId}' could not be found.`,
    );
  }
  if (found === undefined) throw notEmulated(request, armRoutes);
  return found.handler({ cloud, request, path: found.path });
}

function notEmulated({ method, url }: RestRequest, routes: readonly Route[]): RestError {
  const methods = routes.filter(({ path }) => path.test(url.pathname)).map((known) => known.method);
  const instead = methods.length === 0 ? "" : ` It supports ${methods.join(", ")} there.`;
  return new RestError(
    501,
    "NotImplemented",
    `The local emulator does not support ${method} ${url.pathname}.${instead}`,
  );
}
