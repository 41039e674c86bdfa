import { app } from "@azure/functions";
import { functionNameOf } from "./contract/contract";
import { toHandler } from "./http/handler";
import { documentHandler, PUBLISHED_DOCUMENTS } from "./http/publishedDocuments";
import { accessOf } from "./security/credentialCheck";
import { servicesOf } from "./contract/services";
import { STORAGE_CONNECTION, identityClients } from "./storage/identityClients";
import { thisConnector } from "./thisConnector";

const { operations, queueWorkers } = thisConnector;

const services = servicesOf(process.env, identityClients(process.env));
const { authLevel, check } = accessOf(process.env);

for (const operation of operations) {
  const { route, method, access } = operation.contract;
  app.http(functionNameOf(operation.contract), {
    route,
    methods: [method],
    ...(access === "signature"
      ? { authLevel: "anonymous", handler: toHandler(operation, { services }) }
      : { authLevel, handler: toHandler(operation, { services, check }) }),
  });
}

for (const worker of queueWorkers) {
  app.storageQueue(worker.name, {
    queueName: worker.queueName,
    connection: STORAGE_CONNECTION,
    handler: (message, context) => worker.handle(message, services, context),
  });
}

for (const document of PUBLISHED_DOCUMENTS) {
  app.http(document.functionName, {
    route: document.route,
    methods: ["GET"],
    authLevel: "anonymous",
    handler: documentHandler(document, process.env),
  });
}
