/** What the engine did to which resource, as a start's progress reports it; without what it only looked at. */
export function engineSteps(log: string): string[] {
  return [...log.matchAll(/› ((?:creating|updating|replacing|deleting)[\w ]*? \S+) \(\d+ done\)/g)]
    .map(([, step = ""]) => step)
    .filter((step) => !step.includes("default_"));
}
