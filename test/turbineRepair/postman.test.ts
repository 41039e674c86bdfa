import { definition } from "../../connector/definition/definition";
import { turbineRepair } from "../../function/turbineRepair/turbineRepair";
import { verdictOf } from "../../function/turbineRepair/repair/verdict";
import { collectionOf } from "../../toolkit/postman/collection";
import { importCollectionOf } from "../../toolkit/postman/importCollection";
import { documentOf } from "../support/postmanSample";
import { send } from "../support/sendRequest";

const LIVE = documentOf(definition({ connector: turbineRepair }));

test("the collection to call the API with asks the seed's question and gets its answer", async () => {
  const { received, answered } = await send(
    collectionOf(LIVE),
    "Calculates costs",
    { apiKey: "k3y" },
    ({ body }) => Promise.resolve(JSON.stringify(verdictOf(JSON.parse(body)))),
  );
  expect(received).toMatchObject({
    method: "POST",
    url: "/api/TurbineRepair?code=k3y",
    headers: { "content-type": "application/json", accept: "application/json" },
  });
  expect(answered).toBe('{"message":"Yes","revenueOpportunity":"$7200","costToFix":"$1600"}');
});

test("the collection to import has the seed's operation and its question", async () => {
  const { collection } = await importCollectionOf(LIVE);
  const [request] = collection.requests;
  expect(request).toMatchObject({
    name: "CalculateCosts",
    url: "https://your-function-app.example/api/TurbineRepair",
  });
  expect(JSON.parse(String(request?.["rawModeData"]))).toEqual({ hours: 6, capacity: 2500 });
});
