import { parseRoute } from "../../../functionsRuntime/route/parseRoute";
import { parametersOf } from "../../../functionsRuntime/route/route";
import { pathParameter } from "../../../toolkit/template/route/pathParameter";
import { pathOf, pathVariants } from "../../../toolkit/template/route/pathVariants";

describe("a route", () => {
  test.each([
    ["api/items", ["/api/items"]],
    ["api/items/{id}", ["/api/items/{id}"]],
    ["api/items/{id:int?}", ["/api/items", "/api/items/{id}"]],
    ["api/items/{id=5}", ["/api/items", "/api/items/{id}"]],
    [
      "api/{year:int}/{month=1}/{day?}",
      ["/api/{year}", "/api/{year}/{month}", "/api/{year}/{month}/{day}"],
    ],
    ["api/{a?}/last", ["/api/{a}/last"]],
    ["api/{*rest}", ["/api", "/api/{rest}"]],
    ["{**rest}", ["/", "/{rest}"]],
    ["api/{name}.{format?}", ["/api/{name}", "/api/{name}.{format}"]],
    ["api/report-{year:range(2000,2100)}", ["/api/report-{year}"]],
    ["api/{code:regex(^[a-z]{{2}}/\\d$)}/x", ["/api/{code}/x"]],
    ["api/{{literal}}", ["/api/%7Bliteral%7D"]],
    ["/items/", ["/items"]],
    ["", ["/"]],
  ])("%s is the paths %j", (route, paths) => {
    expect(pathVariants(parseRoute(route)).map(pathOf)).toEqual(paths);
  });

  test.each([
    ["{id}", { type: "string" }],
    ["{id:int}", { type: "integer", format: "int32" }],
    ["{id:long}", { type: "integer", format: "int64" }],
    ["{id:double}", { type: "number", format: "double" }],
    ["{id:float}", { type: "number", format: "float" }],
    ["{id:decimal}", { type: "number" }],
    ["{id:bool}", { type: "boolean" }],
    ["{id:datetime}", { type: "string", format: "date-time" }],
    ["{id:guid}", { type: "string", format: "uuid" }],
    ["{id:ALPHA}", { type: "string", pattern: "^[A-Za-z]*$" }],
    ["{id:length(3)}", { type: "string", minLength: 3, maxLength: 3 }],
    ["{id:length(3,5)}", { type: "string", minLength: 3, maxLength: 5 }],
    ["{id:minlength(3):maxlength(9)}", { type: "string", minLength: 3, maxLength: 9 }],
    ["{id:int:min(1)}", { type: "integer", format: "int64", minimum: 1 }],
    ["{id:max(9)}", { type: "integer", format: "int64", maximum: 9 }],
    ["{id:range(1,12)}", { type: "integer", format: "int64", minimum: 1, maximum: 12 }],
    ["{id:regex(^(a|b){{2}}$)?}", { type: "string", pattern: "^(a|b){2}$" }],
    ["{id:regex((?<x>a)(?!b)\\Z)}", { type: "string" }],
    ["{id:required}", { type: "string" }],
  ])("%s declares values of %j", (route, values) => {
    const [parameter] = parametersOf(parseRoute(route));
    expect(parameter).toBeDefined();
    expect(parameter && pathParameter("itemId", parameter)).toEqual({
      name: "itemId",
      in: "path",
      required: true,
      ...values,
      description: "Replace with what itemId is.",
      "x-ms-summary": "Item id",
      "x-ms-url-encoding": "single",
    });
  });

  test("that takes the rest of the path says how slashes arrive", () => {
    const [parameter] = parametersOf(parseRoute("files/{*path}"));
    expect(parameter && pathParameter("path", parameter)).toMatchObject({
      type: "string",
      description:
        "Replace with what path is. It is the rest of the path, and a slash in it may arrive as %2F.",
    });
  });
});
