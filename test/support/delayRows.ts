import { delayTable, type Delay } from "../../local/cloud/delays/delayTable";

/** One row of the table of delays in docs/emulator.md. */
export interface DelayRow {
  what: string;
  short: string;
  azure: string;
  source: string;
}

/** The rows that the code's table makes. */
export function delayRows(): DelayRow[] {
  return Object.values(delayTable).map((delay: Delay) => ({
    what: delay.description,
    ...amounts(delay),
    source: `[${nameOf(delay.source)}](${delay.source})`,
  }));
}

function amounts(delay: Delay): { short: string; azure: string } {
  return { short: amount(delay, "short"), azure: amount(delay, "azure") };
}

function amount(delay: Delay, kind: "short" | "azure"): string {
  if (delay.unit === "always") return "always";
  if (delay.unit === "share") return `${delay[kind] * 100} %`;
  return delay.unit === "ms" ? range(delay[kind].map(seconds), " s") : range(delay[kind], "");
}

function seconds(ms: number): number {
  return ms / 1000;
}

function range([from, to]: readonly (number | undefined)[], unit: string): string {
  return from === to ? `${from}${unit}` : `${from} to ${to}${unit}`;
}

/** A short name of where something was read. */
function nameOf(url: string): string {
  const [, repository, number] =
    /github\.com\/[^/]+\/([^/]+)\/(?:issues|pull)\/(\d+)$/.exec(url) ?? [];
  if (number !== undefined) return `${repository}#${number}`;
  return url.includes("azure-cli") ? "azure-cli" : "Microsoft Learn";
}
