import { stackName, type Deployed } from "./localStack";

/** What a person needs to use the deployment. */
export interface Panel {
  endpoint: string;
  /** The ways in which callers authenticate, separated by a comma. */
  auth: string;
  /** Empty when callers come in another way. */
  apiKey: string;
  /** Empty when callers come in another way. */
  basicUserName: string;
  basicPassword: string;
  definitionUrl: string;
  tryItUrl: string;
  /** Calls the API; works when pasted into a shell. */
  curl: string;
  /** With these, `pulumi preview -s local` in another terminal works on the same deployment. */
  environment: Record<string, string>;
  /** How many resources were created, updated, the same and so on. */
  resourceChanges: Record<string, number>;
}

/** Makes the panel of a deployment. */
export function panelOf(
  { outputs, resourceChanges }: Deployed,
  environment: Record<string, string>,
): Panel {
  const text = (name: string): string => String(outputs[name]?.value ?? "");
  const endpoint = text("endpoint");
  const access = {
    auth: text("auth"),
    apiKey: text("apiKey"),
    basicUserName: text("basicUserName"),
    basicPassword: text("basicPassword"),
  };
  return {
    endpoint,
    ...access,
    definitionUrl: text("definitionUrl"),
    tryItUrl: text("tryItUrl"),
    curl:
      `curl -sS '${endpoint}' ${credentialArguments(access)}` +
      `-H 'content-type: application/json' -d '{"hours": 6, "capacity": 2500}'`,
    environment,
    resourceChanges,
  };
}

/** The panel for people. */
export function printPanel(panel: Panel): string {
  return [
    "",
    `TurbineRepair runs on this machine (stack ${stackName}). Ctrl-C stops it; npm start finds it again.`,
    "",
    `  Endpoint    ${panel.endpoint}`,
    ...credentialLines(panel),
    `  Definition  ${panel.definitionUrl}`,
    `  Try it      ${panel.tryItUrl}`,
    "",
    `Resources: ${Object.entries(panel.resourceChanges)
      .map(([change, count]) => `${count} ${change}`)
      .join(", ")}`,
    "",
    "Call it:",
    "",
    `  ${panel.curl}`,
    "",
    `Preview changes from another terminal, with the Pulumi CLI: pulumi preview -s ${stackName}, after`,
    "",
    ...Object.entries(panel.environment).map(([name, value]) => `  export ${name}='${value}'`),
    "",
  ].join("\n");
}

type Access = Pick<Panel, "auth" | "apiKey" | "basicUserName" | "basicPassword">;

/** What curl needs to be let in: of two ways the one that needs nothing from elsewhere. */
function credentialArguments({ auth, apiKey, basicUserName, basicPassword }: Access): string {
  if (apiKey !== "") return `-H 'x-functions-key: ${apiKey}' `;
  if (basicPassword !== "") return `-u '${basicUserName}:${basicPassword}' `;
  return auth === "none" ? "" : `-H "authorization: Bearer $TOKEN" `;
}

function credentialLines({ auth, apiKey, basicUserName, basicPassword }: Access): string[] {
  return [
    ...(apiKey === "" ? [] : [`  API key     ${apiKey}`]),
    ...(basicPassword === ""
      ? []
      : [`  User name   ${basicUserName}`, `  Password    ${basicPassword}`]),
    ...(apiKey === "" && basicPassword === "" ? [`  Auth        ${auth}`] : []),
  ];
}
