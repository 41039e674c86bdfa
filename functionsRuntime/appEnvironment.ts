/** What a process needs of the machine that it runs on. */
const INHERITED = ["PATH", "TMPDIR", "TMP", "TEMP", "LANG", "LC_ALL", "TZ", "SystemRoot"];

/**
 * The environment that the code of every Node.js app finds, beside its settings. Nothing else of this
 * process's environment is passed on, and the home is the app's own, so that no secret of this
 * machine's user reaches the app.
 *
 * @param home a folder of the app's own
 */
export function appEnvironment(home: string): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    USERPROFILE: home,
    FUNCTIONS_WORKER_RUNTIME: "node",
    FUNCTIONS_EXTENSION_VERSION: "~4",
  };
}
