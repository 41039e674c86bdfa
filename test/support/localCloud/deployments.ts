import type { Base } from "./baseResources";
import type { Resource } from "./engine";
import { armClient } from "./restClient";
import { ScmClient } from "./scmClient";

/** Publishes a package to an app on Flex Consumption. @throws Error with what the deployment says when it fails */
export async function deployCode(
  { started }: Pick<Base, "started">,
  { id }: Resource,
  packageZip: Uint8Array,
): Promise<void> {
  const scm = await ScmClient.of(started, id);
  const { status, body } = await scm.publish(packageZip);
  if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
  const deployment = await scm.ended(body);
  if (deployment.status !== 4) throw new Error(deployment.status_text);
}

/** Sets the function key `connector` of an app's host. @throws Error with the refusal */
export async function setKey(
  { started }: Pick<Base, "started">,
  { id }: Resource,
  value: string,
): Promise<void> {
  const arm = await armClient(started);
  const path = `${id}/host/default/functionkeys/connector`;
  const { status, body } = await arm("PUT", path, { properties: { name: "connector", value } });
  if (status >= 300) throw new Error(`${status} ${body.error.message}`);
}

/** Host name, with its port, that an app last reported. */
export function hostOf(app: Resource): string {
  return String(app.outs["defaultHostName"]);
}

/** Calls the function `hello` of an app. */
export async function call(
  app: Resource,
  key?: string,
): Promise<{ status: number; response?: string; pid?: number }> {
  const response = await fetch(`http://${hostOf(app)}/api/hello`, {
    headers: key === undefined ? {} : { "x-functions-key": key },
  });
  const body = await response.text();
  return { status: response.status, ...(response.ok ? JSON.parse(body) : {}) };
}

/** True while there is a process of that id. */
export function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}
