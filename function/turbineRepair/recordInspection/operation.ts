import { randomUUID } from "node:crypto";
import type { Inspection } from "../inspections/inspection";
import { inspectionLedger } from "../inspections/inspectionLedger";
import { rememberTurbine } from "../inspections/turbines";
import { operation } from "../../contract/operation";
import { recommendedRepairs } from "../repairs/recommendedRepairs";
import { verdictOf } from "../repair/verdict";
import { contract } from "./contract";

/** Stores an inspection with its verdict, and announces the repair that it recommends. */
export const recordInspection = operation(contract, async ({ headers, body }, { services }) => {
  const { storage } = services;
  const ledger = inspectionLedger(storage);
  const { turbineId, hours, capacity } = body;
  const inspection: Inspection = {
    inspectionId: body.inspectionId ?? randomUUID(),
    turbineId,
    hours,
    capacity,
    recordedAt: new Date().toISOString(),
    ...verdictOf({ hours, capacity }),
  };
  const identity = {
    idempotencyKey: headers["Idempotency-Key"],
    itemId: inspection.inspectionId,
    content: JSON.stringify([turbineId, hours, capacity, body.inspectionId]),
  };
  const stored = await ledger.find(identity);
  if (stored) return { jsonBody: stored };
  // First of all, so that no failure between can lose it: it waits until the inspection is stored.
  const announcement = inspection.message === "Yes" && {
    announcementId: await recommendedRepairs.announce(storage, inspection.inspectionId),
  };
  await rememberTurbine(storage, inspection);
  return { jsonBody: await ledger.append({ item: inspection, identity, ...announcement }) };
});
