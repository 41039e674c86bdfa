import type { DelayOptions } from "./cloud/delays/delays";
import { curlLine, type Access, type ExampleCall } from "./curlLine";
import type { Deployed } from "./localStack";
import { stackName } from "./stateFolder";

/** What a person needs to use the deployment. */
export interface Panel extends Access {
  /** The Pulumi project's name. */
  project: string;
  endpoint: string;
  definitionUrl: string;
  tryItUrl: string;
  /** A call of the API without credentials; undefined when the program has no output `exampleCall`. */
  exampleCall?: ExampleCall | undefined;
  /** Calls the API; works when pasted into a shell. Empty when the program has no output `exampleCall`. */
  curl: string;
  /** With these, `pulumi preview -s local` in another terminal works on the same deployment. */
  environment: Record<string, string>;
  /** How late the emulator is; the same seed makes the same delays. */
  delays: DelayOptions;
  /** How many resources were created, updated, the same and so on. */
  resourceChanges: Record<string, number>;
}

/** Makes the panel of a deployment. */
export function panelOf(
  { project, outputs, resourceChanges }: Deployed,
  environment: Record<string, string>,
  delays: DelayOptions,
): Panel {
  const text = (name: string): string => String(outputs[name]?.value ?? "");
  const access: Access = {
    auth: text("auth"),
    apiKey: text("apiKey"),
    basicUserName: text("basicUserName"),
    basicPassword: text("basicPassword"),
  };
  const exampleCall: ExampleCall | undefined = outputs["exampleCall"]?.value;
  return {
    project,
    endpoint: text("endpoint"),
    ...access,
    definitionUrl: text("definitionUrl"),
    tryItUrl: text("tryItUrl"),
    exampleCall,
    curl: exampleCall === undefined ? "" : curlLine(exampleCall, access),
    environment,
    delays,
    resourceChanges,
  };
}

/** The panel for people. */
export function printPanel(panel: Panel): string {
  return [
    "",
    `${panel.project} is running on this machine (stack ${stackName}). Ctrl-C stops it; npm start continues with its data.`,
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
    ...(panel.curl === "" ? [] : ["Call it:", "", `  ${panel.curl}`, ""]),
    `Preview changes from another terminal, with the Pulumi CLI: pulumi preview -s ${stackName}, after`,
    "",
    ...Object.entries(panel.environment).map(([name, value]) => `  export ${name}='${value}'`),
    "",
  ].join("\n");
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
