import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/**
 * The folder of this user, on this machine, for what is slow to download or build again.
 * The environment variable FUNCTION_CONNECTOR_CACHE names another one. The default is
 * `function-connector` in $XDG_CACHE_HOME or ~/.cache, in ~/Library/Caches on macOS and in
 * %LOCALAPPDATA% on Windows. The folder may not exist yet.
 */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = env["FUNCTION_CONNECTOR_CACHE"];
  return chosen ? resolve(chosen) : join(systemCacheFolder(env, platform), "function-connector");
}

function systemCacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === "win32") return env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local");
  if (platform === "darwin") return join(homedir(), "Library", "Caches");
  // The XDG base directory specification says that a relative path is to be ignored.
  const xdg = env["XDG_CACHE_HOME"] ?? "";
  return isAbsolute(xdg) ? xdg : join(homedir(), ".cache");
}
