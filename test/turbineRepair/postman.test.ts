import { thisConnector } from "../../function/thisConnector";
import { definition } from "../../connector/definition/definition";
import { verdictOf } from "../../function/turbineRepair/repair/verdict";
import { collectionOf } from "../../toolkit/postman/collection";
import { importCollectionOf } from "../../toolkit/postman/importCollection";
import { documentOf } from "../support/postmanSample";
import { send } from "../support/sendRequest";

const LIVE = documentOf(definition({ connector: thisConnector }));

describe("the example's Postman collection", () => {
  test("asks the seed's question and gets its answer", async () => {
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

  test("is made as Microsoft's documentation asks", async () => {
    const { collection } = await importCollectionOf(LIVE);
    const [request] = collection.requests;
    expect(request).toMatchObject({
      // The connector takes its operation's name from it.
      name: "CalculateCosts",
      description: "Determines if a technician should be sent for repair.",
      // It takes its host from it, so there is no variable in it, nor a key.
      url: "https://your-function-app.example/api/TurbineRepair",
      headers: "",
      dataMode: "raw",
    });
    expect(JSON.parse(String(request?.["rawModeData"]))).toEqual({ hours: 6, capacity: 2500 });
    expect(request?.responses?.map(({ responseCode }) => responseCode)).toEqual([
      { code: 200, name: "OK", detail: "" },
    ]);
    expect(JSON.stringify(collection)).not.toMatch(/\{\{|apikey|"auth"/i);
  });
});
