import { app } from "@azure/functions";
import { toHandler } from "./http/handler";
import { operations } from "./operations";

for (const operation of operations) {
  const { operationId, route, method, authLevel } = operation.contract;
  app.http(operationId, { route, methods: [method], authLevel, handler: toHandler(operation) });
}
