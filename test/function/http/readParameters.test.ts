import * as v from "valibot";
import { operation } from "../../../function/contract/operation";
import { FunctionApp, type Responded } from "../../support/functionApp";
import { UnreachableAccount } from "../../support/functionServices";

const parameters = {
  count: v.optional(v.pipe(v.number(), v.minValue(0))),
  exact: v.optional(v.boolean()),
  size: v.optional(v.picklist([1, 2, "all"])),
  version: v.optional(v.literal(2)),
  name: v.optional(v.string()),
};

/** What an operation receives that takes these parameters in one place. */
async function received(
  place: "path" | "query" | "headers",
  given: Record<string, string>,
): Promise<Responded> {
  const echo = operation(
    {
      operationId: "Echo",
      route: place === "path" ? "echo/{count}/{exact}" : "echo",
      method: "GET",
      access: "credential",
      summary: "Echo",
      description: "Echoes.",
      visibility: "important",
      request: { [place]: v.object(parameters) },
      response: { description: "All.", "x-ms-summary": "All", schema: v.unknown() },
    },
    (input) => ({ jsonBody: (input as unknown as Record<string, unknown>)[place] }),
  );
  const app = new FunctionApp({ account: new UnreachableAccount(), operations: [echo] });
  const query = place === "query" ? `?${new URLSearchParams(given).toString()}` : "";
  const path = place === "path" ? `/${Object.values(given).join("/")}` : "";
  return app.send("GET", `echo${path}${query}`, place === "headers" ? { headers: given } : {});
}

test.each(["path", "query", "headers"] as const)(
  "a text in the %s that spells a number or a boolean becomes one where the schema expects it",
  async (place) => {
    expect((await received(place, { count: "40", exact: "true" })).json).toEqual({
      count: 40,
      exact: true,
    });
    expect((await received(place, { count: "2.5e1", exact: "false" })).json).toEqual({
      count: 25,
      exact: false,
    });
  },
);

test("a text that spells one of the values of a picklist or a literal becomes it", async () => {
  expect((await received("query", { size: "2", version: "2" })).json).toEqual({
    size: 2,
    version: 2,
  });
  expect((await received("query", { size: "all" })).json).toEqual({ size: "all" });
});

test("a text stays one where the schema expects a text", async () => {
  expect((await received("query", { name: "40", other: "x" })).json).toEqual({ name: "40" });
});

test.each([
  ["count", "many", 'Expected a number, but received "many".'],
  ["count", "0x10", 'Expected a number, but received "0x10".'],
  ["count", "1e999", 'Expected a number, but received "1e999".'],
  ["count", " ", 'Expected a number, but received " ".'],
  ["count", "-1", "Expected a number, 0 or greater, but received -1."],
  ["exact", "yes", 'Expected true or false, but received "yes".'],
  ["size", "3", 'Expected 1, 2 or "all", but received "3".'],
  ["version", "1", 'Expected 2, but received "1".'],
])("the parameter %s with the text %j is refused", async (parameter, text, detail) => {
  expect(await received("query", { [parameter]: text })).toMatchObject({
    status: 400,
    json: { errors: [{ parameter, detail }] },
  });
});

test("a parameter without a value is left out", async () => {
  expect((await received("query", { count: "", exact: "", name: "" })).json).toEqual({});
  expect((await received("headers", { count: "" })).json).toEqual({});
});
