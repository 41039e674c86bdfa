import { functionKeyTemplate } from "../../infra/functionKeyTemplate";
import { oneDeployTemplate } from "../../infra/oneDeployTemplate";

describe.each(Object.entries({ oneDeployTemplate, functionKeyTemplate }))(
  "%s",
  (_name, template) => {
    test("uses every parameter that it declares, and no other", () => {
      const used = JSON.stringify(template.resources).matchAll(/parameters\('(\w+)'\)/g);
      expect(new Set([...used].map(([, name]) => name))).toEqual(
        new Set(Object.keys(template.parameters)),
      );
    });

    test("has no default for a secret", () => {
      const secrets = Object.values(template.parameters).filter(
        ({ type }) => type.toLowerCase() === "securestring",
      );
      expect(secrets.filter((parameter) => "defaultValue" in parameter)).toEqual([]);
    });
  },
);

test("the key's parameter is a secure one, which Azure does not show again", () => {
  expect(functionKeyTemplate.parameters.keyValue.type).toBe("secureString");
});
