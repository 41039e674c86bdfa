import { type AppSettings, isOn, switchingOff } from "./appSettings";
import type { DeclaredFunction, UnreadableFunction } from "./declaredFunction";
import type { HttpTrigger, Omission } from "./functionApp";
import type { HostJson } from "./hostJson";
import { type ReadTrigger, readTrigger } from "./readTrigger";

/** What beside its functions decides what an app serves. */
interface JudgedApp {
  readonly hostJson: HostJson;
  readonly settings: AppSettings;
}

/** The functions that Azure would serve over HTTP, and why each of the others is not among them. */
interface Judgement {
  readonly triggers: readonly HttpTrigger[];
  readonly omissions: readonly Omission[];
}

/**
 * Judges declared functions as Azure's host does before it serves them: their names, whether they
 * are switched off, their routes and keys. One that the host would refuse is left out, with why.
 */
export function judgeFunctions(
  declared: readonly (DeclaredFunction | UnreadableFunction)[],
  app: JudgedApp,
): Judgement {
  const read: ReadTrigger[] = [];
  const omissions: Omission[] = [];
  const names: string[] = [];
  for (const candidate of declared) {
    const functionName = candidate.name;
    try {
      const judged = judgeFunction(candidate, names, app);
      refuseTakenRoute(judged, read);
      read.push(judged);
      omissions.push(...partlyUnpublished(judged));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      omissions.push({ functionName, reason });
    }
    names.push(functionName.toLowerCase());
  }
  return { triggers: read.map(({ trigger }) => trigger), omissions };
}

function judgeFunction(
  candidate: DeclaredFunction | UnreadableFunction,
  earlierNames: readonly string[],
  app: JudgedApp,
): ReadTrigger {
  if ("reason" in candidate) throw new Error(candidate.reason);
  const { name } = candidate;
  // Source: Utility.IsValidFunctionName of Azure/azure-functions-host
  if (!/^[a-z][a-z0-9_-]{0,127}$/i.test(name) || name.toLowerCase() === "host") {
    throw new Error(
      "has a name that Azure refuses: " +
        'it starts with a letter and has up to 128 letters, digits, "_" and "-"',
    );
  }
  if (earlierNames.includes(name.toLowerCase())) {
    throw new Error("has the name of another function");
  }
  refuseSwitchedOff(candidate, app);
  return readTrigger(candidate, app.hostJson.routePrefix);
}

function refuseSwitchedOff({ name, disabled }: DeclaredFunction, app: JudgedApp): void {
  const setting = switchingOff(app.settings, name);
  if (setting !== undefined) throw new Error(`is disabled by the setting ${setting}`);
  if (disabled === true) throw new Error("is disabled by its function.json");
  // The name of a setting may be written between percent signs.
  const named = typeof disabled === "string" ? disabled.replaceAll("%", "") : undefined;
  if (named !== undefined && (isOn(named) || isOn(app.settings[named]))) {
    throw new Error(`is disabled by its function.json (${named})`);
  }
  if (app.hostJson.functions?.includes(name) === false) {
    throw new Error("is not among the functions that host.json lists");
  }
}

function refuseTakenRoute(judged: ReadTrigger, earlier: readonly ReadTrigger[]): void {
  const holder = earlier.find(
    ({ trigger, template }) =>
      bareRoute(template) === bareRoute(judged.template) &&
      trigger.methods.some((method) => judged.trigger.methods.includes(method)),
  );
  if (holder === undefined) return;
  throw new Error(
    `has the route "${judged.template}" and a method of "${holder.trigger.functionName}", ` +
      "so Azure refuses it",
  );
}

function bareRoute(template: string): string {
  return template.replace(/^\/+|\/+$/g, "").toLowerCase();
}

function partlyUnpublished({ trigger, unpublished }: ReadTrigger): readonly Omission[] {
  if (unpublished.length === 0) return [];
  const methods = unpublished.join(", ").toUpperCase();
  return [
    {
      functionName: trigger.functionName,
      reason: `takes ${methods} too, for which Swagger 2.0 has no place`,
    },
  ];
}
