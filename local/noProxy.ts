import { loopback } from "./listenOnLoopback";

/** The variable NO_PROXY for processes that connect to this machine, which needs no proxy. */
export function noProxy(env: NodeJS.ProcessEnv = process.env): string {
  return [env["NO_PROXY"] ?? env["no_proxy"] ?? [], loopback].flat().join(",");
}
