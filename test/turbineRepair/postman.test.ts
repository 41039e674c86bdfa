import { PostmanValidator } from "@har-sdk/validator";
import * as v from "valibot";
import { thisConnector } from "../../function/thisConnector";
import { definition } from "../../connector/definition/definition";
<<<<<<<< HEAD:test/turbineRepair/postman.test.ts
import { turbineRepair } from "../../function/turbineRepair/turbineRepair";
import { verdictOf } from "../../function/turbineRepair/repair/verdict";
========
>>>>>>>> daeee6912f0cd33c010ad14335d4af6e9a946264:test/connector/postman.test.ts
import { collectionOf } from "../../toolkit/postman/collection";
import { importCollectionOf } from "../../toolkit/postman/importCollection";
import { collectionV1 } from "../support/collectionV1";
import { documentOf } from "../support/postmanSample";
import { requestsOf } from "../support/sendRequest";

<<<<<<<< HEAD:test/turbineRepair/postman.test.ts
const LIVE = documentOf(definition({ connector: turbineRepair }));
========
const LIVE = documentOf(definition({ connector: thisConnector }));
>>>>>>>> daeee6912f0cd33c010ad14335d4af6e9a946264:test/connector/postman.test.ts

describe("the connector's collection to call its API with", () => {
  test("is valid by Postman's schema", async () => {
    const collection = collectionOf(LIVE);
    const validator = new PostmanValidator();
    expect(await validator.verify(collection as never)).toEqual([]);
    const wrong = { ...collection, item: [{ name: "x", request: { header: 1 } }] };
    expect(await validator.verify(wrong as never)).not.toEqual([]);
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
});
