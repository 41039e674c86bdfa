import * as v from "valibot";
import { requireDone, type Answer } from "../rest/answer";
import type { AzureSession } from "../rest/azureSession";
import { defineResourceType, type Operation } from "../rest/resourceType";
import { notYet, waitUntil } from "../rest/wait";
import { API_VERSIONS } from "./apiVersions";
import { subscriptionId } from "./inputs";

const LIMIT_MINUTES = 15;

/** The name of a resource provider. */
export const namespace = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z]\w*(\.\w+)+$/,
    ({ received }) => `${received} is not a resource provider such as Microsoft.Web`,
  ),
);

const inputs = v.strictObject({
  subscriptionId,
  namespaces: v.pipe(
    v.array(namespace),
    v.minLength(1, "expected at least one resource provider"),
    v.description("Resource providers that are to be registered, such as Microsoft.Web."),
  ),
});

/** Registers resource providers in a subscription. */
export const resourceProviders = defineResourceType<AzureSession, typeof inputs>({
  description:
    "Resource providers that are registered in a subscription. Those that are not are registered and waited for; " +
    "none is ever unregistered, since others may use it.",
  inputs,
  outputs: v.strictObject({}),
  replaceOnChanges: ["subscriptionId"],

  create: async (wanted, session, operation) => {
    await registerAll(wanted, session, operation);
    return { id: `/subscriptions/${wanted.subscriptionId}/providers`, outputs: {} };
  },

  update: async (wanted, _state, session, operation) => {
    await registerAll(wanted, session, operation);
    return {};
  },

  read: async ({ outputs }, session, { signal }) => {
    const { subscriptionId: subscription, namespaces } = v.parse(inputs, outputs);
    const states = await Promise.all(
      namespaces.map(async (name) => ({
        name,
        answer: await readProvider(session, subscription, name, signal),
      })),
    );
    if (states.some(({ answer }) => answer.code === "SubscriptionNotFound")) return undefined;
    for (const { name, answer } of states) requireDone(answer, `look up ${name}`);
    return {
      namespaces: states.flatMap(({ name, answer }) =>
        registrationOf(answer) === "Registered" ? [name] : [],
      ),
    };
  },
});

async function registerAll(
  { subscriptionId: subscription, namespaces }: v.InferOutput<typeof inputs>,
  session: AzureSession,
  operation: Operation,
): Promise<void> {
  const waiting = new Set(namespaces);
  const asked = new Set<string>();
  /** The last answer about a provider that is not registered yet. */
  const look = async (name: string): Promise<Answer[]> => {
    const answer = await readProvider(session, subscription, name, operation.signal);
    requireDone(answer, `look up ${name}`);
    if (registrationOf(answer) === "Registered") {
      waiting.delete(name);
      return [];
    }
    if (asked.has(name)) return [answer];
    const registering = await register(session, subscription, name, operation.signal);
    asked.add(name);
    return [registering];
  };
  await waitUntil(
    {
      until: `${namespaces.join(", ")} are registered in subscription ${subscription}`,
      limitMinutes: operation.limitMinutes(LIMIT_MINUTES),
      advice:
        "run pulumi up again, and see how far they are with: " +
        `az provider list --subscription ${subscription} --query "[?registrationState=='Registering'].namespace"`,
      attempt: async () => {
        const [last] = (await Promise.all([...waiting].map(look))).flat();
        if (last === undefined) return { value: undefined };
        return notYet(last, `${[...waiting].join(", ")} still registering`);
      },
    },
    operation,
  );
}

/** @throws Error in one sentence when the deployer may not register it */
async function register(
  session: AzureSession,
  subscription: string,
  name: string,
  signal: AbortSignal,
): Promise<Answer> {
  const answer = await session.arm({
    method: "POST",
    path: `/subscriptions/${subscription}/providers/${name}/register`,
    apiVersion: API_VERSIONS.resourceProviders,
    signal,
  });
  if (answer.status === 403) {
    throw new Error(
      `The deployer may not register ${name}, for which it needs the right ${name}/register/action ` +
        `(request id ${answer.requestId}); an owner of the subscription runs: ${registerLine(subscription, name)}`,
    );
  }
  requireDone(answer, `register ${name}`);
  return answer;
}

/** The command by which somebody with the right registers a provider. */
export function registerLine(subscription: string, name: string): string {
  return `az provider register --wait --namespace ${name} --subscription ${subscription}`;
}

/** Asks for the state of a resource provider in a subscription. */
export function readProvider(
  session: AzureSession,
  subscription: string,
  name: string,
  signal: AbortSignal,
): Promise<Answer> {
  return session.arm({
    method: "GET",
    path: `/subscriptions/${subscription}/providers/${name}`,
    apiVersion: API_VERSIONS.resourceProviders,
    signal,
  });
}

const providerSchema = v.object({ registrationState: v.string() });

/** Registered, Registering, NotRegistered or the like; empty if the answer says nothing of it. */
export function registrationOf({ body }: Answer): string {
  const { success, output } = v.safeParse(providerSchema, body);
  return success ? output.registrationState : "";
}
