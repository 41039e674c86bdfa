import type { Route } from "../route/route";

/** Methods that a Swagger 2.0 path item has, in the order in which the portal's template had them. */
export const httpMethods = ["get", "post", "delete", "head", "patch", "put", "options"] as const;
export type HttpMethod = (typeof httpMethods)[number];

/** What a caller must show: nothing, a function key, a key of an extension, the master key. */
export const authLevels = ["anonymous", "function", "system", "admin"] as const;
export type AuthLevel = (typeof authLevels)[number];

/** A function that Azure serves over HTTP. */
export interface HttpTrigger {
  readonly functionName: string;
  /** With the app's prefix. */
  readonly route: Route;
  /** At least one, each once. */
  readonly methods: readonly HttpMethod[];
  readonly authLevel: AuthLevel;
}

/** A function, or a part of one, that is not in the template. */
export interface Omission {
  readonly functionName: string;
  /** Reads after the name of the function: "is disabled by …". */
  readonly reason: string;
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
