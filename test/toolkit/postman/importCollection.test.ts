import * as v from "valibot";
import { importCollectionOf } from "../../../toolkit/postman/importCollection";
import { collectionV1 } from "./collectionV1";
import { SAMPLE } from "../../support/postmanSample";

describe("the collection to import into Power Platform", () => {
  test("has the form of version 1", async () => {
    const { collection } = await importCollectionOf(SAMPLE);
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

  test("has the operations' names, the API's address and no credential", async () => {
    const { collection } = await importCollectionOf(SAMPLE);
    expect(collection.requests.map(({ name, url }) => [name, new URL(url).origin])).toEqual(
      ["ListReadings", "SendFile", "SendForm", "Order"].map((name) => [
        name,
        "https://shop.example:8443",
      ]),
    );
    // Power Platform reads no variables and no authentication.
    expect(JSON.stringify(collection)).not.toMatch(/\{\{|apikey|x-functions-key|code=|"auth"/i);
  });

  test("has of an operation's responses the first that succeeded", async () => {
    const { collection } = await importCollectionOf(SAMPLE);
    const order = collection.requests.find(({ name }) => name === "Order");
    expect(order).toMatchObject({ dataMode: "raw", headers: "" });
    expect(order?.responses?.map(({ responseCode }) => responseCode)).toEqual([
      { code: 201, name: "Created", detail: "" },
    ]);
  });

  test("has every input that makers see, with a value", async () => {
    const { collection } = await importCollectionOf(SAMPLE);
    const byName = new Map(collection.requests.map((request) => [request.name, request]));
    expect(byName.get("ListReadings")).toMatchObject({
      description: "Lists readings.",
      url: "https://shop.example:8443/v1/shops/:shop/shelves/7.json?since=string&kinds=a&kinds=b&sites=a|b&top=3",
      headers: "Trace: t-1",
      pathVariables: { shop: "north sea" },
    });
    const order = JSON.parse(String(byName.get("Order")?.["rawModeData"]));
    expect(order).toMatchObject({ customer: "string", note: "string" });
    expect(order).not.toHaveProperty("hidden");
  });

  test("leaves out and names what would become an action and is none", async () => {
    const { collection, skipped } = await importCollectionOf(SAMPLE);
    expect(collection.requests.map(({ name }) => name)).not.toContain("WhenEvent");
    const fix = "To have it in the connector, import the definition instead.";
    expect(skipped).toEqual([
      {
        severity: "warning",
        path: "$.paths['/hooks/{id}'].delete",
        method: "delete",
        route: "/hooks/{id}",
        operationId: "DeleteHook",
        message: "DeleteHook is internal, and Power Platform would show it to makers as an action.",
        fix,
      },
      {
        severity: "warning",
        path: "$.paths['/events'].get",
        method: "get",
        route: "/events",
        operationId: "WhenEvent",
        message: "WhenEvent is a trigger, and Power Platform would make an action of it.",
        fix,
      },
    ]);
  });
});
