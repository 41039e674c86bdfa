import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { authOf } from "../../support/sampleAuth";
import { projectFolder } from "../../support/projectFolder";
import { ICON, openedCertification, textOf } from "./madePackage";

describe("the zip for certification", () => {
  const CONNECTOR = "Connector/cpost_parceldesk_";
  const CONNECTOR_FILES = [
    `${CONNECTOR}connectionparameters.json`,
    `${CONNECTOR}iconblob.Png`,
    `${CONNECTOR}openapidefinition.json`,
    `${CONNECTOR}policytemplateinstances.json`,
    "[Content_Types].xml",
    "customizations.xml",
    "solution.xml",
  ];
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseTagValue: false,
  });

  function xmlOf(files: Record<string, Uint8Array>, name: string) {
    const text = textOf(files, name);
    expect(XMLValidator.validate(text)).toBe(true);
    return parser.parse(text);
  }

  test("holds the introduction and a package of two solutions", () => {
    const { files, outer, inner } = openedCertification();
    expect(Object.keys(outer)).toEqual(["intro.md", "package.zip"]);
    expect(textOf(outer, "intro.md")).toBe(files["intro.md"]);
    expect(Object.keys(inner)).toEqual([
      "PkgAssets/ConnectorSolution.zip",
      "PkgAssets/FlowSolution.zip",
    ]);
  });

  test("has the connector in both solutions, and the flow in one", () => {
    const { files, connector, flow } = openedCertification();
    expect(Object.keys(connector).toSorted()).toEqual(CONNECTOR_FILES.toSorted());
    const workflow = Object.keys(flow).filter((name) => name.startsWith("Workflows/"));
    expect(workflow).toEqual([expect.stringMatching(/^Workflows\/\w+-[\dA-F-]{36}\.json$/)]);
    expect(Object.keys(flow).toSorted()).toEqual([...CONNECTOR_FILES, ...workflow].toSorted());
    const { properties } = JSON.parse(textOf(files, "apiProperties.json"));
    for (const solution of [connector, flow]) {
      const json = (name: string) => JSON.parse(textOf(solution, `${CONNECTOR}${name}.json`));
      expect(textOf(solution, `${CONNECTOR}openapidefinition.json`)).toBe(
        files["apiDefinition.swagger.json"],
      );
      expect(json("connectionparameters")).toEqual(properties.connectionParameters);
      expect(json("policytemplateinstances")).toEqual(properties.policyTemplateInstances);
      expect(json("policytemplateinstances")).not.toEqual([]);
      expect(Buffer.from(solution[`${CONNECTOR}iconblob.Png`] ?? []).equals(ICON)).toBe(true);
    }
  });

  test("names in customizations.xml each file that is there", () => {
    for (const options of [{}, { auth: authOf("apiKey", "basic") }]) {
      const { connector, flow } = openedCertification(options);
      for (const solution of [connector, flow]) {
        const { Connectors, Workflows } = xmlOf(solution, "customizations.xml").ImportExportXml;
        const values = Object.values(Connectors.Connector as Record<string, string>);
        const named = [...values, Workflows.Workflow?.JsonFileName]
          .filter((value) => typeof value === "string" && value.startsWith("/"))
          .map((value: string) => value.slice(1));
        const rest = ["[Content_Types].xml", "customizations.xml", "solution.xml"];
        expect([...named, ...rest].toSorted()).toEqual(Object.keys(solution).toSorted());
      }
    }
  });

  test("keeps the sets of a choice in a file of their own", () => {
    const { files, connector } = openedCertification({ auth: authOf("apiKey", "entraId") });
    const { properties } = JSON.parse(textOf(files, "apiProperties.json"));
    expect(JSON.parse(textOf(connector, `${CONNECTOR}connectionparametersets.json`))).toEqual(
      properties.connectionParameterSets,
    );
    expect(JSON.parse(textOf(connector, `${CONNECTOR}connectionparameters.json`))).toEqual({});
  });

  test("describes unmanaged solutions, their publisher and what is in them", () => {
    const { connector, flow } = openedCertification();
    const manifest = xmlOf(connector, "solution.xml").ImportExportXml.SolutionManifest;
    expect(manifest).toEqual({
      UniqueName: "ParcelDeskConnector",
      LocalizedNames: {
        LocalizedName: { description: "Parcel Desk Connector", languagecode: "1033" },
      },
      Descriptions: "",
      Version: "2.3.0.0",
      Managed: "0",
      Publisher: {
        UniqueName: "ContosoPost",
        LocalizedNames: {
          LocalizedName: { description: "Contoso Post", languagecode: "1033" },
        },
        Descriptions: "",
        EMailAddress: "help@contoso.com",
        SupportingWebsiteUrl: "https://www.contoso.com/help",
        CustomizationPrefix: "cpost",
        CustomizationOptionValuePrefix: "12345",
        Addresses: "",
      },
      RootComponents: {
        RootComponent: {
          type: "372",
          id: expect.stringMatching(
            /^\{[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}\}$/,
          ),
          schemaName: "cpost_parceldesk",
          behavior: "0",
        },
      },
      MissingDependencies: "",
    });
    const inFlow = xmlOf(flow, "solution.xml").ImportExportXml.SolutionManifest;
    expect(inFlow.UniqueName).toBe("ParcelDeskFlow");
    expect(inFlow.RootComponents.RootComponent).toEqual([
      manifest.RootComponents.RootComponent,
      { type: "29", id: expect.stringMatching(/^\{[\da-f-]{36}\}$/), behavior: "0" },
    ]);
  });

  test("states the type of each file by its ending", () => {
    const { connector, flow } = openedCertification();
    for (const solution of [connector, flow]) {
      const types: { Extension: string }[] = xmlOf(solution, "[Content_Types].xml").Types.Default;
      const known = types.map(({ Extension }) => Extension);
      const endings = Object.keys(solution).map((name) => name.replace(/^.*\./, ""));
      expect([...new Set(endings)].toSorted()).toEqual(known.toSorted());
    }
  });

  test("binds the flow to the connector by a connection reference", () => {
    const { connector, flow } = openedCertification();
    const { Connectors } = xmlOf(connector, "customizations.xml").ImportExportXml;
    const { Workflows, connectionreferences } = xmlOf(flow, "customizations.xml").ImportExportXml;
    const reference = connectionreferences.connectionreference;
    expect(Connectors.Connector.connectorid).toBe(reference.customconnectorid.connectorid);
    expect(reference.connectorid).toMatch(
      /^\/providers\/Microsoft\.PowerApps\/apis\/shared_cpost-5fparcel-20desk-5f[\da-f]{16}$/,
    );
    const workflow = JSON.parse(textOf(flow, Workflows.Workflow.JsonFileName.slice(1)));
    const apiName = reference.connectorid.split("/").at(-1);
    expect(workflow.properties.connectionReferences).toEqual({
      [apiName]: {
        runtimeSource: "embedded",
        connection: { connectionReferenceLogicalName: reference.connectionreferencelogicalname },
        api: { name: apiName },
      },
    });
    const actions: Record<string, { inputs: { host: { operationId: string } } }> =
      workflow.properties.definition.actions;
    for (const { inputs } of Object.values(actions)) {
      expect(inputs.host).toEqual({
        connectionName: apiName,
        operationId: inputs.host.operationId,
        apiId: reference.connectorid,
      });
    }
  });

  test("is the same bytes whenever and wherever it is made", () => {
    expect(digestIn("Pacific/Kiritimati")).toBe(digestIn("Pacific/Pago_Pago"));
  });
});

/** The digest of a certification package that a process in another time zone makes. */
function digestIn(zone: string): string {
  const script =
    'const { packageFiles } = require("./connector/package/packageFiles");' +
    'const auth = { modes: ["apiKey"], keyLocation: "query" };' +
    'const { sampleConnector } = require("./test/support/sampleConnector/sampleConnector");' +
    'const files = packageFiles({ connector: sampleConnector, auth, host: "a.b", variant: "certify", icon: Buffer.of(1) });' +
    'process.stdout.write(Buffer.from(files["ConnectorPackage.zip"]).toString("base64"));';
  const { stdout } = spawnSync(process.execPath, ["--require", "tsx/cjs", "-e", script], {
    cwd: projectFolder,
    encoding: "utf8",
    env: { ...process.env, TZ: zone },
  });
  expect(stdout.length).toBeGreaterThan(10_000);
  return createHash("sha256").update(stdout).digest("hex");
}
