import type { AccessTokens } from "../../identity/accessTokens";
import type { Cloud } from "../cloud";
import type { Delays } from "../delays/delays";
import { RestError, type Answer } from "../rest/answer";
import type { RestHandler } from "../rest/httpsListener";
import { requireManagementToken } from "../rest/managementToken";
import { findRoute, route, type RestCall, type Route } from "../rest/route";
import { Deployment } from "./deployment";
import { DeploymentList } from "./deploymentList";
import { publish } from "./publish";

/** What answers the calls of an app's scm site. */
export function scmHandler(cloud: Cloud, tokens: AccessTokens, appId: string): RestHandler {
  const { delays } = cloud;
  const routes = scmRoutes(appId, new DeploymentList(delays));
  delays.beginCount("scmStart", appId);
  delays.beginCount("publishConflicts", appId);
  return async (request) => {
    requireStarted(delays, appId, request.url.pathname);
    await requireManagementToken(tokens, request);
    const found = findRoute(routes, request);
    if (found === undefined) throw noRoute(request.url.pathname);
    return found.handler({ cloud, request, path: found.path });
  };
}

function scmRoutes(appId: string, deployments: DeploymentList): Route[] {
  return [
    route("POST /api/publish", (call) => beginPublish(call, appId, deployments)),
    route("GET /api/deployments", ({ request }) => ({
      status: 200,
      body: deployments.all().map((known) => known.describe(request.url.origin)),
    })),
    route("GET /api/deployments/{id}", ({ path, request }) => {
      const deployment = deployments.get(path["id"] ?? "");
      return {
        status: deployment.isComplete ? 200 : 202,
        body: deployment.describe(request.url.origin),
      };
    }),
    route("GET /api/deployments/{id}/log", ({ path }) => ({
      status: 200,
      body: deployments.get(path["id"] ?? "").log,
    })),
  ];
}

/** https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/appservice/custom.py */
function beginPublish(
  { cloud, request }: RestCall,
  appId: string,
  deployments: DeploymentList,
): Answer {
  const { headers, url, body } = request;
  if (headers["content-type"]?.split(";")[0]?.trim() !== "application/zip") {
    throw new RestError(
      415,
      "UnsupportedMediaType",
      `A package is sent as application/zip, not as ${headers["content-type"] ?? "nothing"}.`,
    );
  }
  if (url.searchParams.get("RemoteBuild")?.toLowerCase() === "true") {
    throw new RestError(
      400,
      "BadRequest",
      "The local emulator does not build packages: publish a complete package, with RemoteBuild=false.",
    );
  }
  if (body.length === 0) throw new RestError(400, "BadRequest", "The request has no package.");
  const { delays } = cloud;
  if (deployments.isBusy || delays.happens("publishConflicts", appId)) {
    throw new RestError(409, "Conflict", "There is a deployment currently in progress.");
  }
  delays.beginCount("publishConflicts", appId);
  const deployment = new Deployment(url.searchParams.get("Deployer") ?? "", delays);
  deployments.add(deployment);
  cloud.scmSites.goOn(appId, publish(cloud, appId, body, deployment));
  return {
    status: 202,
    body: deployment.id,
    headers: { location: `${url.origin}/api/deployments/latest` },
  };
}

/** @throws RestError as a new site answers. */
function requireStarted(delays: Delays, appId: string, path: string): void {
  if (!delays.happens("scmStart", appId)) return;
  const unavailable = new RestError(503, "ServiceUnavailable", "Site Unavailable");
  throw delays.pick("scmStart", [unavailable, noRoute(path)]);
}

function noRoute(path: string): RestError {
  return new RestError(404, "NotFound", `No route registered for '${path}'`);
}
