/** Aborts when this process is asked to stop: by Ctrl-C, by another process, or because its terminal closed. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => controller.abort(new Error("Stopped before it was finished.")));
  }
  return controller.signal;
}
