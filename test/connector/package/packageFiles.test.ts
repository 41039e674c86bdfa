import { connectorDocuments } from "../../../connector/documents/connectorDocuments";
import { authOf } from "../../support/sampleAuth";
import { sampleConnector } from "../../support/sampleConnector/sampleConnector";
import { DEPLOY_FILES } from "../commands/packageOptions";
import { ICON, madePackage, textOf } from "./madePackage";

describe("a package", () => {
  test("has the files that a connector is created from", () => {
    const files = madePackage();
    expect(Object.keys(files).toSorted()).toEqual(DEPLOY_FILES);
    expect(files["icon.png"]).toBe(ICON);
    expect(JSON.parse(textOf(files, "settings.json"))).toEqual({
      apiProperties: "apiProperties.json",
      apiDefinition: "apiDefinition.swagger.json",
      icon: "icon.png",
      powerAppsUrl: "https://api.powerapps.com",
      powerAppsApiVersion: "2016-11-01",
    });
    const { definition, properties } = connectorDocuments({
      connector: sampleConnector,
      auth: authOf("apiKey"),
      host: "parcels.azurewebsites.net",
    });
    expect(JSON.parse(textOf(files, "apiDefinition.swagger.json"))).toEqual(definition);
    expect(JSON.parse(textOf(files, "apiProperties.json"))).toEqual(properties);
  });

  test("has for certification the zip as well, and the owner of the service", () => {
    const files = madePackage({ variant: "certify" });
    expect(Object.keys(files).toSorted()).toEqual(["ConnectorPackage.zip", ...DEPLOY_FILES]);
    expect(textOf(files, "apiProperties.json")).toContain('"stackOwner"');
    expect(textOf(madePackage(), "apiProperties.json")).not.toContain('"stackOwner"');
  });

  test("has nothing that a tool without UTF-8 could misread", () => {
    const texts = Object.values(madePackage({ variant: "certify" })).filter(
      (content) => typeof content === "string",
    );
    expect(texts).toHaveLength(5);
    for (const text of texts) expect(text).toMatch(/^[\n -~]*$/);
  });
});
