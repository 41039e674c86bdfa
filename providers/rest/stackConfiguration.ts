import * as v from "valibot";
import type { Texts } from "./azureConfig";

const configSchema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()));

/**
 * A namespace of the stack's configuration, which the engine gives each of its providers by an environment variable.
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/provider_plugin.go
 *
 * @param text the variable PULUMI_CONFIG
 */
export function stackConfiguration(text: string | undefined, namespace: string): Texts {
  const { success, output } = v.safeParse(configSchema, text);
  if (!success) return {};
  const prefix = `${namespace}:`;
  return Object.fromEntries(
    Object.entries(output)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}
