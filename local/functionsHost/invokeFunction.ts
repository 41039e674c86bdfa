import { randomBytes } from "node:crypto";

import type { FunctionAppRegistry } from "./functionAppRegistry";
import type { CoreInvocationContext } from "./programmingModel";
import type { LogLevel } from "../../functionsRuntime/coreModule";
import type { HttpResponseData, Invocation } from "./protocol";

/**
 * Runs one call through the library's own programming model, in the order of Microsoft's worker:
 * arguments, pre hooks, handler, post hooks, response.
 * @returns the handler's HTTP response, or undefined when it returned nothing or was not called by HTTP.
 * @throws what the handler or a hook threw.
 */
export async function invokeFunction(
  registry: FunctionAppRegistry,
  invocation: Invocation,
  log: (level: LogLevel, message: string) => void,
): Promise<HttpResponseData | undefined> {
  const { metadata, run } = registry.find(invocation.functionName);
  const { programmingModel, appHookData } = registry;
  if (programmingModel === undefined) throw new Error("No programming model is registered.");
  const core = coreContext(invocation, metadata, log);
  const model = await programmingModel.getInvocationModel(core);
  const { context, inputs } = await model.getArguments();

  // A hook may replace the inputs and the callback, and later the result and the error.
  const shared = { hookData: {}, appHookData, invocationContext: context };
  const before = { ...shared, inputs, functionCallback: run };
  core.state = "preInvocationHooks";
  await registry.runHooks("preInvocation", before);

  const ended: { result: unknown; error: unknown } = { result: undefined, error: undefined };
  const after = { ...shared, inputs: before.inputs, ...ended };
  core.state = "invocation";
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error;
  }
  core.state = "postInvocationHooks";
  await registry.runHooks("postInvocation", after);
  core.state = undefined;

  if (after.error !== undefined && after.error !== null) throw after.error;
  const { returnValue } = await model.getResponse(context, after.result);
  return returnValue?.http;
}

function coreContext(
  { invocationId, input, triggerMetadata }: Invocation,
  metadata: CoreInvocationContext["metadata"],
  log: (level: LogLevel, message: string) => void,
): CoreInvocationContext {
  const trigger = Object.entries(metadata.bindings).find(
    ([, binding]) => binding.direction === "in",
  );
  const headers = "http" in input ? input.http.nullableHeaders : {};
  return {
    invocationId,
    metadata,
    state: undefined,
    log: (level, _category, message) => {
      log(level, message);
    },
    request: {
      invocationId,
      functionId: metadata.name,
      triggerMetadata,
      traceContext: {
        traceParent: headers["traceparent"]?.value ?? newTraceParent(),
        traceState: headers["tracestate"]?.value ?? "",
      },
      inputData: [{ name: trigger?.[0] ?? "", data: input }],
    },
  };
}

/** A W3C trace context for a caller that sent none: version, trace id, parent id, not sampled. */
function newTraceParent(): string {
  return `00-${randomBytes(16).toString("hex")}-${randomBytes(8).toString("hex")}-00`;
}
