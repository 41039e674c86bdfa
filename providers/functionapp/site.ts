import * as v from "valibot";
import type { Answer } from "../rest/answer";
import type { AzureSession } from "../rest/azureSession";
import type { RestRequest } from "../rest/restClient";
import { isBusy } from "../rest/retries";
import { API_VERSIONS } from "./apiVersions";

/** A function app, by Azure Resource Manager. Each call asks once, since those who call it wait by themselves. */
export class Site {
  readonly #session: AzureSession;
  readonly #signal: AbortSignal;
  /** Its resource id. */
  readonly id: string;

  constructor(session: AzureSession, id: string, signal: AbortSignal) {
    this.#session = session;
    this.#signal = signal;
    this.id = id;
  }

  /** The app itself. */
  get(): Promise<Answer> {
    return this.#ask({ method: "GET" }, "");
  }

  /** The state of its host. */
  hostStatus(): Promise<Answer> {
    return this.#ask({ method: "GET" }, "/host/default/properties/status");
  }

  /** The functions that it has; further pages are asked for until there is none. */
  async functions(): Promise<{ answer: Answer; names: readonly string[] }> {
    const names: string[] = [];
    let answer = await this.#ask({ method: "GET" }, "/functions");
    for (;;) {
      const { success, output } = v.safeParse(functionsSchema, answer.body);
      if (answer.status !== 200 || !success) return { answer, names };
      names.push(...output.value.map(({ name }) => name.slice(name.lastIndexOf("/") + 1)));
      if (!output.nextLink) return { answer, names };
      answer = await this.#session.deploymentHost({
        method: "GET",
        url: output.nextLink,
        signal: this.#signal,
      });
    }
  }

  /** Tells the platform which triggers the app has, so that they wake it. */
  syncTriggers(): Promise<Answer> {
    return this.#ask({ method: "POST" }, "/syncfunctiontriggers");
  }

  /** The keys of its host. */
  keys(): Promise<Answer> {
    return this.#ask({ method: "POST" }, "/host/default/listkeys");
  }

  /** Makes or changes a function key of the host. */
  setKey(name: string, value: string): Promise<Answer> {
    const body = { properties: { name, value } };
    return this.#ask({ method: "PUT", body, secrets: [value] }, keyPath(name));
  }

  deleteKey(name: string): Promise<Answer> {
    return this.#ask({ method: "DELETE" }, keyPath(name));
  }

  #ask(request: Pick<RestRequest, "method" | "body" | "secrets">, path: string): Promise<Answer> {
    return this.#session.arm({
      ...request,
      path: `${this.id}${path}`,
      apiVersion: API_VERSIONS.web,
      signal: this.#signal,
      isRetried: false,
    });
  }
}

const functionsSchema = v.object({
  value: v.array(v.object({ name: v.string() })),
  nextLink: v.nullish(v.string()),
});

function keyPath(name: string): string {
  return `/host/default/functionkeys/${encodeURIComponent(name)}`;
}

/**
 * True for the answers that a host gives before it is up: Resource Manager passes on what it could not be asked, as 400,
 * 404 or 5xx.
 * https://github.com/Azure/azure-functions-host/issues/8460
 */
export function isHostComing({ status, message }: Answer): boolean {
  return (
    status === 0 ||
    status === 404 ||
    isBusy(status) ||
    (status === 400 && /from host runtime/i.test(message))
  );
}

/** How a person sees what a host says of itself, to end a sentence. */
export function hostAdvice(appId: string): string {
  return `see what the host says with: az rest --method get --url "${appId}/host/default/properties/status?api-version=${API_VERSIONS.web}"`;
}

const siteSchema = v.object({
  properties: v.object({
    hostNameSslStates: v.array(v.object({ name: v.string(), hostType: v.string() })),
  }),
});

/** The host that takes packages, with its port where it is not the scheme's own; empty if the answer names none. */
export function deploymentHostOf({ body }: Answer): string {
  const { success, output } = v.safeParse(siteSchema, body);
  if (!success) return "";
  const { hostNameSslStates } = output.properties;
  return hostNameSslStates.find(({ hostType }) => hostType === "Repository")?.name ?? "";
}

/** True for an answer that says that the app is not there, and not only its host. */
export function isSiteGone({ status, code }: Answer): boolean {
  return (
    status === 404 &&
    ["ResourceNotFound", "ResourceGroupNotFound", "SubscriptionNotFound"].includes(code)
  );
}
