import type { AuthLevel } from "../../../functionsRuntime/authLevel";
import type { Route } from "../../../functionsRuntime/route/route";
import type { Method } from "../../document/methods";

/** A function that Azure serves over HTTP. */
export interface HttpTrigger {
  readonly functionName: string;
  /** With the app's prefix. */
  readonly route: Route;
  /** At least one, each once. */
  readonly methods: readonly Method[];
  readonly authLevel: AuthLevel;
}

/** A function, or a part of one, that is not in the template. */
export interface Omission {
  readonly functionName: string;
  /** Reads after the name of the function: "is disabled by …". */
  readonly message: string;
}

/** How an app says which functions it has. */
export type ProgrammingModel = "node-v4" | "function.json" | "dotnet-isolated";

/** The functions of an app, as far as HTTP reaches them. */
export interface FunctionApp {
  readonly model: ProgrammingModel;
  /** In the order in which the app names them. */
  readonly triggers: readonly HttpTrigger[];
  readonly omissions: readonly Omission[];
}
