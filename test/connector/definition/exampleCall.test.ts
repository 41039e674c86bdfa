import * as v from "valibot";
import { definition } from "../../../connector/definition/definition";
import { exampleCall } from "../../../connector/definition/exampleCall";
import { withHost } from "../../../connector/definition/withHost";
import { primaryContract } from "../../../function/contract/connector";
import { texts, type Contract } from "../../../function/contract/contract";
import { listDepots, quotePostage, trackParcel } from "../../support/sampleConnector/actions";
import { connectorOf, sampleConnector } from "../../support/sampleConnector/sampleConnector";

const live = withHost(definition({ connector: sampleConnector }), { host: "app.example" });

describe("an example call", () => {
  test("of the primary action has what its body requires, by its examples, and no credential", () => {
    expect(exampleCall(live, primaryContract(sampleConnector))).toEqual({
      method: "POST",
      url: "https://app.example/api/postage",
      headers: { "Content-Type": "application/json" },
      body: '{"grams":250,"isExpress":true,"depotId":"north"}',
    });
  });

  test("puts values into path, query and headers, encoded, and leaves out what is optional", () => {
    const { url, ...rest } = exampleCall(live, trackParcel);
    expect(url).toBe("https://app.example/api/parcels/P-1/events?language=en+%26+de");
    expect(new URL(url).searchParams.get("language")).toBe("en & de");
    expect(rest).toEqual({ method: "GET", headers: { Region: "string" } });
  });

  test("encodes a value of the path that has a slash or a dollar sign in it", () => {
    const parcelId = v.pipe(
      v.string(),
      texts({ description: "The id.", "x-ms-summary": "ID", example: "a/b $& c" }),
    );
    const contract: Contract = { ...trackParcel, request: { path: v.object({ parcelId }) } };
    const made = withHost(definition({ connector: connectorOf(contract, listDepots) }), {
      host: "a.example",
    });
    expect(exampleCall(made, contract).url).toBe(
      "https://a.example/api/parcels/a%2Fb%20%24%26%20c/events",
    );
  });

  test("has values of the right type and range where the contract names none", () => {
    const schema = v.object({
      days: v.pipe(v.number(), v.integer(), v.minValue(3)),
      isFragile: v.boolean(),
      tags: v.pipe(v.array(v.string()), v.minLength(2)),
      sender: v.object({ name: v.string(), phone: v.optional(v.string()) }),
    });
    const contract: Contract = {
      ...quotePostage,
      request: { body: { ...quotePostage.request.body, schema } },
    };
    const made = definition({ connector: connectorOf(contract) });
    const body: unknown = JSON.parse(exampleCall(made, contract).body ?? "");
    expect(v.is(schema, body)).toBe(true);
    expect(body).not.toHaveProperty("sender.phone");
  });

  test("has no body where the operation takes none", () => {
    expect(exampleCall(live, { operationId: "GetHealth" })).toEqual({
      method: "GET",
      url: "https://app.example/api/health",
      headers: {},
    });
  });

  test("is refused for an operation that the definition lacks", () => {
    expect(() => exampleCall(live, { operationId: "Send" })).toThrow(RangeError);
  });
});
