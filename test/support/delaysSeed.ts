import { randomInt } from "node:crypto";

/**
 * What the emulator's delays are drawn from in this run: another seed each time, so that nobody relies on one. The
 * environment variable DELAYS_SEED repeats a run.
 */
export const delaysSeed = Number(process.env["DELAYS_SEED"] ?? randomInt(1_000_000));

process.stderr.write(`Delays short, seed ${delaysSeed}\n`);
