import type { LogLevel } from "../../functionsRuntime/coreModule";
import type { HttpResponseData, RegisteredFunction, TypedData } from "./protocol";

/** A handler as the library hands it over: the inputs first, the context last. */
export type FunctionCallback = (...inputs: unknown[]) => unknown;

/** What the library's invocation model reads of a call. */
export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly metadata: RegisteredFunction;
  state: "preInvocationHooks" | "invocation" | "postInvocationHooks" | undefined;
  readonly log: (level: LogLevel, category: string, message: string) => void;
  readonly request: {
    readonly invocationId: string;
    readonly functionId: string;
    readonly triggerMetadata: Readonly<Record<string, TypedData>>;
    readonly traceContext: { readonly traceParent: string; readonly traceState: string };
    readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
  };
}

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(
    context: unknown,
    result: unknown,
  ): Promise<{ returnValue?: { http?: HttpResponseData } | null }>;
}

/** What @azure/functions registers about itself at its first `app.*` call. */
export interface ProgrammingModel {
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
}
