import { operationName, operationsOf } from "../../../toolkit/document/operations";

const operation = (operationId: string) => ({ operationId });

/** Names and places of a definition's operations. */
const read = (definition: object) =>
  operationsOf(definition).map((found) => [operationName(found), found.path.join(" ")]);

describe("the operations of a definition", () => {
  test("are in its own order, of paths and of methods", () => {
    const paths = {
      "/b": { post: operation("Add"), parameters: [], get: operation("List") },
      "/a": { get: operation("Get"), delete: operation("Remove"), patch: {} },
    };
    expect(read({ paths })).toEqual([
      ["Add", "paths /b post"],
      ["List", "paths /b get"],
      ["Get", "paths /a get"],
      ["Remove", "paths /a delete"],
      ["PATCH /a", "paths /a patch"],
    ]);
  });

  test("are neither extensions, nor shared parameters, nor what is no object", () => {
    const shared = { "x-ms-notification-content": {}, parameters: [], $ref: "#/x", get: "none" };
    const paths = { "/a": { ...shared, post: operation("Add"), POST: {} }, "x-a": { get: {} } };
    expect(read({ paths })).toEqual([["Add", "paths /a post"]]);
    expect(read({ paths: { "/a": [] } })).toEqual([]);
    expect(read({})).toEqual([]);
  });
});
