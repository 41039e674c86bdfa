import * as v from "valibot";
import type { Answer } from "../rest/answer";
import type { AzureSession } from "../rest/azureSession";
import { defineResourceType, type Operation } from "../rest/resourceType";
import { notYet, waitUntil } from "../rest/wait";
import { appId, nameOf } from "./inputs";
import { hostAdvice, isHostComing, isSiteGone, Site } from "./site";

const LIMIT_MINUTES = 15;
/** For a host that had code before. */
const SHORT_LIMIT_MINUTES = 5;

const inputs = v.strictObject({
  appId,
  name: v.pipe(
    v.string(),
    v.regex(
      /^[A-Za-z0-9][\w-]{0,126}$/,
      ({ received }) => `${received} is not the name of a key: expected letters, digits, _ and -`,
    ),
    v.description("Name of the key among the host's function keys."),
  ),
  value: v.pipe(
    v.string(),
    v.minLength(1, "expected a value that is not empty"),
    v.description("The key itself."),
  ),
});
type Inputs = v.InferOutput<typeof inputs>;

const nameSchema = v.object({ appId: v.string(), name: v.string() });

/** Sets a key of a function app's host. */
export const functionKey = defineResourceType<AzureSession, typeof inputs>({
  description:
    "A function key of an app's host, which opens every function of the app. It is there once the host tells it. The " +
    "host keeps keys once it has code, so the resource depends on the app's code.",
  inputs,
  outputs: v.strictObject({}),
  replaceOnChanges: ["appId", "name"],
  secrets: ["value"],

  create: async (wanted, session, operation) => {
    await setKey(wanted, session, operation);
    return { id: idOf(wanted), outputs: {} };
  },

  update: async (wanted, _state, session, operation) => {
    await setKey(wanted, session, operation);
    return {};
  },

  read: async ({ outputs }, session, operation) => {
    const { appId: app, name } = v.parse(nameSchema, outputs);
    const site = new Site(session, app, operation.signal);
    const keys = await waitUntil(
      {
        until: `the host of ${nameOf(app)} tells its keys`,
        limitMinutes: operation.limitMinutes(SHORT_LIMIT_MINUTES),
        advice: hostAdvice(app),
        attempt: async () => {
          const answer = await site.keys();
          if (answer.status === 200) return { value: keysOf(answer) };
          return (await isAppGone(site, answer)) ? { value: {} } : coming(answer);
        },
      },
      operation,
    );
    return keys[name] === undefined ? undefined : { value: keys[name] };
  },

  delete: async ({ outputs }, session, operation) => {
    const { appId: app, name } = v.parse(nameSchema, outputs);
    const site = new Site(session, app, operation.signal);
    await waitUntil(
      {
        until: `the key ${name} of ${nameOf(app)} is deleted`,
        limitMinutes: operation.limitMinutes(SHORT_LIMIT_MINUTES),
        advice: hostAdvice(app),
        attempt: async () => {
          const answer = await site.deleteKey(name);
          if (isDone(answer)) return { value: undefined };
          if (answer.status !== 404) return coming(answer);
          // The key is not there, or its host is not up, or the app is not there.
          const keys = await site.keys();
          const isThere = !isDone(keys) || keysOf(keys)[name] !== undefined;
          return isThere && !(await isAppGone(site, keys)) ? coming(answer) : { value: undefined };
        },
      },
      operation,
    );
  },

  importId: (id) => {
    const [, app, name] = /^(.+)\/host\/default\/functionkeys\/([^/]+)$/i.exec(id) ?? [];
    return app === undefined || name === undefined ? undefined : { appId: app, name };
  },
});

function idOf({ appId: app, name }: Pick<Inputs, "appId" | "name">): string {
  return `${app}/host/default/functionkeys/${name}`;
}

async function setKey(wanted: Inputs, session: AzureSession, operation: Operation): Promise<void> {
  const site = new Site(session, wanted.appId, operation.signal);
  await waitUntil(
    {
      until: `the host of ${nameOf(wanted.appId)} has the key ${wanted.name}`,
      limitMinutes: operation.limitMinutes(LIMIT_MINUTES),
      advice: `run pulumi up again, and ${hostAdvice(wanted.appId)}`,
      attempt: async () => {
        for (const step of [() => site.setKey(wanted.name, wanted.value), () => site.keys()]) {
          const answer = await step();
          if (!isDone(answer)) return coming(answer);
          if (keysOf(answer)[wanted.name] === wanted.value) return { value: undefined };
        }
        return { notYet: "that the host does not tell the key" };
      },
    },
    operation,
  );
}

/** True when an answer means that the app itself is not there. */
async function isAppGone(site: Site, answer: Answer): Promise<boolean> {
  return answer.status === 404 && isSiteGone(await site.get());
}

function isDone({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** @throws Error for an answer that no waiting changes */
function coming(answer: Answer) {
  if (isHostComing(answer)) return notYet(answer);
  throw new Error(`The host refused it: ${answer.summary}.`);
}

const keysSchema = v.object({ functionKeys: v.nullish(v.record(v.string(), v.string())) });

function keysOf({ body }: Answer): Readonly<Record<string, string>> {
  const { success, output } = v.safeParse(keysSchema, body);
  return success ? (output.functionKeys ?? {}) : {};
}
