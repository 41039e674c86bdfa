import { parseRoute } from "../../functionsRuntime/route/parseRoute";
import { parametersOf } from "../../functionsRuntime/route/route";

describe("a route template", () => {
  test.each([
    ["api/items", [["api"], ["items"]]],
    ["/items/", [["items"]]],
    ["~/items", [["items"]]],
    ["", []],
    ["api/{{literal}}", [["api"], ["{literal}"]]],
  ])("%s has the texts %j", (template, segments) => {
    expect(parseRoute(template)).toEqual(segments);
  });

  test.each([
    ["{id}", { name: "id", constraints: [], omittable: false, catchAll: false }],
    ["{id?}", { omittable: true, catchAll: false }],
    ["{id=5}", { omittable: true, defaultValue: "5" }],
    ["{*rest}", { name: "rest", omittable: true, catchAll: true }],
    ["{**rest}", { name: "rest", omittable: true, catchAll: true }],
    ["{id:INT}", { constraints: [{ name: "int", argument: undefined }] }],
    [
      "{id:int:range(1,12)?}",
      {
        constraints: [
          { name: "int", argument: undefined },
          { name: "range", argument: "1,12" },
        ],
        omittable: true,
      },
    ],
    [
      "{id:regex(^[a-z]{{2}}/\\d$)}",
      { constraints: [{ name: "regex", argument: "^[a-z]{2}/\\d$" }] },
    ],
    ["report-{id}", { name: "id", omittable: false }],
    ["report-{id=5}", { defaultValue: "5", omittable: false }],
    ["{name}.{format?}", { name: "name" }],
  ])("%s has the parameter %j", (template, parameter) => {
    expect(parametersOf(parseRoute(template))[0]).toMatchObject(parameter);
  });

  test.each([
    ["api//items", "two slashes"],
    ["api/{id", "does not close"],
    ["api/id}", "not opened"],
    ["api/{i{d}", "a brace inside"],
    ["api/{}", "without a name"],
    ["api/{:int}", "without a name"],
    ["api/{a}{b}", "two parameters"],
    ["api/{*rest}/more", "before its end"],
    ["api/x-{*rest}", "before its end"],
    ["api/x-{id?}", "cannot be left out"],
    ["api/{id=1?}", "both a default"],
    ["api/{id:number}", 'the constraint "number"'],
    ["api/{id:int(}", "where a constraint"],
    ["api/{id}/{ID}", "{id} twice"],
  ])("%s is refused as Azure refuses it: %s", (template, reason) => {
    expect(() => parseRoute(template)).toThrow(`"${template}" `);
    expect(() => parseRoute(template)).toThrow(reason);
  });
});
