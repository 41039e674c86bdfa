import { PostmanValidator } from "@har-sdk/validator";
import * as v from "valibot";
import { definition } from "../../connector/definition/definition";
import { turbineRepair } from "../../function/turbineRepair/turbineRepair";
import { verdictOf } from "../../function/turbineRepair/repair/verdict";
import { collectionOf } from "../../toolkit/postman/collection";
import { importCollectionOf } from "../../toolkit/postman/importCollection";
import { collectionV1 } from "../support/collectionV1";
import { documentOf } from "../support/postmanSample";
import { requestsOf, send } from "../support/sendRequest";

const LIVE = documentOf(definition({ connector: turbineRepair }));

describe("the connector's collection to call its API with", () => {
  test("is valid by Postman's schema", async () => {
    const collection = collectionOf(LIVE);
    const validator = new PostmanValidator();
    expect(await validator.verify(collection as never)).toEqual([]);
    const wrong = { ...collection, item: [{ name: "x", request: { header: 1 } }] };
    expect(await validator.verify(wrong as never)).not.toEqual([]);
  });

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

  test("has a request for each operation of the connector, the API's address and no secret", () => {
    const collection = collectionOf(LIVE);
    const summaries = Object.values(LIVE.paths).flatMap(({ get, post, delete: deletion }) =>
      [get, post, deletion].flatMap((operation) => operation?.summary ?? []),
    );
    expect([...requestsOf(collection).keys()].toSorted()).toEqual(summaries.toSorted());
    const [baseUrl, ...others] = collection.variable ?? [];
    expect(baseUrl).toMatchObject({ key: "baseUrl", value: "https://your-function-app.example" });
    expect(others.map(({ key }) => key)).toContain("apiKey");
    expect(others.every(({ value }) => value === "")).toBe(true);
  });
});

describe("the connector's collection to import", () => {
  test("has the form of version 1", async () => {
    const { collection } = await importCollectionOf(LIVE);
    const written: unknown = JSON.parse(JSON.stringify(collection));
    expect(v.safeParse(collectionV1, written).issues).toBeUndefined();
    const ids = collection.requests.map(({ id }) => id);
    expect(collection.order).toEqual(ids);
    expect(collection.requests.every(({ collectionId }) => collectionId === collection.id)).toBe(
      true,
    );
    const referred = collection.requests.flatMap(({ id, responses = [] }) =>
      responses.map(({ request }) => request === id),
    );
    expect(referred).not.toContain(false);
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
