import {
  FUNCTION_NAME_RULE,
  isFunctionName,
  isSameFunctionName,
} from "../../../functionsRuntime/functionName";
import type { HostJson } from "../../../functionsRuntime/hostJson";
import { isSameRoute } from "../../../functionsRuntime/httpTrigger";
import { type AppSettings, isOn, switchingOff } from "./appSettings";
import type { DeclaredFunction, UnreadableFunction } from "./declaredFunction";
import type { HttpTrigger, Omission } from "./functionApp";
import { type ReadTrigger, readTrigger } from "./readTrigger";

/** What decides, together with its functions, what an app serves. */
interface CheckedApp {
  readonly hostJson: HostJson;
  readonly settings: AppSettings;
}

/** The functions that Azure would serve over HTTP, and why each of the others is not among them. */
interface CheckedFunctions {
  readonly triggers: readonly HttpTrigger[];
  readonly omissions: readonly Omission[];
}

/**
 * Checks declared functions as Azure's host does before it serves them: their names, whether they
 * are disabled, their routes and levels. One that the host would refuse is skipped, with the reason.
 */
export function checkFunctions(
  declared: readonly (DeclaredFunction | UnreadableFunction)[],
  app: CheckedApp,
): CheckedFunctions {
  const read: ReadTrigger[] = [];
  const omissions: Omission[] = [];
  const names: string[] = [];
  for (const candidate of declared) {
    const functionName = candidate.name;
    try {
      const trigger = checkedFunction(candidate, names, app);
      refuseTakenRoute(trigger, read);
      read.push(trigger);
      omissions.push(...partlyUnpublished(trigger));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      omissions.push({ functionName, message });
    }
    names.push(functionName);
  }
  return { triggers: read.map(({ trigger }) => trigger), omissions };
}

function checkedFunction(
  candidate: DeclaredFunction | UnreadableFunction,
  earlierNames: readonly string[],
  app: CheckedApp,
): ReadTrigger {
  if ("message" in candidate) throw new Error(candidate.message);
  const { name } = candidate;
  if (!isFunctionName(name)) {
    throw new Error(`has a name that Azure refuses; expected ${FUNCTION_NAME_RULE}`);
  }
  if (earlierNames.some((earlier) => isSameFunctionName(earlier, name))) {
    throw new Error("has the name of another function");
  }
  refuseDisabled(candidate, app);
  return readTrigger(candidate, app.hostJson.routePrefix);
}

function refuseDisabled({ name, disabled }: DeclaredFunction, app: CheckedApp): void {
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

function refuseTakenRoute(read: ReadTrigger, earlier: readonly ReadTrigger[]): void {
  const holder = earlier.find((other) => isSameRoute(other, read));
  if (holder === undefined) return;
  throw new Error(
    `has the route "${read.route}" and a method of "${holder.trigger.functionName}", ` +
      "so Azure refuses it",
  );
}

function partlyUnpublished({ trigger, unpublished }: ReadTrigger): readonly Omission[] {
  if (unpublished.length === 0) return [];
  const message = `takes ${unpublished.join(", ")} too, which Swagger 2.0 does not support`;
  return [{ functionName: trigger.functionName, message }];
}
